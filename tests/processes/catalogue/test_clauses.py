"""The clause register and the diagrams speak of the same things."""

from collections.abc import Mapping
from datetime import date

import pytest

from processes.bundle import Bundle, catalogue
from processes.clauses import Clause, RegisterUnreadable, clauses
from processes.engine import load

BUNDLE = catalogue("school_social_work")
CLAUSES = tuple(clauses(BUNDLE).values())
OURS = ("reading", "design")
ROW = """
[[clause]]
id = "a"
place = "p"
standing = "law"
kind = "duty"
vi = "v"
en = "e"
elements = ["x"]
"""


@pytest.fixture(scope="module")
def register() -> Mapping[str, Clause]:
    return clauses(BUNDLE)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_a_clause_is_fulfilled_by_elements_or_outside_for_a_reason(clause: Clause) -> None:
    assert bool(clause.elements) != (clause.outside is not None)


def test_elements_and_clauses_name_each_other(register: Mapping[str, Clause]) -> None:
    in_diagrams = {
        (element.id, clause)
        for element in load(BUNDLE).elements.values()
        for clause in element.properties.get("clause", "").replace(",", " ").split()
    }
    in_register = {(element, c.id) for c in register.values() for element in c.elements}
    assert in_diagrams == in_register


def test_every_user_task_fulfils_a_clause() -> None:
    tasks = [e for e in load(BUNDLE).elements.values() if e.kind == "userTask"]
    assert [task.id for task in tasks if not task.properties.get("clause")] == []


def test_readings_and_designs_give_their_reason_and_readings_what_they_read(
    register: Mapping[str, Clause],
) -> None:
    for clause in register.values():
        assert (clause.reason is not None) == (clause.standing in OURS), clause.id
        assert (clause.reads is not None) == (clause.standing == "reading"), clause.id
        assert clause.reads is None or register[clause.reads].standing == "source"


def test_both_readings_of_what_exceeds_the_school_stand_side_by_side(
    register: Mapping[str, Clause],
) -> None:
    both = [c.id for c in register.values() if c.reads == "004-II.3.2.3.c-1"]
    assert {"reading-exceeding_all", "reading-exceeding_others"} <= set(both)


def test_every_part_of_the_sources_with_duties_is_registered(
    register: Mapping[str, Clause],
) -> None:
    places = [c.place for c in register.values() if c.standing == "source"]
    parts = ["004 II.3.", "004 III.", "004 V.", "004 VI", "000 III.", "000 IV.", "000 V", "000 VII"]
    assert all(any(place.startswith(part) for place in places) for part in parts)


def test_the_four_forms_are_registered_with_the_tasks_that_fill_them_in(
    register: Mapping[str, Clause],
) -> None:
    forms = [c.elements for c in register.values() if c.kind == "form" and c.standing == "source"]
    assert forms == [
        ("record_intake",),
        ("assess_risk",),
        ("plan_intervention",),
        ("review_student",),
    ]


def test_the_limits_of_the_process_are_registered(register: Mapping[str, Clause]) -> None:
    for limit in BUNDLE.description["limits"].values():
        assert register[limit["clause"]].kind == "limit"


@pytest.mark.parametrize(
    ("clause", "last_day"),
    [
        ("004-VI-3", date(2026, 11, 4)),
        ("004-VI-2", date(2026, 11, 9)),
        ("000-VII-1", date(2026, 12, 24)),
    ],
)
def test_before_a_day_means_by_the_end_of_the_day_before(
    clause: str, last_day: date, register: Mapping[str, Clause]
) -> None:
    assert register[clause].last_day(2026) == last_day


def test_only_a_report_date_has_a_last_day(register: Mapping[str, Clause]) -> None:
    with pytest.raises(ValueError, match="004-VI-1"):
        register["004-VI-1"].last_day(2026)


def test_a_bundle_without_a_register_has_no_clauses() -> None:
    assert clauses(Bundle({})) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        "[[clause",
        '[[clause]]\nid = "a"',
        ROW * 2,
        ROW.replace('"law"', '"lore"'),
        ROW + 'outside = "nowhere"\n',
        ROW + 'before = "13-01"\n',
    ],
    ids=["no toml", "incomplete", "twice", "standing", "unknown reason", "no such month"],
)
def test_a_register_that_cannot_be_right_is_refused(wrong: str) -> None:
    with pytest.raises(RegisterUnreadable, match=r"clauses\.toml"):
        clauses(Bundle({"clauses.toml": wrong.encode()}))
