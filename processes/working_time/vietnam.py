"""The seed of a Vietnamese school's calendar: public holidays, and the swaps announced so far.

A seed and not the authority: a school or the office above it puts it right, each time with a
document. Holidays are those of Bộ luật Lao động 2019, Điều 112 [law], with the dates that the
package `holidays` works out. Five of its ways are not ours:

* It takes the day off of a swap as a holiday and keeps make-up Saturdays without their year. The
  swaps below are ours, in pairs; the package's are left out.
* It lacks the swap of 2026 (Friday 02/01 off, Saturday 10/01 worked).
* It takes 24/11 as a holiday from 2026 on. Until a document that enacts it is entered, that day,
  and the Monday after it, is worked.
* It has six days of Tết in 2025. Saturday 01/02 was no holiday but a weekly day of rest: the
  announcement counts five days, 27/01 to 31/01. A school that works on Saturdays works on it.
* It calls a day before the eve of Tết "29 Tết" also where the eve itself is the 29th.

Which days are off at Tết and beside 2/9 is announced each year. For a year whose announcement is
not known here the package's guess stands, and its source says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from holidays import country_holidays

from processes.working_time.calendar import Calendar
from processes.working_time.local_time import ZONE_NAME
from processes.working_time.sessions import WEEKDAY_KEYS

FIRST_YEAR: Final = 2024
LAST_YEAR: Final = 2030
DEMO_SESSIONS: Final = ("07:30-11:30", "13:30-17:00")

LABOUR_CODE: Final = "Bộ luật Lao động 2019, Điều 112"
AWAITED: Final = "ngày tính trước, chờ thông báo nghỉ lễ"
"""In the source of a date of a year whose announcement is not known here."""
ANNOUNCEMENTS: Final = {
    2024: "thông báo nghỉ Tết và lễ Quốc khánh năm 2024 của Bộ Lao động - Thương binh và Xã hội",
    2025: "thông báo nghỉ Tết và các ngày lễ năm 2025 của Bộ Lao động - Thương binh và Xã hội",
    2026: "thông báo nghỉ Tết và lễ Quốc khánh năm 2026 của Bộ Nội vụ",
}


@dataclass(frozen=True)
class Swap:
    """`day_off` is not worked, `make_up` is worked instead [law: the document in `source`]."""

    day_off: date
    make_up: date
    source: str


SWAPS: Final = (
    Swap(
        date(2024, 4, 29),
        date(2024, 5, 4),
        "công văn 2450/VPCP-KGVX năm 2024 về hoán đổi ngày làm việc dịp 30/4 và 1/5",
    ),
    Swap(
        date(2025, 5, 2),
        date(2025, 4, 26),
        "thông báo nghỉ Tết và các ngày lễ năm 2025 của Bộ Lao động - Thương binh và Xã hội",
    ),
    Swap(
        date(2026, 1, 2),
        date(2026, 1, 10),
        "văn bản 12729/VPCP-KGVX ngày 25/12/2025 về nghỉ Tết Dương lịch năm 2026",
    ),
    Swap(
        date(2026, 8, 31),
        date(2026, 8, 22),
        "thông báo nghỉ Tết và lễ Quốc khánh năm 2026 của Bộ Nội vụ",
    ),
)

_SUBSTITUTE: Final = "Ngày nghỉ (thay cho ngày"
_CULTURE_DAY: Final = "Ngày Văn hóa Việt Nam"
_BEFORE_EVE: Final = "29 Tết"
_NO_HOLIDAYS: Final = {date(2025, 2, 1)}


def demo_calendar() -> Calendar:
    """Monday to Friday, 7:30-11:30 and 13:30-17:00."""
    return calendar_of(DEMO_SESSIONS)


def calendar_of(sessions: Iterable[str]) -> Calendar:
    """The same sessions from Monday to Friday, with the seed. Raises a CalendarRefused."""
    texts = tuple(sessions)
    return Calendar.from_document(seed_document(dict.fromkeys(WEEKDAY_KEYS[:5], texts)))


def seed_document(week: dict[str, Sequence[str]]) -> dict[str, Any]:
    """A calendar document with this week and the holidays and swaps of the seed."""
    return {
        "format": 1,
        "zone": ZONE_NAME,
        "week": {weekday: list(sessions) for weekday, sessions in week.items()},
        "seasons": [],
        "holidays": [
            {"date": str(on), "name": {"vi": vi, "en": en}, "source": _source(on)}
            for on, vi, en in _holidays()
        ],
        "exceptions": [
            {"kind": "day_off", "date": str(swap.day_off), "source": swap.source} for swap in SWAPS
        ]
        + [
            {
                "kind": "make_up",
                "date": str(swap.make_up),
                "for": str(swap.day_off),
                "source": swap.source,
            }
            for swap in SWAPS
        ],
        "closures": [],
    }


@cache
def _holidays() -> tuple[tuple[date, str, str], ...]:
    """Date, Vietnamese and English name. Without `language` names follow the machine's locale."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    names_vi = country_holidays("VN", language="vi", years=years)
    names_en = country_holidays("VN", language="en_US", years=years)
    return tuple(
        (on, "Nghỉ Tết Nguyên Đán", "Lunar New Year holiday")
        if vi == _BEFORE_EVE
        else (on, vi, names_en[on])
        for on, vi in sorted(names_vi.items())
        if on not in _NO_HOLIDAYS and not vi.startswith((_SUBSTITUTE, _CULTURE_DAY))
    )


def _source(on: date) -> str:
    announcement = ANNOUNCEMENTS.get(on.year, f"{AWAITED} năm {on.year}")
    return f"{LABOUR_CODE}; {announcement}"
