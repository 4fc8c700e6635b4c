"""Limits drawn as boundary timers, and what moves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from processes.engine import Entry, Span, TimerNotArmed, UndeclaredValue
from tests.processes.engine.calendar import OPENED_AT
from tests.processes.engine.case import Case
from tests.processes.engine.drawing import bundle, call, end, on_time, process, start, user

SINCE = "2026-08-21T08:00:00+00:00"
LIMITED = bundle(
    process(
        "p",
        start("s"),
        call("work", "q"),
        on_time(
            "twelve_hours",
            "work",
            "working_hours(12, since)",
            interrupting=False,
            deadline="referral",
            effect="missed",
        ),
        end("overdue"),
        user("last"),
        end("e"),
        flows="s -> work -> last -> e\ntwelve_hours -> overdue",
    ),
    process("q", start("qs"), user("a"), user("b"), end("qe"), flows="qs -> a -> b -> qe"),
)


def limit(hours: int, since: str = SINCE) -> Span:
    anchor = datetime.fromisoformat(since)
    return Span(
        limit="referral",
        effect="missed",
        host="work",
        timer="twelve_hours",
        timer_key="twelve_hours#1",
        unit="hours",
        amount=12,
        anchor="since",
        anchor_at=anchor,
        due_at=anchor + timedelta(hours=hours),
    )


def test_a_limit_runs_while_its_host_is_open() -> None:
    case = Case(LIMITED, since=SINCE)
    assert case.now.spans == (limit(12),)
    assert case.complete("a").spans == (limit(12),)
    assert case.complete("b").spans == ()


def test_a_limit_that_was_missed_still_runs() -> None:
    case = Case(LIMITED, since=SINCE)
    after = case.fire("twelve_hours")
    assert (after.timers, after.spans) == ((), (limit(12),))
    assert case.complete("a").spans == (limit(12),)
    with pytest.raises(TimerNotArmed):
        case.enter(Entry("timer_fired", OPENED_AT, "twelve_hours", "twelve_hours#1"))
    assert case.complete("b").spans == ()


def test_a_timer_never_fires_by_itself_however_late_the_entry() -> None:
    case = Case(LIMITED, since=SINCE)
    later = datetime(2036, 1, 1, tzinfo=UTC)
    after = case.complete_at(later, "a", {})
    assert [timer.key for timer in after.timers] == ["twelve_hours#1"]


def test_a_timer_fires_when_it_is_told_to_even_before_it_is_due() -> None:
    case = Case(LIMITED, since=SINCE)
    assert case.fire("twelve_hours", at=OPENED_AT - timedelta(days=9)).timers == ()


def test_a_corrected_moment_moves_the_limit_that_counts_from_it() -> None:
    case = Case(LIMITED, since=SINCE, kind="a")
    earlier = "2026-08-20T09:30:00+00:00"
    after = case.enter(
        Entry("corrected", OPENED_AT, routing={"since": earlier}, replaced={"since": SINCE})
    )
    assert after.spans == (limit(12, earlier),)
    assert after.timers[0].due_at == limit(12, earlier).due_at
    assert case.complete("a").routing["since"] == earlier


def test_a_correction_leaves_tokens_with_another_value_alone() -> None:
    case = Case(LIMITED, since=SINCE, kind="a")
    after = case.enter(Entry("corrected", OPENED_AT, routing={"kind": "c"}, replaced={"kind": "b"}))
    assert after.state_digest == Case(LIMITED, since=SINCE, kind="a").now.state_digest
    case.enter(Entry("corrected", OPENED_AT, routing={"kind": "c"}, replaced={"kind": "a"}))
    case.enter(Entry("corrected", OPENED_AT, routing={"flag": "yes"}))
    routing = case.complete("a").routing
    assert (routing["kind"], routing["flag"]) == ("c", "yes")


def test_a_limit_moved_by_hand_stays_when_something_else_is_corrected() -> None:
    case = Case(LIMITED, since=SINCE, kind="a")
    moved = "2026-08-25T17:00:00+07:00"
    case.enter(
        Entry("deadline_moved", OPENED_AT, task_key="twelve_hours#1", routing={"due_at": moved})
    )
    case.enter(Entry("corrected", OPENED_AT, routing={"kind": "b"}, replaced={"kind": "a"}))
    assert case.now.spans[0].due_at == datetime(2026, 8, 25, 10, tzinfo=UTC)
    with pytest.raises(UndeclaredValue):
        case.enter(Entry("deadline_moved", OPENED_AT, task_key="twelve_hours#1"))
    with pytest.raises(TimerNotArmed):
        case.enter(Entry("deadline_moved", OPENED_AT, task_key="other#1", routing={}))
