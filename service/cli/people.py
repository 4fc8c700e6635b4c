"""`person add` and `person password`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

import click
from sqlalchemy.orm import Session

from models import addresses, people, schools, sign_ins
from models.appointments import Appointment, Role
from models.people import AccountKind, Language, Person
from models.refusals import Refusal
from models.schools import ManagingBody, School
from processes.sign_in import hash_password
from processes.working_time.local_time import today
from service.cli import opening
from service.cli.answers import Answer, answers
from service.cli.calendar_words import Day
from service.cli.schools import body_called

NEEDS_NO_PLACE = (Role.PROCESS_OWNER, Role.ADMINISTRATOR)


class SignInTaken(Refusal):
    """The sign-in name is in use."""

    vi = "Tên đăng nhập “{name}” đã có người dùng."
    en = "The sign-in name “{name}” is taken."


class PersonUnknown(Refusal):
    """Nobody has this sign-in name."""

    vi = "Không có người nào có tên đăng nhập “{name}”."
    en = "Nobody has the sign-in name “{name}”."


class SchoolUnknown(Refusal):
    """No school has this code."""

    vi = "Không có trường nào có mã “{code}”."
    en = "No school has the code “{code}”."


class PlaceMissing(Refusal):
    """The role is held at a school or at a managing body."""

    vi = "Vai trò {role} cần {option}."
    en = "The role {role} needs {option}."


class ServiceHasNoPassword(Refusal):
    """Services come with a token."""

    vi = "“{name}” là dịch vụ, không có mật khẩu; hãy dùng donghanh token add."
    en = "“{name}” is a service and has no password; use donghanh token add."


@click.group()
def person() -> None:
    """People and services with an account. Người dùng và dịch vụ."""


@person.command()
@click.argument("sign_in")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Vai trò. Role.")
@click.option("--school", "school_code", help="Mã trường. Code of the school.")
@click.option("--body", "body_code", help="Mã cơ quan quản lý. Code of the managing body.")
@click.option("--rank", type=click.IntRange(1), help="Thứ tự cấp phó. Order of a deputy head.")
@click.option("--document", help="Số quyết định. Number of the decision or mandate.")
@click.option("--from", "since", type=Day(), help="Từ ngày (hôm nay). From this date; today.")
@click.option("--to", "until", type=Day(), help="Đến hết ngày. Through this date.")
@click.option("--email", help="Địa chỉ thư nhận nhắc việc. Address for reminders.")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="vi")
@click.option("--service", "kind", flag_value="service", default="person", help="A service.")
@answers
def add(
    *,
    sign_in: str,
    name: str,
    role: str | None,
    school_code: str | None,
    body_code: str | None,
    rank: int | None,
    document: str | None,
    since: date | None,
    until: date | None,
    email: str | None,
    language: str,
    kind: str,
) -> Answer:
    """Add a person, with a role if one is named; asks for the password.

    Thêm người. Without a terminal the password is the first line of standard input.
    """
    now = opening.now()
    account = AccountKind(kind)
    address = None if email is None else addresses.checked(email)
    password_hash = None if account is AccountKind.SERVICE else hash_password(_new_password())
    with opening.database() as database, database.transaction() as session:
        if people.by_sign_in_name(session, sign_in) is not None:
            raise SignInTaken(name=sign_in)
        added = people.add(
            session,
            name=name,
            sign_in_name=sign_in,
            now=now,
            password_hash=password_hash,
            email=address,
            language=Language(language),
            kind=account,
        )
        if role is not None:
            place = _place(session, Role(role), school_code, body_code, document)
            session.add(
                Appointment(
                    person_id=added.id,
                    role=Role(role),
                    from_date=since or today(now),
                    to_date=until,
                    rank=(rank or 1) if role == Role.DEPUTY_HEAD else None,
                    document=document,
                    **place,
                )
            )
        session.flush()
    return Answer(
        {"sign_in": added.sign_in_name, "name": added.name, "role": role},
        [f"Đã thêm. Added: {added.sign_in_name}, {added.name}"],
    )


@person.command()
@click.argument("sign_in")
@answers
def password(*, sign_in: str) -> Answer:
    """Give a person a new password and end their sessions; asks for it.

    Đặt lại mật khẩu. Without a terminal it is the first line of standard input.
    """
    with opening.database() as database:
        with database.reading() as session:
            found = person_called(session, sign_in)
            if found.kind is AccountKind.SERVICE:
                raise ServiceHasNoPassword(name=sign_in)
        password_hash = hash_password(_new_password())
        with database.transaction() as session:
            changed = session.get_one(Person, found.id)
            changed.password_hash = password_hash
            sign_ins.end_all(session, changed.id, now=opening.now())
            session.flush()
    return Answer(
        {"sign_in": found.sign_in_name},
        [f"Đã đặt mật khẩu mới. New password set: {found.sign_in_name}"],
    )


def person_called(session: Session, sign_in: str) -> Person:
    """The person with this sign-in name; raises PersonUnknown."""
    found = people.by_sign_in_name(session, sign_in)
    if found is None:
        raise PersonUnknown(name=sign_in)
    return found


def school_called(session: Session, code: str) -> School:
    """The school with this code; raises SchoolUnknown."""
    found = schools.by_code(session, code)
    if found is None:
        raise SchoolUnknown(code=code)
    return found


def _place(
    session: Session,
    role: Role,
    school_code: str | None,
    body_code: str | None,
    document: str | None,
) -> Mapping[str, int]:
    if role in NEEDS_NO_PLACE:
        return {}
    if role is Role.MANAGING_BODY:
        if body_code is None:
            raise PlaceMissing(role=role.value, option="--body")
        body: ManagingBody = body_called(session, body_code)
        return {"body_id": body.id}
    if school_code is None:
        raise PlaceMissing(role=role.value, option="--school")
    if role is Role.AUDITOR and document is None:
        raise PlaceMissing(role=role.value, option="--document")
    return {"school_id": school_called(session, school_code).id}


def _new_password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt(
            "Mật khẩu mới / New password", hide_input=True, confirmation_prompt=True, err=True
        )
        return asked
    return sys.stdin.readline().rstrip("\r\n")
