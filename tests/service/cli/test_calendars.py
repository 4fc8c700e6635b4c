"""`donghanh calendar import|set|preview`: shown first, entered with --yes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.keys import create_key_file
from tests.service.cli.conftest import Donghanh, DonghanhOn

STORM = ("--day-off", "2026-08-24", "--source", "thông báo số 15 về nghỉ phòng bão")
HERE = ("--school", "TH-1")


@pytest.fixture
def donghanh(database_url: str, tmp_path: Path, donghanh_on: DonghanhOn) -> Donghanh:
    """On a migrated database with one school and its body."""
    created = donghanh_on(database_url)
    if not Path(created.settings["DONGHANH_KEY_FILE"]).exists():
        create_key_file(Path(created.settings["DONGHANH_KEY_FILE"]))
    school = ("school", "add", "TH-1", "Trường Tiểu học Một", "--commune", "Vàm Lúa")
    created.told(*school, "--body", "XA", "--body-name", "Ủy ban nhân dân xã")
    return created


def sessions(donghanh: Donghanh, on: str) -> list[str]:
    told = donghanh.told("calendar", "show", *HERE, "--from", on, "--days", "1")
    found: list[str] = told["days"][0]["sessions"]
    return found


def test_a_day_off_is_shown_first_and_entered_with_yes(donghanh: Donghanh) -> None:
    shown = donghanh("calendar", "set", *HERE, *STORM)
    assert shown.exit_code == 1
    assert "thứ\u00a0Hai, 24/8/2026: 7:30-11:30, 13:30-17:00 → nghỉ (ngày nghỉ)" in shown.stdout
    assert "thêm --yes" in shown.stderr
    assert sessions(donghanh, "2026-08-24") == ["07:30-11:30", "13:30-17:00"]

    told = donghanh.told("calendar", "set", *HERE, *STORM, "--yes")

    assert told["entered"] is True
    assert sessions(donghanh, "2026-08-24") == []
    donghanh.told("calendar", "set", *HERE, "--without", "2026-08-24", "--yes")
    assert sessions(donghanh, "2026-08-24") == ["07:30-11:30", "13:30-17:00"]


def test_a_preview_enters_nothing_and_succeeds(donghanh: Donghanh) -> None:
    told = donghanh.told("calendar", "preview", *HERE, *STORM)

    assert told["entered"] is False
    assert told["moves"] == told["noted"] == []
    assert len(told["changes"]["TH-1"]) == 1
    assert sessions(donghanh, "2026-08-24") == ["07:30-11:30", "13:30-17:00"]


def test_make_up_days_closures_seasons_and_hours(donghanh: Donghanh) -> None:
    source = ("--source", "công văn 7", "--yes")
    for edit in (
        ("--make-up", "2026-08-29", "--for", "2026-08-27"),
        ("--closure", "2026-09-07..2026-09-08", "--name", "Lũ"),
        ("--season", "2026-11-01..2027-02-28", "--sessions", "08:00-11:30,13:30-16:30"),
        ("--sessions", "mon-fri=07:00-11:00,13:00-16:30; sat=07:00-11:00", "--from", "2026-09-14"),
    ):
        donghanh.told("calendar", "set", *HERE, *edit, *source)

    assert sessions(donghanh, "2026-08-29") == ["07:30-11:30", "13:30-17:00"]
    assert sessions(donghanh, "2026-09-08") == []
    assert sessions(donghanh, "2026-09-11") == ["07:30-11:30", "13:30-17:00"]
    assert sessions(donghanh, "2026-09-14") == ["07:00-11:00", "13:00-16:30"]
    assert sessions(donghanh, "2026-09-19") == ["07:00-11:00"]
    assert sessions(donghanh, "2026-11-02") == ["08:00-11:30", "13:30-16:30"]


def test_what_a_body_enters_is_inherited(donghanh: Donghanh) -> None:
    donghanh.told("calendar", "import", "--seed", "--body", "XA", "--yes")

    told = donghanh.told("calendar", "set", "--body", "XA", *STORM, "--yes")

    assert list(told["changes"]) == ["TH-1"]
    assert sessions(donghanh, "2026-08-24") == []


def test_a_file_takes_the_place_of_what_was_entered(donghanh: Donghanh, tmp_path: Path) -> None:
    file = tmp_path / "lich.json"
    file.write_text(json.dumps({"week": {"friday": ["07:30-11:30"]}}), encoding="utf-8")

    donghanh.told("calendar", "import", str(file), *HERE, "--yes")

    assert sessions(donghanh, "2026-08-24") == []
    assert sessions(donghanh, "2026-09-04") == ["07:30-11:30"]
    donghanh.told("calendar", "import", "--seed", *HERE, "--yes")
    assert sessions(donghanh, "2027-01-01") == []
    assert sessions(donghanh, "2027-01-08") == ["07:30-11:30"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("--day-off", "2026-08-24"), "chưa ghi văn bản làm căn cứ"),
        (("--season", "2026-12-02..2026-12-01", "--sessions", "07:30-11:30"), "trước khi bắt đầu"),
        (("--sessions", "07:30-11:30,11:00-17:00"), "chồng lên nhau"),
        (("--sessions", "sat="), "không có phút làm việc nào"),
        (("--closure", "2026-12-01"), "2026-07-01..2026-07-14"),
        (("--sessions", "thu7=07:30-11:30"), "mon-fri, sat"),
        (("--make-up", "2026-08-29"), "--make-up + --for"),
        (("--day-off", "2026-08-24", "--without", "2026-08-25"), "--day-off / --make-up"),
        ((), "--day-off / --make-up"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    donghanh: Donghanh, typed: tuple[str, ...], sentence: str
) -> None:
    said = donghanh.refused("calendar", "set", *HERE, *typed, "--yes")

    assert sentence in said
    assert said.count("\n") == 1


def test_a_file_that_is_no_calendar_is_one_sentence(donghanh: Donghanh, tmp_path: Path) -> None:
    file = tmp_path / "lich.json"
    file.write_text("{", encoding="utf-8")
    assert "không phải JSON" in donghanh.refused("calendar", "import", str(file), *HERE)
    file.write_text('{"weeks": {}}', encoding="utf-8")
    assert "không đúng cấu trúc" in donghanh.refused("calendar", "import", str(file), *HERE)
