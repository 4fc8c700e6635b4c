"""Moving the clock of a sandbox by words; only forward, by an administrator, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import appointments, people
from models.refusals import Refusal
from processes import sandbox, sign_in
from processes.permissions import Caller, NotPermitted
from processes.sandbox import AmountUnclear, MovedMeanwhile, NoSandbox, OnlyForward, TooFar
from processes.working_time.local_time import today
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from tests.filled import NOW
from tests.sandboxes import as_sandbox

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = datetime(2026, 8, 21, 15, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "later"),
    [
        ("+3 ngày làm việc", "2026-08-25T15:00"),  # Saturday is worked
        ("+2 giờ làm việc", "2026-08-21T17:00"),
        ("+12 giờ làm việc", "2026-08-24T10:00"),
        ("+30 phút", "2026-08-21T15:30"),
        ("+4 giờ", "2026-08-21T19:00"),
        ("+1 ngày", "2026-08-22T15:00"),
        ("+2 tuần", "2026-09-04T15:00"),
        ("  3   ngay lam viec ", "2026-08-25T15:00"),
        ("+1 working day", "2026-08-22T15:00"),
        ("+3 Working Days", "2026-08-25T15:00"),
        ("+1 working hour", "2026-08-21T16:00"),
        ("+45 minutes", "2026-08-21T15:45"),
        ("1 day", "2026-08-22T15:00"),
    ],
)
def test_words_tell_how_far_the_clock_moves(words: str, later: str) -> None:
    found = sandbox.later(demo_calendar(), words, now=FRIDAY)
    assert found == datetime.fromisoformat(later).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("-3 ngày làm việc", OnlyForward),
        ("+0 phút", OnlyForward),
        ("", AmountUnclear),
        ("mai", AmountUnclear),
        ("+3", AmountUnclear),
        ("+ba ngày", AmountUnclear),
        ("+3 ngày nghỉ", AmountUnclear),
        ("+1.5 giờ", AmountUnclear),
        ("+9999999 phút", AmountUnclear),
        ("+٣ ngày", AmountUnclear),
        ("+1001 phút", TooFar),
        ("+1000 tuần", TooFar),
    ],
)
def test_what_does_not_move_it_forward_is_refused_in_a_sentence(
    words: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        sandbox.later(demo_calendar(), words, now=FRIDAY)
    for language in ("vi", "en"):
        assert refused.value.sentence(language).endswith(".")


@pytest.fixture
def khanh(workplace: Workplace) -> Caller:
    """The administrator of the demo."""
    return caller(workplace, "khanh")


def caller(workplace: Workplace, name: str) -> Caller:
    with workplace.database.reading() as session:
        person = people.by_sign_in_name(session, name)
        assert person is not None
        held = appointments.in_force(session, person.id, on=today(NOW))
        return sign_in.caller_of(person, tuple(held))


def offset(workplace: Workplace) -> timedelta:
    found = workplace.clock.offset()
    assert found is not None
    return found


def test_an_administrator_moves_the_clock_of_a_sandbox(workplace: Workplace, khanh: Caller) -> None:
    as_sandbox(workplace)
    seen, now = offset(workplace), workplace.clock.now()

    target = sandbox.advance(workplace, "+12 giờ làm việc", seen=seen, by=khanh, now=now)

    assert target.astimezone(ZONE).replace(second=0) == FRIDAY.replace(day=24, hour=10)
    assert abs(workplace.clock.now() - target) < timedelta(seconds=30)
    assert abs(workplace.clock.server_now() - datetime.now(UTC)) < timedelta(seconds=30)


def test_a_form_sent_twice_moves_it_once(workplace: Workplace, khanh: Caller) -> None:
    as_sandbox(workplace)
    seen, now = offset(workplace), workplace.clock.now()
    sandbox.advance(workplace, "+1 ngày", seen=seen, by=khanh, now=now)
    with pytest.raises(MovedMeanwhile):
        sandbox.advance(workplace, "+1 ngày", seen=seen, by=khanh, now=now)
    assert offset(workplace) - seen == timedelta(days=1)


def test_nobody_else_moves_it(workplace: Workplace) -> None:
    as_sandbox(workplace)
    seen, now = offset(workplace), workplace.clock.now()
    for name in ("an", "binh", "chi", "giang", "lan"):
        with pytest.raises(NotPermitted):
            sandbox.advance(workplace, "+1 ngày", seen=seen, by=caller(workplace, name), now=now)
    assert offset(workplace) == seen


def test_what_is_no_sandbox_keeps_its_clock(workplace: Workplace, khanh: Caller) -> None:
    with pytest.raises(NoSandbox):
        sandbox.advance(workplace, "+1 ngày", seen=timedelta(), by=khanh, now=NOW)
    assert abs(workplace.clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
