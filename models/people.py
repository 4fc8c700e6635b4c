"""People: those with an account, persons and services alike."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names
from models.tables import ByteOrdered, Key, Table, one_of


class AccountKind(StrEnum):
    PERSON = "person"
    SERVICE = "service"


class Language(StrEnum):
    VI = "vi"
    EN = "en"


class MailWish(StrEnum):
    """How a person wants to be told by mail; the page of notices shows everything anyway."""

    EACH = "each"  # a mail for each notice
    DIGEST = "digest"  # reminders once a working day, escalations at once
    PAGE = "page"  # no mail


class Person(Table):
    """Someone who signs in, or a service that comes with a token (no password)."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("kind = 'person' OR password_hash IS NULL", name="services_use_tokens"),
    )

    id: Mapped[Key]
    kind: Mapped[AccountKind] = mapped_column(
        one_of(AccountKind, "kind"), default=AccountKind.PERSON
    )
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(ByteOrdered, index=True)
    search_key: Mapped[str]
    sign_in_name: Mapped[str] = mapped_column(unique=True)  # folded; an e-mail address will do
    email: Mapped[str | None]
    password_hash: Mapped[str | None]
    language: Mapped[Language] = mapped_column(one_of(Language, "language"), default=Language.VI)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    mail: Mapped[MailWish] = mapped_column(
        one_of(MailWish, "mail"), default=MailWish.EACH, server_default=MailWish.EACH.value
    )


def add(
    session: Session,
    *,
    name: str,
    sign_in_name: str,
    now: datetime,
    password_hash: str | None = None,
    email: str | None = None,
    language: Language = Language.VI,
    kind: AccountKind = AccountKind.PERSON,
) -> Person:
    """A new account; raises IntegrityError when the sign-in name is taken."""
    person = Person(
        kind=kind,
        name=name,
        sort_key=names.sort_key(name),
        search_key=names.fold(name),
        sign_in_name=names.fold(sign_in_name),
        email=email,
        password_hash=password_hash,
        language=language,
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def by_sign_in_name(session: Session, sign_in_name: str) -> Person | None:
    """The account with this sign-in name, whatever its case and marks."""
    found = select(Person).where(Person.sign_in_name == names.fold(sign_in_name))
    return session.scalars(found).one_or_none()


def by_ids(session: Session, ids: set[int]) -> dict[int, Person]:
    """People by id, in one statement."""
    return {
        person.id: person for person in session.scalars(select(Person).where(Person.id.in_(ids)))
    }


def wish(
    session: Session, person_id: int, *, email: str | None, mail: MailWish, language: Language
) -> None:
    """How the person wants to be told, where to, and in which language."""
    session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(email=email, mail=mail, language=language)
    )
