"""Ladders and notices as an owner writes them: read, and what is wrong found before publishing."""

from __future__ import annotations

from datetime import date

import pytest

from models.notices import Grade, Notice
from processes import checks, definitions
from processes.bundle import Bundle, catalogue
from processes.engine import DiagramsRejected, load
from processes.ladders import FILE, ladders
from processes.notices import Worded, worded
from tests.processes.watching import at

CATALOGUE = catalogue("school_social_work")


def changed(file: str, old: str, new: str) -> Bundle:
    """The catalogue with one change in a file."""
    text = CATALOGUE.files[file].decode()
    assert old in text
    return Bundle({**CATALOGUE.files, file: text.replace(old, new, 1).encode()})


def without(*files: str) -> Bundle:
    return Bundle({name: raw for name, raw in CATALOGUE.files.items() if name not in files})


def test_the_catalogue_has_every_ladder_that_its_diagrams_name() -> None:
    assert checks.of_bundle(CATALOGUE) == ()
    named = {one.properties.get("ladder") for one in load(CATALOGUE).elements.values()} - {None}
    assert named == set(ladders(CATALOGUE).ladders)
    assert named == {
        "task_waiting",
        "lasting_task",
        "referral_deadline",
        "plan_approval_deadline",
        "review_day",
        "agency_silent",
        "emergency",
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (FILE, "[task_waiting.title]", "[[[", "Unreadable"),
        ("school_social_work.bpmn", 'value="emergency"', 'value="gone"', "no ladder “gone”"),
        (FILE, 'when = "half"', 'when = "hafl"', "“hafl” is no moment"),
        (FILE, 'when = "start + minutes(30)"', 'when = "start + minutes(0)"', "is no moment"),
        (FILE, 'to = "head"', 'to = "nobody"', "is not right: to = 'nobody'"),
        (FILE, 'grade = "reminder"', 'grade = "loud"', "grade = 'loud'"),
        (FILE, "urgent = true", "hurry = true", "? hurry"),
        (FILE, '\nrepeat = "working_day"', '\nrepeat = "hour"', "repeat = 'hour'"),
        (FILE, 'name = "five_days"', 'name = "two_days"', "the same name"),
        (
            FILE,
            'notice = "task_waiting"',
            'notice = "nothing"',
            "notices/nothing.vi.txt is missing",
        ),
        (FILE, 'when = "start + working_days(2)"', 'when = "due"', "there is none here"),
        (FILE, 'en = "Review day"', "", "needs title"),
        ("notices/task_waiting.vi.txt", "{task}", "{child}", "{child} cannot be used"),
        ("notices/task_waiting.vi.txt", "{task}", "{task.x}", "{task.x} cannot be used"),
        ("notices/task_waiting.en.txt", "{task}", "{task", "Unreadable"),
        ("notices/task_waiting.en.txt", "{task}", "{due}", "{due}, and there is none here"),
        ("notices/over_managing_body.vi.txt", "{code}", "{task}", "{task} cannot be used"),
        ("notices/managing_body.en.txt", "{code}", "{due}", "{due} cannot be used"),
    ],
)
def test_what_is_wrong_is_found_before_publishing(file: str, old: str, new: str, said: str) -> None:
    bundle = changed(file, old, new)

    found = checks.of_bundle(bundle)

    assert any(said in one.message_en for one in found), found
    assert all(one.message_vi and one.rule == "ladder" for one in found)
    with pytest.raises(DiagramsRejected):
        definitions.check(bundle)


def test_only_the_last_rung_may_repeat() -> None:
    text = CATALOGUE.files[FILE].decode()
    first = text.index('notice = "task_waiting"')
    raw = text[:first] + 'repeat = "working_day"\n' + text[first:]
    found = checks.of_bundle(Bundle({**CATALOGUE.files, FILE: raw.encode()}))
    assert any("Only the last rung may repeat" in one.message_en for one in found)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_text_missing_in_a_language_is_found(language: str) -> None:
    file = f"notices/review_day.{language}.txt"
    (found,) = checks.of_bundle(without(file))
    assert (found.file, found.message_en) == (file, f"The file {file} is missing.")


def test_a_process_without_ladders_is_told_that_its_diagrams_name_them() -> None:
    found = checks.of_bundle(without(FILE))
    assert {one.rule for one in found} == {"ladder"}
    assert all(one.line > 0 for one in found)


def notice(name: str, grade: Grade, **more: object) -> Notice:
    return Notice(
        name=name,
        grade=grade,
        awaited="approve_plan",
        started_at=at(21, 15),
        due_at=more.get("due_at"),
        due_on=more.get("due_on"),
    )


def say(one: Notice, language: str = "vi") -> Worded:
    return worded(
        one,
        code="HS-2026-0012",
        bundle=CATALOGUE,
        school_name="Trường THCS An Bình",
        language=language,
        link="https://donghanh.example/ho-so/HS-2026-0012",
    )


def test_a_reminder_says_what_is_awaited_and_before_when() -> None:
    days = say(notice("limit_ends", Grade.REMINDER, due_at=at(26, 0), due_on=date(2026, 8, 25)))
    assert days.subject == (
        "[Nhắc việc] Hồ sơ HS-2026-0012: phê duyệt kế hoạch can thiệp, trợ giúp "
        "trước khi hết ngày 25/8/2026"
    )
    assert "https://donghanh.example/ho-so/HS-2026-0012" in days.lines[-1]

    hours = say(notice("referral_ends", Grade.REMINDER, due_at=at(24, 10)))
    assert hours.subject.endswith("trước 10:00 ngày 24/8/2026")


def test_an_escalation_says_since_when_it_is_overdue() -> None:
    over = notice("limit_over", Grade.ESCALATION, due_at=at(24, 10))
    assert say(over).subject == (
        "[Cảnh báo] Hồ sơ HS-2026-0012: phê duyệt kế hoạch can thiệp, trợ giúp "
        "đã quá hạn từ 10:00 ngày 24/8/2026"
    )
    english = say(over, "en").subject.replace("\N{NO-BREAK SPACE}", " ")
    assert english == (
        "[Alert] Case HS-2026-0012: approve the intervention plan "
        "is overdue since 10:00 on 24 August 2026"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_notice_of_the_catalogue_can_be_said(language: str) -> None:
    for ladder in ladders(CATALOGUE).ladders.values():
        for rung in ladder.rungs:
            one = notice(rung.notice, rung.grade, due_at=at(26, 0), due_on=date(2026, 8, 25))
            said = say(one, language)
            assert "HS-2026-0012" in said.subject
            assert not any("{" in line for line in (said.subject, *said.lines))


def test_the_managing_body_reads_the_school_and_the_code_and_nothing_of_what_is_awaited() -> None:
    for name in ("over_managing_body", "managing_body", "emergency_managing_body"):
        said = say(notice(name, Grade.ESCALATION, due_at=at(24, 10)))
        text = "\n".join((said.subject, *said.lines))
        assert "Trường THCS An Bình" in text
        assert "phê duyệt" not in text
