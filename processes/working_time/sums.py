"""The sum of a limit, that a person can check; in Vietnamese and English.

`Thứ Sáu 21/8, 15:00-17:00: 2 giờ; thứ Bảy 22/8 (làm bù cho 31/8): 7 giờ 30 phút; thứ Hai 24/8,
7:30-10:00: 2 giờ 30 phút. Cộng: 12 giờ làm việc.`

It is worked out from the proof alone, and so reads the same after the calendar has changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from processes.working_time.date_words import (
    NO_BREAK,
    clock,
    closing_clock,
    date_en,
    date_vi,
    day_en,
    day_vi,
    weekday_en,
    weekday_vi,
)
from processes.working_time.duration_words import Words, duration, working_days, working_time
from processes.working_time.proof import Interval, Proof
from processes.working_time.work_day import ReasonKind


@dataclass(frozen=True)
class SumRow:
    """A date in a sum: `thứ Bảy 22/8 (làm bù cho 31/8)`, `7 giờ 30 phút`.

    A date that does not count has why as its amount: `không tính (cuối tuần)`. `source` is the
    document behind the reason of the date. A label begins a line by `label.with_capital()`.
    """

    label: Words
    amount: Words
    counted: bool
    source: str | None


def hours_rows(proof: Proof) -> tuple[SumRow, ...]:
    """The first and the last date that count say from when to when; those between are whole."""
    counted = [row.date for row in proof if row.counted]
    ends = (counted[0], counted[-1])
    return tuple(
        _hours_row(tuple(intervals), proof, at_an_end=on in ends)
        for on, intervals in groupby(proof, key=lambda row: row.date)
    )


def hours_total(proof: Proof) -> Words:
    return working_time(_seconds(proof))


def hours_sum(proof: Proof) -> Words:
    """The dates that count, and the total."""
    return _sum((row for row in hours_rows(proof) if row.counted), hours_total(proof))


def days_rows(proof: Proof) -> tuple[SumRow, ...]:
    """Every date: the day of receipt, the counted days by number, the others with why not."""
    return tuple(_numbered(proof))


def days_total(proof: Proof) -> Words:
    return working_days(sum(row.counted for row in proof))


def days_sum(proof: Proof) -> Words:
    """Every date, counted or not, and the total."""
    return _sum(days_rows(proof), days_total(proof))


def _hours_row(intervals: Proof, proof: Proof, *, at_an_end: bool) -> SumRow:
    first = intervals[0]
    if not first.counted:
        return _skipped(first, proof)
    label = _label(first, proof)
    if at_an_end:
        spans = ", ".join(_span(interval) for interval in intervals)
        label = Words(f"{label.vi}, {spans}", f"{label.en}, {spans}")
    amount = duration(_seconds(intervals))
    return SumRow(label, amount, counted=True, source=_source(first))


def _numbered(proof: Proof) -> Iterator[SumRow]:
    number = 0
    for row in proof:
        if row.counted:
            number += 1
            amount = Words(f"ngày thứ{NO_BREAK}{number}", f"day{NO_BREAK}{number}")
            yield SumRow(_label(row, proof), amount, counted=True, source=_source(row))
        else:
            yield _skipped(row, proof)


def _skipped(row: Interval, proof: Proof) -> SumRow:
    amount = Words("không tính", "not counted")
    if row.reason is not None:
        amount = Words(f"{amount.vi} ({row.reason.vi})", f"{amount.en} ({row.reason.en})")
    return SumRow(_label(row, proof), amount, counted=False, source=_source(row))


def _label(row: Interval, proof: Proof) -> Words:
    """`thứ Bảy 22/8 (làm bù cho 31/8)`; with the year where the proof runs over its end."""
    label = _date(row.date, with_year=proof[0].date.year != proof[-1].date.year)
    if row.counted and row.reason is not None and row.reason.kind is ReasonKind.MAKE_UP:
        return Words(f"{label.vi} ({row.reason.vi})", f"{label.en} ({row.reason.en})")
    return label


def _date(on: date, *, with_year: bool) -> Words:
    vi, en = (date_vi(on), date_en(on)) if with_year else (day_vi(on), day_en(on))
    return Words(f"{weekday_vi(on)}{NO_BREAK}{vi}", f"{weekday_en(on)}{NO_BREAK}{en}")


def _seconds(intervals: Proof) -> int:
    return sum(interval.seconds or 0 for interval in intervals)


def _span(interval: Interval) -> str:
    if interval.opens is None or interval.closes is None:
        return ""
    return f"{clock(interval.opens)}-{closing_clock(interval.closes)}"


def _source(row: Interval) -> str | None:
    return row.reason.source if row.reason is not None else None


def _sum(rows: Iterable[SumRow], total: Words) -> Words:
    listed = list(rows)
    vi = "; ".join(f"{row.label.vi}: {row.amount.vi}" for row in listed)
    en = "; ".join(f"{row.label.en}: {row.amount.en}" for row in listed)
    return Words(f"{vi}. Cộng: {total.vi}.", f"{en}. Total: {total.en}.").with_capital()
