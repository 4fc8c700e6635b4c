"""Dates, times and ages as people write them in Vietnam."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from processes.forms.circumstances import Circumstances
from processes.forms.component import Component
from processes.forms.refusals import FieldError, Refused, known_parts, misshapen
from processes.forms.wording import Text
from processes.working_time.local_time import ZONE

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
OLDEST: Final = 120

_DATE: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{1,2})\s*(?:[:.]\s*|h\s*|g\s*|giờ\s*)([0-9]{2})", re.IGNORECASE)
_FULL_HOUR: Final = re.compile(r"([0-9]{1,2})\s*(?:h|g|giờ)", re.IGNORECASE)
_AGE: Final = re.compile(r"[0-9]{1,3}")


def read_date(component: Component, raw: Any, given: Circumstances) -> str | None:
    """A date as `2026-08-24`, from `24/8/2026` or the like; None when empty."""
    typed = _typed(raw)
    if not typed:
        return None
    day = _date(typed)
    today = _day(given.now)
    vi, en = _noun(component, vi="Ngày này", en="This date")
    if component.past and day > today:
        raise Refused.because(
            f"{vi} đang ở sau hôm nay ({spoken_date(today)})",
            f"{en} is after today ({spoken_date(today)})",
        )
    if component.future and day < _day(given.filed_at):
        raise Refused.because(
            f"{vi} đã qua; chọn từ hôm nay ({spoken_date(today)}) trở đi",
            f"{en} has passed; choose today ({spoken_date(today)}) or later",
        )
    first = given.latest(component.since)
    if first is not None and day < (known := _day(first.at)):
        raise Refused.because(
            f"{vi} đang ở trước {first.name['vi']} (ngày {spoken_date(known)}); xem lại ngày",
            f"{en} is before {first.name['en']} ({spoken_date(known)}); look at the day again",
        )
    return day.isoformat()


def read_moment(component: Component, raw: Any, given: Circumstances) -> str | None:
    """A moment as ISO UTC, from {"date", "time"} in Vietnam or an ISO text with its offset."""
    moment = _moment_of_parts(raw) if isinstance(raw, dict) else _moment_of_text(raw)
    if moment is None:
        return None
    vi, en = _noun(component, vi="Giờ này", en="This time")
    if component.past and moment > given.now:
        raise Refused.because(
            f"{vi} đang ở sau lúc này ({spoken_moment(given.now, 'ngày')})",
            f"{en} is after the present moment ({spoken_moment(given.now, 'on')})",
        )
    first = given.latest(component.since)
    # People write minutes: a known moment counts from the beginning of its own.
    if first is not None and moment < first.at.replace(second=0, microsecond=0):
        raise Refused.because(
            f"{vi} đang ở trước {first.name['vi']} ({spoken_moment(first.at, 'ngày')}); "
            "xem lại ngày giờ",
            f"{en} is before {first.name['en']} ({spoken_moment(first.at, 'on')}); "
            "look at the date and time again",
        )
    if component.past_days is not None:
        _refuse_too_old(component, moment, given.filed_at - timedelta(days=component.past_days))
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def read_birth(raw: Any, given: Circumstances) -> dict[str, Any] | None:
    """{"kind": "date", "date": ISO} or {"kind": "age", "age": years}; None when unknown."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise Refused.because(
            "Ghi ngày sinh, hoặc tuổi ước lượng", "Give the date of birth or an estimated age"
        )
    known_parts(raw, ("kind", "date", "age"))
    kind = _typed(raw.get("kind"), at="kind") or _kind_given(raw)
    if kind not in ("", "date", "age"):
        raise Refused.because(
            "Chọn biết ngày sinh, hoặc chỉ ước lượng được tuổi",
            "Choose a known date of birth or an estimated age",
            at="kind",
        )
    if kind == "date" and (typed := _typed(raw.get("date"), at="date")):
        born = _date(typed, at="date")
        today = _day(given.now)
        if born > today:
            raise Refused.because(
                f"Ngày sinh đang ở sau hôm nay ({spoken_date(today)})",
                f"The date of birth is after today ({spoken_date(today)})",
                at="date",
            )
        return {"date": born.isoformat(), "kind": "date"}
    if kind == "age" and (typed := _typed(raw.get("age"), at="age")):
        if not _AGE.fullmatch(typed) or int(typed) > OLDEST:
            raise Refused.because(
                f"Ghi tuổi bằng một số từ 0 đến {OLDEST}",
                f"Give the age as a number from 0 to {OLDEST}",
                at="age",
            )
        return {"age": int(typed), "kind": "age"}
    return None


