"""`school add`."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from models import calendars, schools
from models.journal import canonical
from models.refusals import Refusal
from models.schools import ManagingBody, SchoolKind
from processes.working_time.vietnam import DEMO_SESSIONS, calendar_of
from service.cli import opening
from service.cli.answers import Answer, answers


class SchoolTaken(Refusal):
    """The code of the school is in use."""

    vi = "Đã có trường mang mã “{code}”."
    en = "There is a school with the code “{code}” already."


class BodyUnknown(Refusal):
    """No managing body has this code."""

    vi = "Không có cơ quan quản lý nào có mã “{code}”; thêm --body-name để tạo mới."
    en = "No managing body has the code “{code}”; add --body-name to make one."


@click.group()
def school() -> None:
    """Schools. Trường."""


@school.command()
@click.argument("code")
@click.argument("name")
@click.option("--kind", type=click.Choice([one.value for one in SchoolKind]), default="general")
@click.option("--commune", required=True, help="Xã, phường. Commune.")
@click.option("--body", "body_code", required=True, help="Mã cơ quan quản lý. Managing body.")
@click.option("--body-name", help="Tên cơ quan quản lý, nếu mới. Its name, when it is new.")
@click.option(
    "--sessions",
    default=",".join(DEMO_SESSIONS),
    show_default=True,
    help="Buổi làm việc, thứ Hai đến thứ Sáu. Sessions from Monday to Friday.",
)
@answers
def add(
    *,
    code: str,
    name: str,
    kind: str,
    commune: str,
    body_code: str,
    body_name: str | None,
    sessions: str,
) -> Answer:
    """Add a school with its calendar: these sessions and the holidays and swaps of the seed.

    Thêm trường và lịch làm việc.
    """
    calendar = calendar_of(sessions.split(","))
    with opening.database() as database, database.transaction() as session:
        if schools.by_code(session, code) is not None:
            raise SchoolTaken(code=code)
        added = schools.add(
            session,
            code=code,
            name=name,
            kind=SchoolKind(kind),
            commune=commune,
            body_id=_body(session, body_code, body_name).id,
        )
        document = canonical(calendar.to_document())
        calendars.add(session, added.id, document=document, known_from=opening.now())
    return Answer(
        {"code": added.code, "name": added.name},
        [f"Đã thêm trường. School added: {added.code}, {added.name}"],
    )


def body_called(session: Session, code: str) -> ManagingBody:
    """The managing body with this code; raises BodyUnknown."""
    found = schools.body_by_code(session, code)
    if found is None:
        raise BodyUnknown(code=code)
    return found


def _body(session: Session, code: str, name: str | None) -> ManagingBody:
    known = schools.body_by_code(session, code)
    if known is not None:
        return known
    if name is None:
        raise BodyUnknown(code=code)
    return schools.add_body(session, code=code, name=name)
