"""Tokens: how a person's program or a service comes to the API; only the digest is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.appointments import Appointment, in_force_on, present
from models.people import Person
from models.sign_ins import SignedIn, digest
from models.tables import Key, Table


class Token(Table):
    """A bearer token of a person or a service."""

    __tablename__ = "tokens"

    id: Mapped[Key]
    token_digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    label: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


def add(
    session: Session,
    person_id: int,
    *,
    token: str,
    label: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> Token:
    """A new token for the account."""
    row = Token(
        token_digest=digest(token),
        person_id=person_id,
        label=label,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row


def bearer(session: Session, token: str, *, on: date, now: datetime) -> SignedIn | None:
    """Whose token this is, with their appointments on that date; one statement."""
    found = session.execute(
        select(Token, Person, Appointment)
        .join(Person, Person.id == Token.person_id)
        .outerjoin(Appointment, and_(Appointment.person_id == Person.id, in_force_on(on)))
        .where(
            Token.token_digest == digest(token),
            Token.revoked_at.is_(None),
            or_(Token.expires_at.is_(None), Token.expires_at > now),
            Person.active,
        )
        .order_by(Appointment.id)
    ).all()
    if not found:
        return None
    held = present(row[2] for row in found)
    return SignedIn(found[0][1], held, None, now)


def of_person(session: Session, person_id: int) -> Sequence[Token]:
    """All tokens of an account, the newest first."""
    return session.scalars(
        select(Token).where(Token.person_id == person_id).order_by(Token.id.desc())
    ).all()


def revoke(session: Session, token_id: int, *, now: datetime) -> None:
    """The token is good for nothing from now on."""
    session.execute(
        update(Token).where(Token.id == token_id, Token.revoked_at.is_(None)).values(revoked_at=now)
    )
