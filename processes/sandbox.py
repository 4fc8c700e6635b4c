"""Moving the clock of a sandbox, so that people see reminders and escalation happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from models import calendars, sandbox, schools
from models.names import fold
from models.refusals import Refusal
from processes.demo.demo import LAST_DAY
from processes.demo.residents import SCHOOL
from processes.permissions import Act, Caller, demand
from processes.working_time.calendar import Calendar
from processes.working_time.date_words import date_en, date_vi
from processes.workplace import Workplace

LARGEST = 1000
_WORDS = re.compile(r"([+-]?) ?([0-9]{1,6}) (.+)")


class NoSandbox(Refusal):
    """Only the clock of a database made by `demo --clock` can be moved."""

    vi = "Đây không phải bản tập huấn: đồng hồ không dời được."
    en = "This is no sandbox: its clock cannot be moved."


class AmountUnclear(Refusal):
    """The words tell no amount of time."""

    vi = (
        "Không hiểu “{words}”. Thầy cô viết như: +3 ngày làm việc, +2 giờ làm việc, "
        "+30 phút, +4 giờ, +1 ngày."
    )
    en = (
        "“{words}” is not understood. Write it like: +3 working days, +2 working hours, "
        "+30 minutes, +4 hours, +1 day."
    )


class OnlyForward(Refusal):
    """What has happened cannot happen again."""

    vi = "Đồng hồ chỉ dời về phía trước."
    en = "The clock only moves forward."


class TooFar(Refusal):
    """Nobody knows the holidays of that year."""

    vi = "Chỉ dời đến hết ngày {last_vi}, mỗi lần nhiều nhất {largest}."
    en = "The clock moves no further than {last_en}, and by {largest} at most at a time."


class MovedMeanwhile(Refusal):
    """Somebody else has moved the clock, or the form was sent twice."""

    vi = "Đồng hồ vừa được dời rồi. Thầy cô xem giờ mới, rồi dời tiếp nếu cần."
    en = "The clock has just been moved. Look at the new time, then move it on if needed."


def advance(
    workplace: Workplace, words: str, *, seen: timedelta, by: Caller, now: datetime
) -> datetime:
    """Move the clock on from `now` by words such as `+3 ngày làm việc`; the new moment, UTC.

    `seen` is the offset that the person saw: a form sent twice moves the clock once. Working time
    is that of the demo school. Raises NotPermitted and the refusals above.
    """
    demand(by, Act.MOVE_CLOCK)
    if workplace.clock.offset() is None:
        raise NoSandbox
    target = later(_calendar(workplace, now), words, now=now)
    with workplace.database.transaction() as session:
        if not sandbox.move(session, seen=seen, to=seen + (target - now)):
            raise MovedMeanwhile
    return target


def later(calendar: Calendar, words: str, *, now: datetime) -> datetime:
    """The moment that lies so much after `now`; raises AmountUnclear, OnlyForward, TooFar."""
    asked = " ".join(words.split())
    found = _WORDS.fullmatch(fold(asked))
    unit = UNITS.get(found[3]) if found is not None else None
    if found is None or unit is None:
        raise AmountUnclear(words=asked[:60])
    amount = int(found[2])
    if found[1] == "-" or amount == 0:
        raise OnlyForward
    too_far = TooFar(last_vi=date_vi(LAST_DAY), last_en=date_en(LAST_DAY), largest=LARGEST)
    if amount > LARGEST:
        raise too_far
    target = unit(calendar, now, amount)
    if calendar.date_of(target) > LAST_DAY:
        raise too_far
    return target


def _calendar(workplace: Workplace, now: datetime) -> Calendar:
    with workplace.database.reading() as session:
        school = schools.by_code(session, SCHOOL)
        version = calendars.current(session, school.id, now=now) if school is not None else None
        if version is None:
            raise NoSandbox
        return workplace.calendar(session, version.id)


def _working_days(calendar: Calendar, now: datetime, amount: int) -> datetime:
    """The same time of day, so many working days later."""
    ahead = calendar.add_working_days(now, amount).due_on - calendar.date_of(now)
    return now + ahead


def _working_hours(calendar: Calendar, now: datetime, amount: int) -> datetime:
    return calendar.add_working_hours(now, amount).due_at


def _on_the_clock(unit: timedelta) -> Callable[[Calendar, datetime, int], datetime]:
    return lambda calendar, now, amount: now + unit * amount


def _both(vi: str, en: str, way: Callable[[Calendar, datetime, int], datetime]) -> dict[str, _Way]:
    return {fold(vi): way, en: way, f"{en}s": way}


_Way = Callable[[Calendar, datetime, int], datetime]
UNITS: Mapping[str, _Way] = MappingProxyType(
    _both("ngày làm việc", "working day", _working_days)
    | _both("giờ làm việc", "working hour", _working_hours)
    | _both("phút", "minute", _on_the_clock(timedelta(minutes=1)))
    | _both("giờ", "hour", _on_the_clock(timedelta(hours=1)))
    | _both("ngày", "day", _on_the_clock(timedelta(days=1)))
    | _both("tuần", "week", _on_the_clock(timedelta(weeks=1)))
)
