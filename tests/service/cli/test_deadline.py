"""`donghanh deadline`: the worked examples of the procedure, and what it refuses."""

from __future__ import annotations

import json

import pytest

from processes.working_time.proof import Interval
from tests.filled import Filled
from tests.service.cli.conftest import Donghanh, DonghanhOn

SESSIONS = ("--sessions", "07:30-11:30,13:30-17:00")
NO_SETTINGS = Donghanh({})


@pytest.mark.parametrize(
    ("since", "due_at", "due_on"),
    [
        ("2026-08-21T15:00", "2026-08-24T10:00:00+07:00", "2026-08-25"),
        ("2025-12-31T16:00", "2026-01-06T11:00:00+07:00", "2026-01-07"),
    ],
)
def test_the_worked_examples(since: str, due_at: str, due_on: str) -> None:
    hours = NO_SETTINGS.told("deadline", *SESSIONS, "--from", since, "--working-hours", "12")
    days = NO_SETTINGS.told("deadline", *SESSIONS, "--from", since, "--working-days", "3")

    assert hours["due_at"] == due_at
    assert list(hours) == ["due_at", "proof"]
    assert sum(Interval.from_document(row).minutes for row in hours["proof"]) == 12 * 60
    assert days["due_on"] == due_on
    assert list(days) == ["due_on", "proof"]
    assert sum(row["counted"] for row in days["proof"]) == 3


def test_people_read_the_sum() -> None:
    result = NO_SETTINGS(
        "deadline", *SESSIONS, "--from", "2026-08-21T15:00", "--working-hours", "12"
    )

    assert result.exit_code == 0
    read = result.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "Thứ Sáu 21/8, 15:00-17:00: 2 giờ; thứ Bảy 22/8 (làm bù cho 31/8): 7 giờ 30 phút" in read
    assert "Cộng: 12 giờ làm việc." in read


def test_a_school_counts_by_its_own_calendar(filled: Filled, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(filled.url, filled.key_file)
    ask = ("deadline", "--from", "2026-09-04T15:00", "--working-hours", "4", "--school")

    assert donghanh.told(*ask, "THCS-VAM-LUA")["due_at"] == "2026-09-07T09:30:00+07:00"
    # The other school works until 16:30 and on Saturday morning.
    assert donghanh.told(*ask, "MN-SEN-TRANG")["due_at"] == "2026-09-05T09:30:00+07:00"


def test_an_offset_is_taken_as_it_is() -> None:
    told = NO_SETTINGS.told(
        "deadline", *SESSIONS, "--from", "2026-08-21T08:00+00:00", "--working-hours", "1"
    )
    assert told["due_at"] == "2026-08-21T16:00:00+07:00"


@pytest.mark.parametrize(
    "arguments",
    [
        (*SESSIONS, "--from", "21/8/2026", "--working-hours", "12"),
        (*SESSIONS, "--from", "2026-08-21T15:00", "--working-hours", "twelve"),
        (*SESSIONS, "--from", "2026-08-21T15:00", "--working-hours", "-1"),
        (*SESSIONS, "--from", "2026-08-21T15:00", "--working-days", "0"),
        (*SESSIONS, "--from", "2026-08-21T15:00"),
        (*SESSIONS, "--from", "2026-08-21T15:00", "--working-hours", "1", "--working-days", "1"),
        (*SESSIONS, "--school", "A", "--from", "2026-08-21T15:00", "--working-hours", "1"),
        ("--from", "2026-08-21T15:00", "--working-hours", "12"),
        ("--sessions", "7-11", "--from", "2026-08-21T15:00", "--working-hours", "12"),
        ("--sessions", "11:30-07:30", "--from", "2026-08-21T15:00", "--working-hours", "12"),
    ],
)
def test_what_cannot_be_computed_is_one_sentence(arguments: tuple[str, ...]) -> None:
    said = NO_SETTINGS.refused("deadline", *arguments)

    assert said.count("\n") == 1
    assert " / " in said


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--from", "23/11/2026 9:00"), ("không phải một thời điểm", "such as 2026-08-21T15:00")),
        (
            ("--from", "2026-08-21T15:00"),
            ("cho đúng một trong hai: --working-hours", "give exactly"),
        ),
        ((), ("thiếu / missing", "--from")),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(
    arguments: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    said = NO_SETTINGS.refused("deadline", *SESSIONS, *arguments)

    assert all(one in said for one in wanted), said


def test_an_unknown_school_is_one_sentence(filled_sqlite: Filled, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)

    said = donghanh.refused(
        "deadline", "--school", "X", "--from", "2026-08-21T15:00", "--working-hours", "12"
    )

    assert said == "Không có trường nào có mã “X”. / No school has the code “X”.\n"
    assert json.dumps(said)
