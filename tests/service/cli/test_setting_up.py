"""Setting up an installation: schema, schools, people, tokens, agencies; and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models import appointments, people, tokens
from models.appointments import Role
from models.database import Database
from models.keys import create_key_file
from processes import sign_in
from processes.demo.residents import TOLD
from processes.working_time.local_time import today
from tests.filled import Filled
from tests.service.cli.conftest import Donghanh, DonghanhOn

PASSWORD = "cá linh bông điên điển"
NOW = datetime.now(UTC)
SCHOOL = ("school", "add", "TH-1", "Trường Tiểu học Một", "--commune", "Vàm Lúa")


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


@pytest.fixture
def donghanh(database_url: str, donghanh_on: DonghanhOn) -> Donghanh:
    """On a migrated database with one school and one process owner."""
    donghanh = donghanh_on(database_url)
    donghanh.told(*SCHOOL, "--body", "XA", "--body-name", "Ủy ban nhân dân xã")
    donghanh.told("person", "add", "chi", "Đoàn Mai Chi", "--role", "process_owner", typed=PASSWORD)
    return donghanh


def added(donghanh: Donghanh, *arguments: str) -> Sequence[str]:
    told = donghanh.told("person", "add", *arguments, typed=PASSWORD)
    return [told["sign_in"], told["role"]]


def test_a_school_comes_with_its_calendar(donghanh: Donghanh) -> None:
    days = donghanh.told(
        "calendar", "show", "--school", "TH-1", "--from", "2026-08-31", "--days", "3"
    )

    assert [day["sessions"] for day in days["days"]] == [[], [], []]
    assert days["days"][0]["reason"]["kind"] == "day_off"
    saturday = donghanh.told("calendar", "show", "--school", "TH-1", "--from", "2026-08-22")
    assert saturday["days"][0]["sessions"] == ["07:30-11:30", "13:30-17:00"]


def test_people_get_a_role_at_a_place_from_today_on(donghanh: Donghanh, database: Database) -> None:
    at_school = ("--role", "focal_point", "--school", "TH-1", "--email", " an@truong.example ")
    assert added(donghanh, "an", "Lê An", *at_school) == ["an", "focal_point"]
    added(donghanh, "phuc", "Phạm Phúc", "--role", "deputy_head", "--school", "TH-1")
    added(donghanh, "lan", "Đinh Lan", "--role", "managing_body", "--body", "XA")
    added(donghanh, "kho", "Kho dữ liệu", "--service")

    with database.reading() as session:
        an = people.by_sign_in_name(session, "an")
        assert an is not None
        held = appointments.in_force(session, an.id, on=today(NOW))
    assert [one.role for one in held] == [Role.FOCAL_POINT]
    assert an.email == "an@truong.example"
    assert sign_in.sign_in(database, "an", PASSWORD, address="127.0.0.1", now=NOW)
    database.dispose()


def test_a_new_password_ends_the_old_one_and_every_session(
    donghanh: Donghanh, database: Database
) -> None:
    sign_in.sign_in(database, "chi", PASSWORD, address="127.0.0.1", now=NOW)

    donghanh.told("person", "password", "chi", typed="mật khẩu hoàn toàn mới\n")

    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(database, "chi", PASSWORD, address="127.0.0.1", now=NOW)
    assert sign_in.sign_in(database, "chi", "mật khẩu hoàn toàn mới", address="127.0.0.1", now=NOW)
    with database.reading() as session:
        open_sessions = text("SELECT count(*) FROM sign_ins WHERE ended_at IS NULL")
        assert session.scalars(open_sessions).one() == 1
    database.dispose()


def test_a_token_is_shown_once_and_only_its_digest_kept(
    donghanh: Donghanh, database: Database
) -> None:
    told = donghanh.told("token", "add", "chi", "--label", "máy tính", "--days", "30")

    with database.reading() as session:
        bearer = tokens.bearer(session, told["token"], on=today(NOW), now=NOW)
        kept = session.scalars(text("SELECT token_digest FROM tokens")).one()
    assert bearer is not None
    assert bearer.person.sign_in_name == "chi"
    assert kept != told["token"]
    database.dispose()


def test_an_agency_ends_with_a_successor(donghanh: Donghanh) -> None:
    add = ("agency", "add", "--kind", "labour_office", "--area", "huyện", "--from", "2008-01-01")
    old, new = (donghanh.told(*add, name)["number"] for name in ("Cũ", "Mới"))

    donghanh.told("agency", "end", str(old), "--on", "2025-06-30", "--successor", str(new))

    listed = {one["name"]: one for one in donghanh.told("agency", "list")}
    assert listed["Cũ"]["valid_to"] == "2025-06-30"
    assert listed["Cũ"]["successor"] == new
    assert listed["Mới"]["valid_to"] is None
    assert "99" in donghanh.refused("agency", "end", "99", "--on", "2025-06-30")
    assert "2008" in donghanh.refused("agency", "end", str(new), "--on", "2007-12-31")


@pytest.mark.parametrize(
    "arguments",
    [
        (*SCHOOL, "--body", "XA"),
        ("school", "add", "TH-2", "Hai", "--commune", "Vàm Lúa", "--body", "KHONG-CO"),
        ("person", "add", "CHI", "Chi Hai"),
        ("person", "add", "an", "An", "--role", "focal_point"),
        ("person", "add", "an", "An", "--role", "focal_point", "--school", "KHONG-CO"),
        ("person", "add", "an", "An", "--role", "auditor", "--school", "TH-1"),
        ("person", "add", "an", "An", "--role", "managing_body"),
        ("person", "add", "an", "An", "--email", "an@a\r\nBcc: b@c"),
        ("person", "password", "nobody"),
        ("token", "add", "nobody", "--label", "x"),
        ("calendar", "show", "--school", "KHONG-CO"),
        ("demo",),
    ],
)
def test_what_cannot_be_entered_is_one_sentence(
    sqlite_url: str, donghanh_on: DonghanhOn, arguments: tuple[str, ...]
) -> None:
    donghanh = donghanh_on(sqlite_url)
    donghanh.told(*SCHOOL, "--body", "XA", "--body-name", "Ủy ban nhân dân xã")
    donghanh.told("person", "add", "chi", "Chi", "--role", "process_owner", typed=PASSWORD)

    said = donghanh.refused(*arguments, typed=PASSWORD)

    assert said.count("\n") == 1
    assert " / " in said


def test_a_short_password_is_refused(sqlite_url: str, donghanh_on: DonghanhOn) -> None:
    said = donghanh_on(sqlite_url).refused("person", "add", "an", "An", typed="ngắn")
    assert "10" in said


def test_migrating_again_changes_nothing(empty_database_url: str, donghanh_on: DonghanhOn) -> None:
    donghanh = donghanh_on(empty_database_url)

    assert "donghanh migrate" in donghanh.refused("case", "list")
    assert donghanh.told("migrate") == donghanh.told("migrate") == {"migrated": True}
    assert donghanh.told("case", "list") == []


def test_a_newer_database_is_left_alone(database_url: str, donghanh_on: DonghanhOn) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    for command in (("migrate",), ("demo",), ("case", "list"), ("scheduler",)):
        said = donghanh_on(database_url).refused(*command)
        assert "The database is newer than this software (revision 9999)" in said


def test_the_demo_creates_its_key_once_for_its_owner_only(
    empty_database_url: str, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    key_file = tmp_path / "var" / "donghanh.key"
    told = donghanh_on(empty_database_url, key_file).told("demo")

    assert len(told["sign_ins"]) == len(TOLD["people"])
    assert f"{key_file.stat().st_mode:o}" == "100600"


def test_a_lost_key_is_not_replaced_by_a_new_one(
    filled_sqlite: Filled, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    # Opening the data once notes which key is its own.
    key_file = tmp_path / "gone.key"
    said = donghanh_on(filled_sqlite.url, key_file).refused("scheduler")
    assert "without the key the content is lost" in said

    said = donghanh_on(filled_sqlite.url, key_file).refused("demo")
    assert "without the key the content is lost" in said
    assert not key_file.exists()


def test_a_wrong_or_open_key_stops_the_start(
    filled: Filled, donghanh_on: DonghanhOn, tmp_path: Path
) -> None:
    key_file = tmp_path / "other.key"
    create_key_file(key_file)
    assert "is not the one of this data" in donghanh_on(filled.url, key_file).refused("scheduler")

    key_file.chmod(0o644)
    assert "has mode 0644" in donghanh_on(filled.url, key_file).refused("scheduler")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DONGHANH_PORT": "many"}, "Setting DONGHANH_PORT cannot be used"),
        ({"DONGHANH_HOST": "everywhere"}, "Setting DONGHANH_HOST cannot be used"),
        ({"DONGHANH_DATABASE_URL": "mysql://x/y"}, "Setting DONGHANH_DATABASE_URL cannot be used"),
        ({"DONGHANH_SECRET": "x"}, "Setting DONGHANH_SECRET cannot be used"),
        ({"DONGHANH_SECURE_COOKIES": "true"}, "Setting DONGHANH_SECURE_COOKIES cannot be used"),
        ({"DONGHANH_DATABASE_URL": "postgresql://x@127.0.0.1:1/y"}, "cannot be opened"),
        ({"DONGHANH_DATABASE_URL": "sqlite:////proc/no/x.sqlite"}, "cannot be opened"),
    ],
)
def test_a_bad_setting_is_one_sentence(
    settings: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    found = Donghanh(settings).refused("migrate")

    assert said in found
    assert found.count("\n") == 1


def test_a_file_that_is_no_database_is_one_sentence(
    tmp_path: Path, donghanh_on: DonghanhOn
) -> None:
    (tmp_path / "x.sqlite").write_text("Đây không phải cơ sở dữ liệu. " * 100, encoding="utf-8")

    said = donghanh_on(f"sqlite:///{tmp_path / 'x.sqlite'}").refused("migrate")

    assert "file is not a database" in said
