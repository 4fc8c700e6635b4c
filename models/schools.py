"""Schools, and the bodies that manage them."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import names
from models.tables import ByteOrdered, Key, Table, one_of


class SchoolKind(StrEnum):
    """Decides the wording: trẻ, học sinh or học viên; Hiệu trưởng or Giám đốc."""

    PRESCHOOL = "preschool"
    GENERAL = "general"
    CONTINUING = "continuing"


class ManagingBody(Table):
    """Cơ quan quản lý trực tiếp: Phòng, Sở or UBND xã."""

    __tablename__ = "managing_bodies"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class School(Table):
    """Cơ sở giáo dục."""

    __tablename__ = "schools"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(ByteOrdered)
    kind: Mapped[SchoolKind] = mapped_column(one_of(SchoolKind, "kind"))
    commune: Mapped[str]
    body_id: Mapped[int] = mapped_column(ForeignKey("managing_bodies.id"), index=True)


def add_body(session: Session, *, code: str, name: str) -> ManagingBody:
    """A new managing body; raises IntegrityError when the code is taken."""
    body = ManagingBody(code=code, name=name)
    session.add(body)
    session.flush()
    return body


def add(
    session: Session, *, code: str, name: str, kind: SchoolKind, commune: str, body_id: int
) -> School:
    """A new school; raises IntegrityError when the code is taken."""
    school = School(
        code=code,
        name=name,
        sort_key=names.fold(name),
        kind=kind,
        commune=commune,
        body_id=body_id,
    )
    session.add(school)
    session.flush()
    return school


def body_by_code(session: Session, code: str) -> ManagingBody | None:
    """The managing body with this code."""
    return session.scalars(select(ManagingBody).where(ManagingBody.code == code)).one_or_none()


def all_bodies(session: Session) -> Sequence[ManagingBody]:
    """All managing bodies, by name."""
    return session.scalars(select(ManagingBody).order_by(ManagingBody.name)).all()


def by_code(session: Session, code: str) -> School | None:
    """The school with this code."""
    return session.scalars(select(School).where(School.code == code)).one_or_none()


def by_ids(session: Session, ids: set[int]) -> dict[int, School]:
    """Schools by id, in one statement."""
    return {
        school.id: school for school in session.scalars(select(School).where(School.id.in_(ids)))
    }


def of_bodies(session: Session, body_ids: Collection[int]) -> Sequence[School]:
    """The schools that these bodies manage, by name."""
    return session.scalars(
        select(School).where(School.body_id.in_(body_ids)).order_by(School.sort_key, School.id)
    ).all()


def all_schools(session: Session) -> Sequence[School]:
    """All schools, by name."""
    return session.scalars(select(School).order_by(School.sort_key, School.id)).all()
