"""`deadline`: a limit computed, with the sum that proves it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from processes.working_time.calendar import Calendar
from processes.working_time.date_words import date_vi, weekday_vi
from processes.working_time.local_time import ZONE
from processes.working_time.sums import days_sum, hours_sum
from processes.working_time.vietnam import calendar_of
from processes.working_time.words import end_of_days
from service.cli import opening
from service.cli.answers import Answer, answers, moment
from service.cli.calendars import of_school


class Moment(click.ParamType[datetime]):
    """`2026-08-21T15:00` on Vietnam's clock, or with an offset of its own."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"“{value}” không phải một thời điểm; viết năm-tháng-ngày, chữ T, giờ:phút, "
                "ví dụ 2026-08-21T15:00 / is no moment; write year-month-day, T, hour:minute, "
                "such as 2026-08-21T15:00",
                param,
                ctx,
            )
        return at if at.tzinfo is not None else at.replace(tzinfo=ZONE)


class Hours(click.ParamType[Decimal]):
    """`12` or `1.5`."""

    name = "hours"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.fail(
                f"“{value}” không phải một số giờ; ví dụ 12 hoặc 1.5 / "
                "is no number of hours; such as 12 or 1.5",
                param,
                ctx,
            )


@click.command()
@click.option("--school", "code", help="Mã trường. Code of the school.")
@click.option("--sessions", help='Thay cho trường. Instead of a school: "07:30-11:30,13:30-17:00".')
@click.option("--from", "since", type=Moment(), required=True, help="2026-08-21T15:00")
@click.option("--working-hours", "hours", type=Hours(), help="12")
@click.option("--working-days", "days", type=int, help="3")
@answers
def deadline(
    *,
    code: str | None,
    sessions: str | None,
    since: datetime,
    hours: Decimal | None,
    days: int | None,
) -> Answer:
    """When a limit in working hours or working days ends, and why.

    Tính một thời hạn. Sessions alone are worked Monday to Friday, with the national holidays and
    swaps of the seed.
    """
    calendar = _calendar(code, sessions)
    if hours is not None and days is None:
        return _in_hours(calendar, since, hours)
    if days is not None and hours is None:
        return _in_days(calendar, since, days)
    raise click.UsageError(
        "cho đúng một trong hai: --working-hours hoặc --working-days / "
        "give exactly one of the two: --working-hours or --working-days"
    )


def _calendar(code: str | None, sessions: str | None) -> Calendar:
    if sessions is not None and code is None:
        return calendar_of(sessions.split(","))
    if code is not None and sessions is None:
        with opening.database() as database:
            return of_school(database, code)
    raise click.UsageError(
        "cho đúng một trong hai: --school hoặc --sessions / "
        "give exactly one of the two: --school or --sessions"
    )


def _in_hours(calendar: Calendar, since: datetime, hours: Decimal) -> Answer:
    due = calendar.add_working_hours(since, hours)
    local = due.due_at.astimezone(calendar.zone)
    words = hours_sum(due.proof)
    return Answer(
        {"due_at": moment(due.due_at), "proof": [row.to_document() for row in due.proof]},
        [
            f"{local:%H:%M} {weekday_vi(local.date())}, {date_vi(local.date())}",
            words.vi,
            words.en,
        ],
    )


def _in_days(calendar: Calendar, since: datetime, days: int) -> Answer:
    due = calendar.add_working_days(since, days)
    words = days_sum(due.proof)
    return Answer(
        {"due_on": str(due.due_on), "proof": [row.to_document() for row in due.proof]},
        [end_of_days(calendar, due.due_on).vi, words.vi, words.en],
    )
