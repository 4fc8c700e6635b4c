"""Limits of a case: when one begins to run, and what meets it, stops it or lets it be missed. Pure.

A limit stands in the diagram as a timer on what it spans. Its row is keyed by the limit's name and
its anchor moment, so the twelve hours drawn on intake and on the sending of the referral are one
row: open while either is open, met by the act, missed when the act did not come in time, not
applicable when the case goes another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from models.deadlines import DeadlineRow, DeadlineState, LimitUnit
from models.journal import canonical
from processes.engine import Diagrams, Entry, Span
from processes.progress import Applied
from processes.working_time.calendar import Calendar
from processes.working_time.proof import Interval, read_proof
from processes.working_time.work_day import ReasonKind

Key = tuple[str, datetime]
Rows = Mapping[Key, DeadlineRow]
CORRECTED = "anchor_corrected"
RECOUNTING = frozenset({"deadline_moved", "calendar_changed"})
"""Kinds of entries by which the limits that run are computed anew, by a new calendar version."""


@dataclass(frozen=True)
class Reckoning:
    """By what a limit is computed: the calendar version in force for the entry."""

    calendar: Calendar
    calendar_version_id: int


def key_of(row: DeadlineRow | Span) -> Key:
    """What makes a deadline one: its limit and the moment from which it counts."""
    return (row.limit if isinstance(row, Span) else row.limit_name, row.anchor_at)


def begun(span: Span, reckoning: Reckoning, clause: str | None) -> DeadlineRow:
    """A new row for a limit that has begun to run, with its proof."""
    calendar = reckoning.calendar
    if span.unit == "hours":
        hours = calendar.add_working_hours(span.anchor_at, span.amount)
        due_at, due_on, proof = hours.due_at, None, hours.proof
    else:
        days = calendar.add_working_days(span.anchor_at, span.amount)
        due_at, due_on, proof = days.due_at, days.due_on, days.proof
    return DeadlineRow(
        limit_name=span.limit,
        anchor_name=span.anchor,
        anchor_at=span.anchor_at,
        unit=LimitUnit(span.unit),
        amount=span.amount,
        clause=clause,
        due_at=due_at,
        due_on=due_on,
        calendar_version_id=reckoning.calendar_version_id,
        proof=canonical([interval.to_document() for interval in proof]),
    )


def fired(row: DeadlineRow, effect: str, *, seq: int) -> DeadlineRow:
    """The row after its timer fired: the alarm was raised, or the limit was missed."""
    if row.state is not DeadlineState.OPEN:
        return row
    if effect == "alarm":
        return replace(row, alarmed_at=row.alarmed_at or row.due_at)
    return replace(row, state=DeadlineState.MISSED, closed_seq=seq)


def acted(row: DeadlineRow, act_at: datetime, *, recorded_at: datetime, seq: int) -> DeadlineRow:
    """The row after the act: what counts is the moment of the act, not that of its recording.

    An act in time that was recorded late is marked so, and puts right a limit already missed.
    """
    if row.state in (DeadlineState.MET, DeadlineState.NOT_APPLICABLE):
        return row
    in_time = act_at <= row.due_at if row.unit is LimitUnit.HOURS else act_at < row.due_at
    return replace(
        row,
        state=DeadlineState.MET if in_time else DeadlineState.MISSED,
        act_at=act_at,
        recorded_at=recorded_at,
        recorded_late=in_time and recorded_at > row.due_at,
        closed_seq=seq if row.closed_seq is None else row.closed_seq,
    )


def stopped(row: DeadlineRow, reason: str, *, seq: int) -> DeadlineRow:
    """The row after the case went another way: the limit does not apply, for this reason."""
    return replace(row, state=DeadlineState.NOT_APPLICABLE, reason=reason, closed_seq=seq)


def recounted(row: DeadlineRow, reckoning: Reckoning) -> DeadlineRow:
    """The row by another calendar version, itself where neither its end nor its sum changes.

    Only a limit that runs moves: one that was met, missed or stopped stays as it was.
    """
    if row.state is not DeadlineState.OPEN:
        return row
    anew = begun(_span(row, row.anchor_at), reckoning, row.clause)
    if (anew.due_at, anew.due_on) == (row.due_at, row.due_on) and _sum(anew) == _sum(row):
        return row
    return replace(
        row,
        due_at=anew.due_at,
        due_on=anew.due_on,
        proof=anew.proof,
        calendar_version_id=anew.calendar_version_id,
    )


def settle(
    rows: Rows,
    applied: Applied,
    diagrams: Diagrams,
    reckoning: Reckoning,
    *,
    seq: int,
    recorded_at: datetime,
) -> Rows:
    """The rows after the entry `seq`: begun, moved, fired, met, stopped."""
    spans = {key_of(span): span for span in applied.step.spans}
    after = dict(rows)
    if applied.entry.kind == "corrected":
        after = _with_corrected_anchor(after, applied.entry, reckoning, seq=seq)
    if applied.entry.kind in RECOUNTING:
        after = {key: recounted(row, reckoning) for key, row in after.items()}
    for key, span in spans.items():
        if key not in after:
            after[key] = begun(
                span, reckoning, diagrams.elements[span.timer].properties.get("clause")
            )
    _fire(after, applied, diagrams, seq=seq)
    _meet(after, applied, diagrams, seq=seq, recorded_at=recorded_at)
    for key, row in after.items():
        if row.state is DeadlineState.OPEN and key not in spans:
            after[key] = stopped(row, _reason(applied.entry), seq=seq)
    return after


def _fire(after: dict[Key, DeadlineRow], applied: Applied, diagrams: Diagrams, *, seq: int) -> None:
    entry = applied.entry
    drawn = diagrams.deadlines.get(entry.element or "")
    if entry.kind != "timer_fired" or drawn is None:
        return
    for span in applied.step.spans:
        if span.timer_key == entry.task_key:
            after[key_of(span)] = fired(after[key_of(span)], drawn.effect, seq=seq)


def _meet(
    after: dict[Key, DeadlineRow],
    applied: Applied,
    diagrams: Diagrams,
    *,
    seq: int,
    recorded_at: datetime,
) -> None:
    entry = applied.entry
    if entry.kind != "completed" or entry.element is None:
        return
    properties = diagrams.elements[entry.element].properties
    act_at = _act_at(entry, properties)
    if act_at is None:
        return
    for key, row in after.items():
        anchor = applied.step.routing.get(row.anchor_name)
        if (
            row.limit_name == properties.get("meets")
            and anchor is not None
            and datetime.fromisoformat(anchor) == row.anchor_at
        ):
            after[key] = acted(row, act_at, recorded_at=recorded_at, seq=seq)


def _act_at(entry: Entry, properties: Mapping[str, str]) -> datetime | None:
    """When the act happened; None where nothing has happened yet (a letter sent back)."""
    if "act_at" not in properties:
        return entry.at
    named = entry.routing.get(properties["act_at"])
    return None if named is None else datetime.fromisoformat(named)


def _with_corrected_anchor(
    rows: Rows, entry: Entry, reckoning: Reckoning, *, seq: int
) -> dict[Key, DeadlineRow]:
    """The rows after t0 was corrected: anew from the right one, those of the wrong one stopped."""
    after: dict[Key, DeadlineRow] = {}
    for key, row in rows.items():
        after[key] = row
        was, now = entry.replaced.get(row.anchor_name), entry.routing.get(row.anchor_name)
        if was is not None and now is not None and datetime.fromisoformat(was) == row.anchor_at:
            anew = _computed_anew(row, datetime.fromisoformat(now), reckoning)
            after[key] = stopped(row, CORRECTED, seq=seq)
            after[key_of(anew)] = anew
    return after


def _computed_anew(row: DeadlineRow, anchor_at: datetime, reckoning: Reckoning) -> DeadlineRow:
    anew = begun(_span(row, anchor_at), reckoning, row.clause)
    if row.act_at is not None and row.recorded_at is not None and row.closed_seq is not None:
        return acted(anew, row.act_at, recorded_at=row.recorded_at, seq=row.closed_seq)
    if row.state is DeadlineState.NOT_APPLICABLE:
        return replace(anew, state=row.state, reason=row.reason, closed_seq=row.closed_seq)
    return anew


def _span(row: DeadlineRow, anchor_at: datetime) -> Span:
    """The limit of the row as it is counted from this moment."""
    return Span(
        limit=row.limit_name,
        effect="",
        host="",
        timer="",
        timer_key="",
        unit=row.unit.value,
        amount=row.amount,
        anchor=row.anchor_name,
        anchor_at=anchor_at,
        due_at=row.due_at,
    )


def _sum(row: DeadlineRow) -> list[Interval]:
    """The proof as a person reads it: that a season gives a date its usual hours is not told."""
    return [
        replace(day, reason=None)
        if day.reason is not None and day.reason.kind is ReasonKind.SEASON
        else day
        for day in read_proof(row.proof)
    ]


def _reason(entry: Entry) -> str:
    """Why a limit no longer runs: the answer that led the case another way, or what ended it."""
    for name in ("early_end", "route", "agency_answer", "conclusion"):
        if name in entry.routing:
            return f"{name}={entry.routing[name]}"
    return entry.element or entry.kind
