"""Which sessions a date has and why.

A closure goes before an exception, an exception before a holiday, a holiday before the week: what
is more particular, and has its own document, wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from processes.working_time.date_words import beside_en, beside_vi
from processes.working_time.document import CalendarDocument
from processes.working_time.entries import DayOff, Holiday, MakeUp, Season
from processes.working_time.sessions import Sessions
from processes.working_time.work_day import NOT_IN_WEEK, WEEKEND, Reason, ReasonKind, WorkDay

_SATURDAY = 5


@dataclass(frozen=True)
class DayRules:
    content: CalendarDocument
    holidays: Mapping[date, Holiday]
    exceptions: Mapping[date, DayOff | MakeUp]
    made_up_on: Mapping[date, date]

    @classmethod
    def of(cls, content: CalendarDocument) -> "DayRules":
        return cls(
            content,
            holidays={day.date: day for day in content.holidays},
            exceptions={day.date: day for day in content.exceptions},
            made_up_on={
                day.replaces: day.date for day in content.exceptions if isinstance(day, MakeUp)
            },
        )

    def day(self, on: date) -> WorkDay:
        for closure in self.content.closures:
            if closure.since <= on <= closure.to:
                name = closure.name
                reason = Reason(ReasonKind.CLOSURE, name.vi, name.en, closure.source)
                return WorkDay(on, (), reason)
        match self.exceptions.get(on):
            case DayOff() as day_off:
                return WorkDay(on, (), self._why_off(day_off))
            case MakeUp() as make_up:
                own = make_up.sessions
                sessions = own if own is not None else self._usual_sessions(make_up.replaces)
                return WorkDay(on, sessions, _why_worked(make_up))
        holiday = self.holidays.get(on)
        if holiday is not None:
            name = holiday.name
            return WorkDay(on, (), Reason(ReasonKind.HOLIDAY, name.vi, name.en, holiday.source))
        return self._usual_day(on)

    def _usual_day(self, on: date) -> WorkDay:
        sessions = self._usual_sessions(on)
        if not sessions:
            return WorkDay(on, (), WEEKEND if on.weekday() >= _SATURDAY else NOT_IN_WEEK)
        season = self._season(on)
        if season is None:
            return WorkDay(on, sessions, None)
        name = season.name
        return WorkDay(on, sessions, Reason(ReasonKind.SEASON, name.vi, name.en, season.source))

    def _usual_sessions(self, on: date) -> Sessions:
        season = self._season(on)
        week = season.week if season is not None else self.content.week
        return week[on.weekday()]

    def _season(self, on: date) -> Season | None:
        seasons = self.content.seasons
        return next((season for season in seasons if season.since <= on <= season.to), None)

    def _why_off(self, day_off: DayOff) -> Reason:
        if day_off.name is not None:
            vi, en = day_off.name.vi, day_off.name.en
        elif day_off.date in self.made_up_on:
            made_up = self.made_up_on[day_off.date]
            vi = f"nghỉ hoán đổi, làm bù ngày {beside_vi(made_up, beside=day_off.date)}"
            en = f"day off, made up on {beside_en(made_up, beside=day_off.date)}"
        else:
            vi, en = "ngày nghỉ", "day off"
        return Reason(ReasonKind.DAY_OFF, vi, en, day_off.source)


def _why_worked(make_up: MakeUp) -> Reason:
    return Reason(
        ReasonKind.MAKE_UP,
        vi=f"làm bù cho {beside_vi(make_up.replaces, beside=make_up.date)}",
        en=f"made up for {beside_en(make_up.replaces, beside=make_up.date)}",
        source=make_up.source,
    )
