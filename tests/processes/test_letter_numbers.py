"""Numbers of official letters: counted per school and year, or taken from the paper register."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from models import held, journal, letter_numbers
from models.cases import Case
from models.letter_numbers import Entry, LetterNumber, Register
from models.settings import Settings
from processes import cases, corrections, papers, tasks
from processes.forms.answers import AnswersRejected
from processes.history import verify_all
from tests import world as worlds
from tests.answers import answers_to, typed_moment
from tests.trials.copies import copy
from tests.world import START, Member, World

LETTER: dict[str, Any] = {
    "method": "letter",
    "agency": {"id": "other", "kind": "commune_committee", "name": "UBND xã An Bình"},
}
NEXT_YEAR = datetime.fromisoformat("2027-01-04T08:30:00+07:00")


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    built = worlds.build(settings)
    yield built
    built.close()


@pytest.fixture
def waiting(world: World) -> list[str]:
    """Cases whose letters wait for a signature."""
    report = answers_to("report", now=START)
    code = cases.open_by_report(
        world.workplace, world.school.id, report, by=world.lan.caller, now=START
    ).case_code
    done(world, code, "record_intake", world.an)
    done(world, code, "assess_risk", world.an)
    done(world, code, "decide_route", world.binh, route="refer", referral_reading="not_needed")
    done(world, code, "prepare_referral", world.an, **LETTER)
    copy(world, code, 4)
    with world.workplace.database.reading() as session:
        return list(session.scalars(select(Case.code).order_by(Case.code)))


def done(
    world: World, code: str, element: str, by: Member, *, at: datetime = START, **given: object
) -> int:
    """Complete the open task; the seq of its entry."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=at)
        assert case is not None
        task_id = next(task.id for task in case.tasks if task.element == element)
    answers = answers_to(element, now=at, **given)
    return tasks.complete(world.workplace, task_id, answers, by=by.caller, now=at).seq


def signed(world: World, code: str, *, at: datetime = START, **given: object) -> int:
    """The entry that signs the letter of the case."""
    return done(world, code, "sign_letter", world.binh, at=at, **given)


def number_of(world: World, code: str, seq: int) -> str:
    """The number that stands in the journal, with what corrected it."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=START)
        assert case is not None
        return str(papers.one(session, case, world.workplace.keys, seq)[-1].values["number"])


def registered(world: World) -> list[tuple[int, int]]:
    with world.workplace.database.reading() as session:
        rows = session.execute(
            select(LetterNumber.year, LetterNumber.number).order_by(
                LetterNumber.year, LetterNumber.number
            )
        )
        return [(year, number) for year, number in rows]


def test_an_empty_number_is_the_next_of_the_school_and_stands_in_the_journal(
    world: World, waiting: list[str]
) -> None:
    seqs = [signed(world, code) for code in waiting[:2]]
    found = [number_of(world, code, seq) for code, seq in zip(waiting, seqs, strict=False)]
    assert found == ["01/THCSA", "02/THCSA"]
    assert registered(world) == [(2026, 1), (2026, 2)]
    with world.workplace.database.reading() as session:
        case = held.by_code(session, waiting[0], now=START)
        assert case is not None
        entry = journal.entry(session, case.id, seqs[0])
        assert entry is not None
        content = journal.content_of(entry, case.data_key(world.workplace.keys))
    assert json.loads(content or b"")["answers"]["number"] == "01/THCSA"
    assert set(json.loads(entry.routing)) == {"signed", "sent_at"}
    assert [one for one in verify_all(world.workplace) if one.part is not None] == []


def test_counting_goes_on_after_the_number_of_the_paper_register(
    world: World, waiting: list[str]
) -> None:
    typed = ["45/CV-THCS", None, "7", None]
    found = [
        number_of(world, code, signed(world, code, number=number))
        for code, number in zip(waiting, typed, strict=False)
    ]
    assert found == ["45/CV-THCS", "46/CV-THCS", "7", "47/CV-THCS"]


def test_every_year_begins_with_one_by_the_day_on_which_the_letter_was_sent(
    world: World, waiting: list[str]
) -> None:
    one, late, new, _, _ = waiting
    signed(world, one)
    evening = typed_moment(datetime.fromisoformat("2026-12-31T16:30:00+07:00"))
    assert number_of(world, late, signed(world, late, at=NEXT_YEAR, sent_at=evening)) == "02/THCSA"
    assert number_of(world, new, signed(world, new, at=NEXT_YEAR)) == "01/THCSA"


def test_a_number_given_before_is_refused_at_its_field_and_uses_up_none(
    world: World, waiting: list[str]
) -> None:
    signed(world, waiting[0])
    code = waiting[1]
    for typed in ("1/THCSA", "01", "001/Khác"):
        with pytest.raises(AnswersRejected, match="has the number") as refused:
            signed(world, code, number=typed)
        assert [error.path for error in refused.value.errors] == ["number"]
    for typed in ("không số", "0/CV", "CV-12", "١٢/CV"):
        with pytest.raises(AnswersRejected, match="Write the number first"):
            signed(world, code, number=typed)
    assert number_of(world, code, signed(world, code)) == "02/THCSA"


def test_a_letter_that_is_sent_back_has_no_number(world: World, waiting: list[str]) -> None:
    back: dict[str, Any] = {
        "signed": "no",
        "changes_wanted": "Rút gọn.",
        "sent_at": None,
        "signed_as": None,
    }
    signed(world, waiting[0], **back)
    assert registered(world) == []


def mended(world: World, code: str, seq: int, **given: object) -> None:
    """Correct the signing; what was filed stays but for what is given."""
    raw = answers_to("sign_letter", now=START, **given)
    corrections.correct(
        world.workplace, code, seq, raw, reason="Ghi nhầm.", by=world.binh.caller, now=START
    )


def test_a_number_by_hand_is_corrected_in_the_register_too(
    world: World, waiting: list[str]
) -> None:
    code, other, *_ = waiting
    seq = signed(world, code, number="45/CV-THCS")
    counted = signed(world, other)
    mended(world, code, seq, number="54/CV-THCS")
    assert number_of(world, code, seq) == "54/CV-THCS"
    assert registered(world) == [(2026, 46), (2026, 54)]
    with pytest.raises(AnswersRejected, match="has the number"):
        mended(world, code, seq, number="46/CV-THCS")
    assert number_of(world, other, counted) == "46/CV-THCS"


def test_a_number_counted_here_stays_when_something_else_is_corrected(
    world: World, waiting: list[str]
) -> None:
    code = waiting[0]
    seq = signed(world, code)
    mended(world, code, seq, sent_how="post")
    assert number_of(world, code, seq) == "01/THCSA"
    with pytest.raises(AnswersRejected, match="was given by the system"):
        mended(world, code, seq, number="9/THCSA")
    assert registered(world) == [(2026, 1)]


def test_each_school_has_a_register_of_its_own(world: World, waiting: list[str]) -> None:
    signed(world, waiting[0])
    with world.workplace.database.transaction() as session:
        case = held.by_code(session, waiting[1], now=START)
        assert case is not None
        there = Register(world.other_school.id, 2026)
        given = letter_numbers.give_next(session, there, Entry(case.id, 99), symbol="THCSB")
    assert (given.number, given.symbol) == (1, "THCSB")
