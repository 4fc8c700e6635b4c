"""`calendar show`; the commands that enter are in `calendar_entries.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

import click

from models import calendars
from models.database import Database
from processes.working_time.calendar import Calendar
from processes.working_time.date_words import weekday_vi
from processes.working_time.local_time import today
from processes.working_time.work_day import WorkDay
from processes.workplace import NoCalendar
from service.cli import opening
from service.cli.answers import Answer, answers, columns
from service.cli.calendar_words import Day
from service.cli.people import school_called


@click.group()
def calendar() -> None:
    """Working time of a school. Lịch làm việc của trường."""


@calendar.command()
@click.option("--school", "code", required=True, help="Mã trường. Code of the school.")
@click.option("--from", "since", type=Day(), help="Từ ngày (hôm nay). From this date; today.")
@click.option("--days", type=click.IntRange(1, 400), default=14, show_default=True)
@answers
def show(*, code: str, since: date | None, days: int) -> Answer:
    """Each date with its sessions, or why it is not worked, with the source.

    Từng ngày với các buổi làm việc.
    """
    with opening.database() as database:
        found = of_school(database, code)
    first = today(opening.now()) if since is None else since
    shown = [found.day(first + timedelta(n)) for n in range(days)]
    return Answer(
        {"school": code, "digest": found.digest, "days": [_document(day) for day in shown]},
        columns([_row(day) for day in shown]),
    )


def of_school(database: Database, code: str) -> Calendar:
    """The calendar that the school works by now; raises SchoolUnknown, NoCalendar."""
    with database.reading() as session:
        version = calendars.current(session, school_called(session, code).id, now=opening.now())
    if version is None:
        raise NoCalendar
    return Calendar.from_document(json.loads(version.document))


def _sessions(day: WorkDay) -> list[str]:
    return [f"{session.opens:%H:%M}-{session.closes:%H:%M}" for session in day.sessions]


def _document(day: WorkDay) -> Mapping[str, object]:
    reason = None if day.reason is None else day.reason.to_document()
    return {"date": str(day.date), "sessions": _sessions(day), "reason": reason}


def _row(day: WorkDay) -> tuple[str, ...]:
    reason = "" if day.reason is None else f"{day.reason.vi} / {day.reason.en}"
    return (str(day.date), weekday_vi(day.date), ", ".join(_sessions(day)), reason)
