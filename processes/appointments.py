"""What holds of every appointment that is named on a page, whoever names it.

Nothing is overwritten: a row that changes ends, and another begins.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models import people
from models.appointments import Appointment, Role
from models.people import AccountKind
from models.refusals import Refusal
from processes.permissions import Caller

DAY: Final = timedelta(days=1)


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    vi = "Ngày cuối cùng đang đứng trước ngày đầu tiên ({since:%d/%m/%Y})."
    en = "The last day is before the first one ({since:%d/%m/%Y})."


class InThePast(Refusal):
    """What was done is done: nobody is named for days that have passed."""

    vi = "Chọn từ hôm nay ({today:%d/%m/%Y}) trở đi; những ngày đã qua không đổi được người."
    en = "Choose today ({today:%d/%m/%Y}) or later; days that have passed keep who acted then."


class NoAccount(Refusal):
    """Who stands in must be able to sign in."""

    vi = "Người này không có tài khoản đang dùng; người quản trị mở tài khoản trước."
    en = "This person has no account in use; an administrator opens one first."


class NamesOneself(Refusal):
    """An administrator sees no case; who lets them in is somebody else."""

    vi = "Người quản trị không tự cử mình; thủ trưởng hoặc một người quản trị khác cử."
    en = "An administrator does not name themselves; the head or another administrator does."


def demand_another(by: Caller, school_id: int, person_id: int) -> None:
    """Raise NamesOneself for an administrator who would take a part at the school themselves."""
    if person_id == by.person_id and Role.HEAD not in by.roles_at(school_id):
        raise NamesOneself


def demand_account(session: Session, person_id: int) -> None:
    """Raise NoAccount unless somebody signs in with it."""
    person = people.by_ids(session, {person_id}).get(person_id)
    if person is None or not person.active or person.kind is not AccountKind.PERSON:
        raise NoAccount


def overlaps(one: Appointment, first: date, last: date) -> bool:
    """Is it in force on one of these days?"""
    return one.from_date <= last and (one.to_date is None or one.to_date >= first)
