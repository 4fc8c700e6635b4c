"""`definition`: a broken diagram is told with its element and line; versions come into force."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models import people, version_signatures
from models.database import Database
from processes.bundle import CATALOGUE, Bundle, catalogue
from tests.filled import Filled
from tests.service.cli.conftest import Donghanh, DonghanhOn

DIAGRAM = "intake_and_decision.bpmn"
CONDITION = 'route == "verify_more"'
NO_SETTINGS = Donghanh({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the procedure of this release."""
    return Path(shutil.copytree(CATALOGUE / "school_social_work", tmp_path / "procedure"))


def break_condition(diagram: Path) -> int:
    """Make a condition of the diagram one that must not be; its line."""
    lines = diagram.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if CONDITION in line)
    lines[number] = lines[number].replace(CONDITION, 'open("/etc/passwd").read()')
    diagram.write_text("".join(lines), encoding="utf-8")
    return number + 1


def publishing(folder: Path) -> tuple[str, ...]:
    return ("definition", "publish", str(folder), "--from", "2030-01-01")


def change(folder: Path) -> None:
    readme = folder / "README.md"
    readme.write_text("Đã sửa. Changed.\n", encoding="utf-8")


def test_the_procedure_of_this_release_has_no_findings(folder: Path) -> None:
    assert NO_SETTINGS.told("definition", "check", str(folder)) == {"sound": True, "findings": []}


@pytest.mark.parametrize("what", ["folder", "file", "lonely file"])
def test_a_broken_diagram_is_told_with_its_element_and_line(
    folder: Path, tmp_path: Path, what: str
) -> None:
    line = break_condition(folder / DIAGRAM)
    path = {"folder": folder, "file": folder / DIAGRAM}.get(what, tmp_path / "mine.bpmn")
    if what == "lonely file":
        shutil.copy(folder / DIAGRAM, path)

    result = NO_SETTINGS("definition", "check", str(path), "--json")

    assert result.exit_code == 1
    finding = json.loads(result.stdout)["findings"][0]
    assert finding["element"]
    assert line - 1 <= finding["line"] <= line
    assert finding["message"]["vi"]
    read = NO_SETTINGS("definition", "check", str(path))
    assert f"{DIAGRAM}:{finding['line']} {finding['element']}" in read.stdout
    assert read.stderr.count("\n") == 1


def test_what_is_no_xml_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "mine.bpmn").write_text("Xin chào", encoding="utf-8")

    result = NO_SETTINGS("definition", "check", str(tmp_path / "mine.bpmn"), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["findings"][0]["rule"] == "xml"


def test_an_empty_folder_is_no_procedure(tmp_path: Path) -> None:
    assert NO_SETTINGS("definition", "check", str(tmp_path)).exit_code == 1


def test_a_version_comes_into_force_and_ends_the_one_before(
    filled: Filled, donghanh_on: DonghanhOn, folder: Path
) -> None:
    donghanh = donghanh_on(filled.url, filled.key_file)
    change(folder)

    told = donghanh.told(*publishing(folder), "--by", "chi", "--approved-by", "tuyet")

    assert told["digest"] == Bundle.from_folder(folder).digest
    versions = donghanh.told("definition", "list")
    assert [one["effective_from"] for one in versions] == ["2030-01-01", "2020-06-25"]
    assert versions[1]["effective_to"] == "2029-12-31"
    assert versions[0]["published_by"] == "tuyet"
    database = Database(filled.url)
    with database.reading() as session:
        (signed,) = version_signatures.of_process(session, "school_social_work")
        names = people.by_ids(session, {signed.proposed_by, signed.approved_by})
    database.dispose()
    assert names[signed.proposed_by].sign_in_name == "chi"


def test_a_second_version_takes_two_owners_and_a_day_that_has_not_passed(
    filled: Filled, donghanh_on: DonghanhOn, folder: Path
) -> None:
    donghanh = donghanh_on(filled.url, filled.key_file)
    change(folder)
    by_two = ("--by", "chi", "--approved-by", "tuyet")

    for alone in (("--by", "chi"), ("--by", "chi", "--approved-by", "chi")):
        assert "a second process owner must" in donghanh.refused(*publishing(folder), *alone)
    past = ("definition", "publish", str(folder), "--from", "2025-01-01", *by_two)
    assert "has passed" in donghanh.refused(*past)
    assert "does not allow" in donghanh.refused(
        *publishing(folder), "--by", "chi", "--approved-by", "an"
    )
    assert len(donghanh.told("definition", "list")) == 1


def test_two_versions_are_compared_file_by_file(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, folder: Path
) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)
    change(folder)
    (folder / "process.toml").rename(folder / "other.toml")

    told = donghanh.told("definition", "diff", catalogue("school_social_work").digest, str(folder))

    states = {one["file"]: one["state"] for one in told["files"]}
    assert states["other.toml"] == "added"
    assert states["process.toml"] == "removed"
    assert states["README.md"] in ("added", "changed")
    assert "+Đã sửa. Changed." in donghanh("definition", "diff", "1", str(folder)).stdout
    nothing: dict[str, list[object]] = {"files": [], "differences": []}
    assert donghanh.told("definition", "diff", "1", "1") == nothing
    assert {"vi": "Thêm tệp other.toml.", "en": "Added the file other.toml."} in [
        one["message"] for one in told["differences"]
    ]
    assert "“99”" in donghanh.refused("definition", "diff", "1", "99")


@pytest.mark.parametrize(
    ("by", "said"),
    [("an", "does not allow"), ("nobody", "Nobody has the sign-in name")],
)
def test_only_a_process_owner_publishes(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, folder: Path, by: str, said: str
) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)
    change(folder)

    assert said in donghanh.refused(
        "definition", "publish", str(folder), "--from", "2030-01-01", "--by", by
    )


def test_what_is_published_or_broken_is_not_published(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, folder: Path
) -> None:
    donghanh = donghanh_on(filled_sqlite.url, filled_sqlite.key_file)
    publish = (*publishing(folder), "--by", "chi", "--approved-by", "tuyet")

    assert "is published already" in donghanh.refused(*publish)
    break_condition(folder / DIAGRAM)
    assert "findings and cannot be published" in donghanh.refused(*publish)
    assert len(donghanh.told("definition", "list")) == 1


def test_a_day_that_does_not_exist_is_said_in_both_languages(donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on("sqlite:///none.sqlite3")

    said = donghanh.refused("definition", "publish", ".", "--from", "31/02/2026", "--by", "chi")

    assert "“31/02/2026” không phải một ngày" in said
    assert "such as 2026-08-21" in said
