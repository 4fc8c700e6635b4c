"""The time limits of a version in words, each with an example that anybody can count again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from processes.bundle import Bundle
from processes.engine import Limit, load, working_limits
from processes.forms.wording import Text
from processes.working_time.calendar import Calendar
from processes.working_time.date_words import (
    clock,
    date_en,
    date_vi,
    weekday_en,
    weekday_vi,
)
from processes.working_time.duration_words import Words, working_days, working_time
from processes.working_time.local_time import ZONE
from processes.working_time.refusals import WorkingTimeRefused

# The worked example of the procedure: a Friday afternoon before a make-up Saturday.
RECEIVED: Final = datetime(2026, 8, 21, 15, 0, tzinfo=ZONE)


@dataclass(frozen=True)
class VersionLimit:
    """A timer that counts working time; `example` is "" in both where it cannot be computed."""

    element: str
    host: str
    file: str
    limit: Text
    example: Text


def of_version(bundle: Bundle, calendar: Calendar) -> tuple[VersionLimit, ...]:
    """Every limit of a sound bundle, in order of files and lines."""
    return tuple(_limits(bundle, calendar))


def _limits(bundle: Bundle, calendar: Calendar) -> Iterator[VersionLimit]:
    drawn = load(bundle).elements
    for element, limit in sorted(
        working_limits(bundle).items(), key=lambda one: (drawn[one[0]].file, drawn[one[0]].line)
    ):
        amount = _amount(limit)
        anchor = _anchor(bundle, limit.anchor)
        yield VersionLimit(
            element=element,
            host=drawn[element].host or element,
            file=drawn[element].file,
            limit=Text(
                vi=f"{amount.vi} kể từ {anchor['vi']}", en=f"{amount.en} from {anchor['en']}"
            ),
            example=_example(limit, amount, calendar),
        )


def _amount(limit: Limit) -> Words:
    in_days = limit.function == "working_days"
    return working_days(limit.amount) if in_days else working_time(limit.amount * 3600)


def _anchor(bundle: Bundle, name: str) -> Text:
    declared = bundle.description["routing"].get(name, {})
    return Text(vi=str(declared.get("vi", name)), en=str(declared.get("en", name)))


def _example(limit: Limit, amount: Words, calendar: Calendar) -> Text:
    start = RECEIVED.date()
    since_vi = f"bắt đầu {weekday_vi(start)} {date_vi(start)} {clock(RECEIVED.time())}"
    since_en = f"begun at {clock(RECEIVED.time())} on {weekday_en(start)}, {date_en(start)}"
    try:
        if limit.function == "working_days":
            due_on = calendar.add_working_days(RECEIVED, limit.amount).due_on
            vi = f"thì hết {weekday_vi(due_on)} {date_vi(due_on)}"
            en = f"it ends with {weekday_en(due_on)}, {date_en(due_on)}"
        else:
            at = calendar.add_working_hours(RECEIVED, limit.amount).due_at.astimezone(ZONE)
            vi = f"thì hết lúc {clock(at.time())} {weekday_vi(at.date())} {date_vi(at.date())}"
            en = f"it ends at {clock(at.time())} on {weekday_en(at.date())}, {date_en(at.date())}"
    except WorkingTimeRefused:
        return Text(vi="", en="")
    return Text(
        vi=f"{amount.vi}: {since_vi} {vi}.",
        en=f"{amount.en}: {since_en}, {en}.",
    )
