"""The language of conditions, timers and assignments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from processes.engine import expressions
from processes.engine.declared import Declared
from processes.engine.language import Limit, NoResult, Rejected, Scene
from tests.processes.engine.calendar import OPENED_AT, PlainCalendar

DECLARED = {
    "route": Declared("route", "choice", frozenset({"refer", "at_school"})),
    "approved": Declared("approved", "choice", frozenset({"yes", "no"})),
    "signed": Declared("signed", "choice", frozenset({"yes", "no"})),
    "received_at": Declared("received_at", "moment"),
    "submitted_at": Declared("submitted_at", "moment"),
    "review_on": Declared("review_on", "date"),
}
SET = {"route": "refer", "approved": "no", "received_at": "2026-08-21T08:00:00+00:00"}


def scene(**values: str) -> Scene:
    return Scene((SET | values).get, PlainCalendar(), OPENED_AT)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('route == "refer"', True),
        ("route != 'refer'", False),
        ('route in ("refer", "at_school")', True),
        ('route not in ("at_school",)', True),
        ('route == "refer" and approved == "yes"', False),
        ('route == "refer" or approved == "yes"', True),
        ('not approved == "yes"', True),
        ("approved == signed", False),
        ("signed is None", True),
        ("signed is not None", False),
        ('signed == "yes"', False),
        ("received_at == submitted_at", False),
    ],
)
def test_a_condition_compares(source: str, expected: bool) -> None:
    assert expressions.condition(source, DECLARED).compiled(scene()) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("working_hours(12, received_at)", "2026-08-21T20:00:00+00:00"),
        ("working_days(3, received_at)", "2026-08-24T08:00:00+00:00"),
        ("on_date(review_on)", "2026-09-17T17:00:00+00:00"),
        ("now()", "2026-08-21T08:00:00+00:00"),
        ("received_at", "2026-08-21T08:00:00+00:00"),
    ],
)
def test_a_timer_is_a_moment_in_utc(source: str, expected: str) -> None:
    found = expressions.moment(source, DECLARED)
    assert found.compiled(scene(review_on="2026-09-18")) == expected


def test_a_date_begins_in_the_zone_of_the_school() -> None:
    found = expressions.moment("on_date(review_on)", DECLARED).compiled(
        scene(review_on="2026-09-18")
    )
    assert isinstance(found, str)
    assert datetime.fromisoformat(found) == datetime(2026, 9, 17, 17, tzinfo=UTC)


def test_a_limit_whose_moment_is_not_set_has_no_result() -> None:
    with pytest.raises(NoResult):
        expressions.moment("working_days(3, submitted_at)", DECLARED).compiled(scene())


def test_a_limit_is_read_from_exactly_one_call() -> None:
    limit = expressions.limit("working_hours(12, received_at)")
    assert limit == Limit("working_hours", 12, "received_at")
    assert expressions.limit("now()") is None


def test_assignments_are_lines_of_name_and_expression() -> None:
    found = expressions.assignments('\n  submitted_at = now()\n  route = "refer"\n', DECLARED)
    assert [name for name, _ in found] == ["submitted_at", "route"]


@pytest.mark.parametrize(
    "source",
    [
        'route == "elsewhere"',
        'route in ("refer", "elsewhere")',
        "route == approved",
        'rout == "refer"',
        "route == received_at",
        'received_at == "2026-08-21"',
        "route",
        '"refer"',
        "route ==",
        '1 < 2 and route == "refer"',
        'route < "refer"',
        'route == "refer" == "refer"',
        'route is "refer"',
        'route in "refer"',
        "now()",
        "",
    ],
)
def test_what_is_no_comparison_of_declared_values_is_no_condition(source: str) -> None:
    with pytest.raises(Rejected):
        expressions.condition(source, DECLARED)


@pytest.mark.parametrize(
    "source",
    [
        '"2026-08-21T08:00:00+00:00"',
        '"PT12H"',
        "review_on",
        "working_hours(received_at, 12)",
        "working_hours(12, review_on)",
        "working_hours(0, received_at)",
        "working_hours(-1, received_at)",
        "working_hours(1001, received_at)",
        "working_hours(1.5, received_at)",
        "working_hours(True, received_at)",
        "working_hours(12, start=received_at)",
        "working_hours(*(12, received_at))",
        "on_date(received_at)",
        "now(received_at)",
        "tomorrow()",
        'route == "refer"',
    ],
)
def test_what_is_no_moment_is_no_timer(source: str) -> None:
    with pytest.raises(Rejected):
        expressions.moment(source, DECLARED)


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "submitted_at",
        "submitted_at += now()",
        "a = b = now()",
        "submitted_at = now(); route = 'refer'",
        "submitted_at: str = now()",
        "unknown = now()",
        'route = "elsewhere"',
        "route = approved",
        "route = now()",
        "submitted_at = review_on",
        "submitted_at = None",
        'route = "refer" == "refer"',
    ],
)
def test_what_is_no_assignment_of_a_declared_type_is_no_script(source: str) -> None:
    with pytest.raises(Rejected):
        expressions.assignments(source, DECLARED)
