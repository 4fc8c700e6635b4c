"""How dates and working weeks are typed on the command line."""

from __future__ import annotations

from datetime import date

import click

from processes.working_time.sessions import WEEKDAY_KEYS

SHORT = tuple(key[:3] for key in WEEKDAY_KEYS)
MONDAY_TO_FRIDAY = "mon-fri"

Span = tuple[date, date]
Week = dict[str, list[str]]


class Day(click.ParamType[date]):
    """`2026-08-24`."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"“{value}” không phải một ngày; viết năm-tháng-ngày, ví dụ 2026-08-21 / "
                "is no date; write year-month-day, such as 2026-08-21",
                param,
                ctx,
            )


class Days(click.ParamType[Span]):
    """`2026-07-01..2026-07-14`, the last day included."""

    name = "from..to"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Span:
        since, _dots, to = str(value).partition("..")
        try:
            return date.fromisoformat(since), date.fromisoformat(to)
        except ValueError:
            self.fail(f"“{value}”: 2026-07-01..2026-07-14", param, ctx)


class Weeks(click.ParamType[Week]):
    """`07:30-11:30,13:30-17:00` from Monday to Friday, or `mon-fri=...; sat=07:30-11:30`."""

    name = "sessions"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Week:
        if isinstance(value, dict):
            return value
        week: Week = {}
        for part in str(value).split(";"):
            days, equals, sessions = part.rpartition("=")
            for weekday in self._weekdays(days if equals else MONDAY_TO_FRIDAY, param, ctx):
                week[weekday] = [one.strip() for one in sessions.split(",") if one.strip()]
        return week

    def _weekdays(
        self, days: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        first, _dash, last = (one.strip().lower() for one in days.partition("-"))
        if first not in SHORT or (last or first) not in SHORT:
            self.fail(f"“{days.strip()}”: mon-fri, sat", param, ctx)
        return WEEKDAY_KEYS[SHORT.index(first) : SHORT.index(last or first) + 1]
