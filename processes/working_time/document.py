"""The calendar document: what a school enters and what a calendar version keeps.

    {"format": 1, "zone": "Asia/Ho_Chi_Minh",
     "week": {"monday": ["07:30-11:30", "13:30-17:00"], ...},
     "seasons": [{"name": {"vi", "en"}, "from": date, "to": date, "week": {...}, "source": text}],
     "holidays": [{"date", "name": {"vi", "en"}, "source"}],
     "exceptions": [{"kind": "day_off", "date", "name": {"vi", "en"}, "source"},
                    {"kind": "make_up", "date", "for": date, "sessions": [...], "source"}],
     "closures": [{"from", "to", "name": {"vi", "en"}, "source"}]}

Only `zone` and `week` must be there; a weekday without sessions is not worked. Within an entry,
`en`, the `name` of a day off, the `sessions` of a make-up day and the `source` of a season may be
left out. Dates are ISO and `to` is the last day. A source is the title of a document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from processes.working_time.document_shape import check_shape
from processes.working_time.entries import Closure, DayOff, Holiday, MakeUp, Row, Season
from processes.working_time.refusals import DateTwice, SeasonsOverlap, ZoneUnknown
from processes.working_time.sessions import Week, read_week, write_week

FORMAT: Final = 1


@dataclass(frozen=True)
class CalendarDocument:
    """A document that has been checked; every list is in order of date."""

    zone: ZoneInfo
    week: Week
    seasons: tuple[Season, ...]
    holidays: tuple[Holiday, ...]
    exceptions: tuple[DayOff | MakeUp, ...]
    closures: tuple[Closure, ...]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "CalendarDocument":
        """Raises a CalendarRefused."""
        check_shape(document)
        holidays = [Holiday.read(row, where=where) for where, row in _rows(document, "holidays")]
        exceptions = [_exception(row, where=where) for where, row in _rows(document, "exceptions")]
        seasons = [Season.read(row, where=where) for where, row in _rows(document, "seasons")]
        closures = [Closure.read(row, where=where) for where, row in _rows(document, "closures")]
        _refuse_repeated((day.date for day in holidays), where="holidays")
        _refuse_repeated((day.date for day in exceptions), where="exceptions")
        seasons.sort(key=lambda season: season.since)
        _refuse_overlapping(seasons)
        return cls(
            zone=_zone(document["zone"]),
            week=read_week(document["week"], where="week"),
            seasons=tuple(seasons),
            holidays=tuple(sorted(holidays, key=lambda day: day.date)),
            exceptions=tuple(sorted(exceptions, key=lambda day: day.date)),
            closures=tuple(sorted(closures, key=lambda closure: (closure.since, closure.to))),
        )

    def to_document(self) -> dict[str, Any]:
        """The canonical form: every part is there, times have two digits, lists are in order."""
        return {
            "format": FORMAT,
            "zone": self.zone.key,
            "week": write_week(self.week),
            "seasons": [season.to_document() for season in self.seasons],
            "holidays": [day.to_document() for day in self.holidays],
            "exceptions": [day.to_document() for day in self.exceptions],
            "closures": [closure.to_document() for closure in self.closures],
        }


def _rows(document: Mapping[str, Any], part: str) -> Iterable[tuple[str, Row]]:
    return ((f"{part}[{index}]", row) for index, row in enumerate(document.get(part, ())))


def _exception(row: Row, *, where: str) -> DayOff | MakeUp:
    if row["kind"] == "make_up":
        return MakeUp.read(row, where=where)
    return DayOff.read(row, where=where)


def _refuse_repeated(dates: Iterable[date], *, where: str) -> None:
    seen: set[date] = set()
    for on in dates:
        if on in seen:
            raise DateTwice(date=on, where=where)
        seen.add(on)


def _refuse_overlapping(seasons: list[Season]) -> None:
    for earlier, later in pairwise(seasons):
        if later.since <= earlier.to:
            raise SeasonsOverlap(
                name_vi=later.name.vi,
                name_en=later.name.en,
                since=later.since,
                other_vi=earlier.name.vi,
                other_en=earlier.name.en,
            )


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    # A key such as "../x" is a ValueError and a folder of zones such as "Asia" an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ZoneUnknown(zone=key) from unknown