def spoken_date(day: date) -> str:
    """`24/8/2026`."""
    return f"{day.day}/{day.month}/{day.year}"


def spoken_time(at: time) -> str:
    """`8:15`."""
    return f"{at.hour}:{at.minute:02d}"


def spoken_moment(at: datetime, between: str) -> str:
    """`8:15 ngày 24/8/2026` with `ngày` between, in Vietnam."""
    local = at.astimezone(ZONE)
    return f"{spoken_time(local.time())} {between} {spoken_date(local.date())}"


def _refuse_too_old(component: Component, moment: datetime, oldest: datetime) -> None:
    if moment >= oldest:
        return
    vi, en = _noun(component, vi="Giờ này", en="This time")
    advice = component.too_old or Text(vi="Xem lại năm", en="Look at the year again")
    raise Refused.because(
        f"{vi} cách đây hơn {component.past_days} ngày ({spoken_moment(moment, 'ngày')}). "
        f"{advice['vi']}",
        f"{en} is more than {component.past_days} days ago ({spoken_moment(moment, 'on')}). "
        f"{advice['en']}",
    )


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _noun(component: Component, *, vi: str, en: str) -> tuple[str, str]:
    noun = component.noun or Text(vi=vi, en=en)
    return noun["vi"], noun["en"]


def _typed(raw: Any, *, at: str = "") -> str:
    """What was typed, trimmed; a whole number is taken as typed."""
    if raw is None:
        return ""
    if not isinstance(raw, str | int) or isinstance(raw, bool):
        raise Refused(error.within(at) if at else error for error in misshapen().errors)
    return str(raw)[:100].strip()


def _date(typed: str, *, at: str = "") -> date:
    if match := _DATE.fullmatch(typed):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise Refused.because(
            "Ghi ngày theo kiểu ngày/tháng/năm, ví dụ 24/8/2026",
            "Write the date as day/month/year, for example 24/8/2026",
            at=at,
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused.because(
            f"Xem lại năm {year}: ghi một năm từ {FIRST_YEAR} đến {LAST_YEAR}",
            f"Look at the year {year} again: write one from {FIRST_YEAR} to {LAST_YEAR}",
            at=at,
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused.because(
            f"Không có ngày {day}/{month}/{year}; xem lại ngày và tháng",
            f"There is no {day}/{month}/{year}; look at the day and month again",
            at=at,
        ) from None


def _time(typed: str, *, at: str) -> time:
    match = _TIME.fullmatch(typed) or _FULL_HOUR.fullmatch(typed)
    hour, minute = (int(match[1]), int(match[2] if match.re is _TIME else 0)) if match else (99, 0)
    if hour > 23 or minute > 59:
        raise Refused.because(
            "Ghi giờ theo kiểu 24 giờ, ví dụ 8:30 hoặc 14:05",
            "Write the time by the 24-hour clock, for example 8:30 or 14:05",
            at=at,
        )
    return time(hour, minute)


def _moment_of_parts(raw: dict[str, Any]) -> datetime | None:
    known_parts(raw, ("date", "time"))
    typed = {part: _typed(raw.get(part), at=part) for part in ("date", "time")}
    if not any(typed.values()):
        return None
    errors: list[FieldError] = []
    read: dict[str, Any] = {}
    for part, reader, vi, en in (
        ("date", _date, "Ghi thêm ngày", "Add the date"),
        ("time", _time, "Ghi thêm giờ, ví dụ 8:30", "Add the time, for example 8:30"),
    ):
        try:
            if not typed[part]:
                raise Refused.because(vi, en, at=part)
            read[part] = reader(typed[part], at=part)
        except Refused as refused:
            errors += refused.errors
    if errors:
        raise Refused(errors)
    return datetime.combine(read["date"], read["time"], tzinfo=ZONE)


def _moment_of_text(raw: Any) -> datetime | None:
    typed = _typed(raw)
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise Refused.because(
            "Ghi ngày và giờ vào hai ô, ví dụ 24/8/2026 và 8:30",
            "Write date and time apart, for example 24/8/2026 and 8:30, or in ISO with an offset",
        )
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused.because(
            f"Xem lại năm {moment.year}: ghi một năm từ {FIRST_YEAR} đến {LAST_YEAR}",
            f"Look at the year {moment.year}: write one from {FIRST_YEAR} to {LAST_YEAR}",
        )
    return moment


def _kind_given(raw: dict[str, Any]) -> str:
    """The one that is filled, where nothing was chosen (the API, or a page of long ago)."""
    return next((part for part in ("date", "age") if raw.get(part) not in (None, "")), "")
