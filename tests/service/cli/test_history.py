"""`case` and `history`: the course of cases is shown, exported and verified, not their content."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models import accesses, triggers
from models.accesses import AccessKind
from models.database import Database
from processes.casefiles import archive
from processes.workplace import Workplace
from scheduler.journal_head import seal_finished_days
from tests.filled import NOW, Filled
from tests.service.cli.conftest import Donghanh, DonghanhOn

CODE = "HS-2026-0006"


@pytest.fixture
def donghanh(filled: Filled, donghanh_on: DonghanhOn) -> Donghanh:
    return donghanh_on(filled.url, filled.key_file)


def alter(url: str, statement: str) -> None:
    """Change the journal as someone with all rights on the database would."""
    database = Database(url)
    with database.transaction() as session:
        connection = session.connection()
        table = "" if connection.dialect.name == "sqlite" else " ON journal_entries"
        for kept in triggers.KEPT:
            if kept.table == "journal_entries":
                for name in kept.names:
                    connection.execute(text(f"DROP TRIGGER {name}{table}"))
        assert connection.execute(text(statement)).rowcount > 0
        triggers.create(connection, "journal_entries")
    database.dispose()


def test_whole_cases_verify(donghanh: Donghanh) -> None:
    assert donghanh.told("case", "verify", CODE)["whole"] is True

    told = donghanh.told("history", "verify", "--all")
    assert (told["cases"], told["whole"], told["parts"]) == (17, True, [])


def test_what_was_verified_is_said_in_words(donghanh: Donghanh) -> None:
    said = donghanh("history", "verify", "--all").stdout

    assert "chạy lại từ đầu ra đúng trạng thái" in said
    assert "chained to the one before" in said


def test_steps_and_limits_of_a_case_have_their_names(donghanh: Donghanh) -> None:
    shown = donghanh("case", "show", CODE).stdout.replace("\N{NO-BREAK SPACE}", " ")

    assert "Thực hiện, theo dõi kế hoạch" in shown
    assert "Hạn chuyển, gửi" in shown
    assert re.search(r"Hạn phê duyệt kế hoạch +met +hết thứ \w+, \d+/8/2026", shown), shown
    approval = next(
        one
        for one in donghanh.told("case", "show", CODE)["deadlines"]
        if one["limit"] == "plan_approval"
    )
    assert approval["due_on"] is not None


@pytest.mark.parametrize("command", [("case", "list"), ("history", "verify", "--all")])
def test_a_command_in_a_wrong_folder_names_the_file_and_creates_nothing(
    tmp_path: Path, donghanh_on: DonghanhOn, command: tuple[str, ...]
) -> None:
    folder = tmp_path / "var"

    said = donghanh_on(f"sqlite:///{folder}/donghanh.sqlite3").refused(*command)

    assert f"{folder}/donghanh.sqlite3" in said
    assert not folder.exists()


def test_a_case_verifies_without_its_key(filled: Filled, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(filled.url, Path("lost.key"))

    assert donghanh("case", "verify", CODE).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        (
            'UPDATE journal_entries SET routing = \'{"route":"at_school"}\''
            " WHERE case_id = 6 AND seq = 4",
            4,
            "altered",
        ),
        ("UPDATE journal_entries SET actor_id = NULL WHERE case_id = 6 AND seq = 6", 6, "altered"),
        ("DELETE FROM journal_entries WHERE case_id = 6 AND seq = 5", 5, "missing"),
        ("DELETE FROM journal_entries WHERE case_id = 6 AND seq = 11", 11, "end_differs"),
    ],
)
def test_a_tampered_entry_is_named(
    filled: Filled, donghanh_on: DonghanhOn, statement: str, seq: int, reason: str
) -> None:
    donghanh = donghanh_on(filled.url, filled.key_file)
    alter(filled.url, statement)

    one = donghanh("case", "verify", CODE, "--json")
    everything = donghanh("history", "verify", "--all", "--json")

    assert one.exit_code == everything.exit_code == 1
    assert json.loads(one.stdout)["parts_at"] == seq
    assert json.loads(everything.stdout)["parts"] == [{"code": CODE, "seq": seq, "reason": reason}]
    assert f"Hồ sơ {CODE} sai từ lần ghi {seq}:" in one.stderr
    assert f"Case {CODE} parts at entry {seq}:" in everything.stderr


def test_missing_triggers_are_told_and_the_cases_verified_all_the_same(
    filled_sqlite: Filled, donghanh_on: DonghanhOn
) -> None:
    engine = create_engine(filled_sqlite.url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_entries_no_update"))
    engine.dispose()

    result = donghanh_on(filled_sqlite.url)("history", "verify", "--all", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["whole"] is True
    assert "journal_entries_no_update" in result.stderr


def test_a_sealed_day_that_was_altered_is_named(
    filled: Filled, workplace: Workplace, donghanh_on: DonghanhOn
) -> None:
    donghanh = donghanh_on(filled.url, filled.key_file)
    assert donghanh.told("history", "head") is None
    seal_finished_days(workplace, now=NOW)
    assert donghanh.told("history", "head")["day"] == "2026-08-20"
    assert len(donghanh.told("history", "head")["digest"]) == 64

    alter(filled.url, "DELETE FROM journal_entries WHERE case_id = 6 AND seq = 11")
    result = donghanh("history", "verify", "--all", "--json")

    assert [one["reason"] for one in json.loads(result.stdout)["heads"]] == ["altered"]


def test_an_exported_case_is_checked_without_a_database(
    donghanh: Donghanh, donghanh_on: DonghanhOn, workplace: Workplace, tmp_path: Path
) -> None:
    seal_finished_days(workplace, now=NOW)
    told = donghanh.told("case", "export", CODE, "--by", "dung")
    assert (told["file"], told["entries"]) == (f"{CODE}.zip", 11)
    assert told["sha256"] == sha256((tmp_path / f"{CODE}.zip").read_bytes()).hexdigest()
    with workplace.database.reading() as session:
        assert [one.kind for one in accesses.of_case(session, 6)] == [AccessKind.EXPORTED]

    elsewhere = donghanh_on(f"sqlite:///{tmp_path}/none.sqlite", tmp_path / "no.key")
    said = elsewhere("case", "check", f"{CODE}.zip").stdout
    assert "11 entries are unaltered" in said
    assert elsewhere.told("case", "check", f"{CODE}.zip")["whole"] is True

    raw = (tmp_path / f"{CODE}.zip").read_bytes()
    (tmp_path / "altered.zip").write_bytes(raw.replace(b"school_and_refer", b"school_or__refer", 1))
    altered = elsewhere("case", "check", "altered.zip", "--json")
    assert altered.exit_code == 1
    assert json.loads(altered.stdout)["findings"][0]["reason"] == "altered"
    assert "journal.jsonl: entry 4: the entry was altered." in altered.stderr
    code = f'"case":"{CODE}"'.encode()
    cleared = code.replace(CODE.encode(), b"\\u001b[2J\\r\\n" + CODE.encode())
    parts = dict(archive.unpack(raw).parts)
    parts[archive.MANIFEST] = parts[archive.MANIFEST].replace(code, cleared)
    for name, more in (("told.zip", {}), ("found.zip", {"\x1b[2J": b""})):
        (tmp_path / name).write_bytes(archive.pack({**parts, **more}))
        printed = elsewhere("case", "check", name).output
        assert "[2J" in printed
        assert not {"\x1b", "\r"} & set(printed)  # nothing in a file moves the cursor
    (tmp_path / "other.zip").write_bytes(b"PK")
    assert "not an exported case" in elsewhere.refused("case", "check", "other.zip")
    assert "no.zip" in elsewhere.refused("case", "check", "no.zip")


def test_neither_show_nor_export_tells_content(donghanh: Donghanh, tmp_path: Path) -> None:
    shown = donghanh("case", "show", CODE).stdout
    assert "decide_route" in shown
    assert "Ngân" not in shown
    donghanh("case", "export", CODE, "--to", "out.zip")
    raw = (tmp_path / "out.zip").read_bytes()
    assert b"decide_route" in raw
    assert "Ngân".encode() not in raw
    told = donghanh.told("case", "show", CODE)
    assert {task["element"] for task in told["tasks"]} == {"carry_out_plan", "monitor_help"}
    assert {limit["state"] for limit in told["deadlines"]} == {"met"}


def test_cases_are_listed_by_school_and_state(donghanh: Donghanh) -> None:
    assert len(donghanh.told("case", "list")) == 17
    assert len(donghanh.told("case", "list", "--school", "MN-SEN-TRANG")) == 1
    assert len(donghanh.told("case", "list", "--state", "ended")) == 3


@pytest.mark.parametrize("command", ["show", "verify", "export"])
def test_an_unknown_case_is_one_sentence(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, command: str
) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)

    said = donghanh.refused("case", command, "HS-2026-9999")

    assert said == "Không tìm thấy hồ sơ này. / There is no such case.\n"
