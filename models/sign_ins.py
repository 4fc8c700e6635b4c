"""Sign-ins: one row for each session in a browser, which can be ended; and the lock-out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, case, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import rows
from models.appointments import Appointment, in_force_on, present
from models.people import Person
from models.tables import Key, Table

SEEN_AGAIN_AFTER = timedelta(minutes=5)


class SignIn(Table):
    """A session: the browser holds a random token, the row only its digest."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person", "person_id", "ended_at"),)

    id: Mapped[Key]
    token_digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailure(Table):
    """Failed sign-ins in a row, of one sign-in name or one address (``subject``)."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"),)

    subject: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who is signed in, with their appointments in force."""

    person: Person
    appointments: tuple[Appointment, ...]
    sign_in_id: int | None  # None when the person came with a token
    last_seen_at: datetime


def digest(token: str) -> str:
    """What is stored in place of a random token."""
    return sha256(token.encode()).hexdigest()


def begin(session: Session, person_id: int, *, token: str, now: datetime) -> SignIn:
    """A new session for the person."""
    row = SignIn(token_digest=digest(token), person_id=person_id, created_at=now, last_seen_at=now)
    session.add(row)
    session.flush()
    return row


def signed_in(
    session: Session, token: str, *, on: date, seen_since: datetime, created_since: datetime
) -> SignedIn | None:
    """Who holds this token, with their appointments on that date; one statement.

    None when the session is unknown, ended, idle since before ``seen_since``, begun before
    ``created_since``, or the person is no longer active.
    """
    found = session.execute(
        select(SignIn, Person, Appointment)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Appointment, and_(Appointment.person_id == Person.id, in_force_on(on)))
        .where(
            SignIn.token_digest == digest(token),
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at >= seen_since,
            SignIn.created_at >= created_since,
            Person.active,
        )
        .order_by(Appointment.id)
    ).all()
    if not found:
        return None
    sign_in, person, _ = found[0]
    held = present(row[2] for row in found)
    return SignedIn(person, held, sign_in.id, sign_in.last_seen_at)


def seen(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Note that the session is in use; to be called only every SEEN_AGAIN_AFTER."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=now))


def end(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """End one session."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, person_id: int, *, now: datetime) -> None:
    """End all sessions of a person, as after a change of password."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def locked_until(session: Session, subjects: list[str], *, now: datetime) -> datetime | None:
    """Until when any of the subjects (sign-in name, address) is locked out."""
    return session.scalars(
        select(SignInFailure.locked_until)
        .where(SignInFailure.subject.in_(subjects), SignInFailure.locked_until > now)
        .order_by(SignInFailure.locked_until.desc())
        .limit(1)
    ).one_or_none()


def failed(
    session: Session, subject: str, *, now: datetime, allowed: int, lock_for: timedelta
) -> None:
    """Count a failed sign-in; the subject is locked out from the ``allowed``-th in a row on.

    Failures are in a row as long as no more than ``lock_for`` lies between them.
    """
    first = {"subject": subject, "failures": 0, "last_failed_at": now, "locked_until": None}
    rows.write(session, SignInFailure, [first], key=("subject",))
    session.execute(
        update(SignInFailure)
        .where(SignInFailure.subject == subject)
        .values(
            failures=case(
                (SignInFailure.last_failed_at < now - lock_for, 1),
                else_=SignInFailure.failures + 1,
            ),
            last_failed_at=now,
        )
    )
    session.execute(
        update(SignInFailure)
        .where(SignInFailure.subject == subject, SignInFailure.failures >= allowed)
        .values(failures=0, locked_until=now + lock_for)
    )


def succeeded(session: Session, subject: str) -> None:
    """A successful sign-in ends the row of failures."""
    session.execute(
        update(SignInFailure).where(SignInFailure.subject == subject).values(failures=0)
    )


def under_way(
    session: Session, *, seen_since: datetime, limit: int = 200
) -> Sequence[tuple[SignIn, Person]]:
    """Sessions that have not ended, the last used first."""
    found = session.execute(
        select(SignIn, Person)
        .join(Person, Person.id == SignIn.person_id)
        .where(SignIn.ended_at.is_(None), SignIn.last_seen_at >= seen_since)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]
