"""One date in a calendar: its sessions, and why they are what they are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from processes.working_time.sessions import Sessions


class ReasonKind(StrEnum):
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"
    CLOSURE = "closure"
    WEEKEND = "weekend"
    SEASON = "season"
    RECEIPT = "receipt"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True)
class Reason:
    """Why a date is worked or not, or why a part of it is not counted.

    `source` is the document that says so, None where the calendar's own week or season does.
    """

    kind: ReasonKind
    vi: str
    en: str
    source: str | None = None

    def to_document(self) -> dict[str, str | None]:
        return {"kind": self.kind.value, "vi": self.vi, "en": self.en, "source": self.source}

    @classmethod
    def from_document(cls, document: dict[str, str | None]) -> "Reason":
        return cls(
            ReasonKind(str(document["kind"])),
            vi=str(document["vi"]),
            en=str(document["en"]),
            source=document["source"],
        )


@dataclass(frozen=True)
class WorkDay:
    """`reason` is None on an ordinary worked day."""

    date: date
    sessions: Sessions
    reason: Reason | None

    @property
    def is_worked(self) -> bool:
        return bool(self.sessions)


WEEKEND = Reason(ReasonKind.WEEKEND, vi="cuối tuần", en="weekend")
NOT_IN_WEEK = Reason(
    ReasonKind.WEEKEND,
    vi="không làm việc theo lịch tuần",
    en="not worked in the weekly timetable",
)
RECEIPT = Reason(ReasonKind.RECEIPT, vi="ngày nhận", en="day of receipt")
OUTSIDE_HOURS = Reason(ReasonKind.OUTSIDE_HOURS, vi="sau giờ làm việc", en="after working hours")
