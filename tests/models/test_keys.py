"""Keys: without the right one nothing starts and nothing is read."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import data_keys, reports
from models.data_keys import ContentErased
from models.database import Database
from models.keys import (
    ContentUnreadable,
    KeyFileMissing,
    KeyFileOpen,
    KeyRing,
    KeyUnknown,
    KeyUnreadable,
    create_key_file,
    decrypt,
    encrypt,
    key_id,
    new_key,
)
from models.reports import NewReport
from tests.models.conftest import NOW, World


def test_a_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "key"
    create_key_file(file)
    first = file.read_bytes()
    create_key_file(file)
    assert file.read_bytes() == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert KeyRing.from_file(file).current


def test_a_bad_key_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "key"
    with pytest.raises(KeyFileMissing, match="mất khóa là mất nội dung"):
        KeyRing.from_file(file)
    create_key_file(file)
    file.chmod(0o644)
    with pytest.raises(KeyFileOpen, match="0644"):
        KeyRing.from_file(file)
    file.chmod(0o600)
    for nonsense in ("", "not base64!", b64encode(b"short").decode(), "é"):
        file.write_text(nonsense, encoding="utf-8")
        with pytest.raises(KeyUnreadable):
            KeyRing.from_file(file)


def test_what_is_encrypted_opens_only_in_its_place() -> None:
    key = new_key()
    stored = encrypt(key, b"secret", context="reports.content:1")
    assert b"secret" not in stored
    assert decrypt(key, stored, context="reports.content:1") == b"secret"
    assert stored != encrypt(key, b"secret", context="reports.content:1")
    altered = stored[:-1] + bytes([stored[-1] ^ 1])
    for wrong_key, wrong, context in (
        (new_key(), stored, "reports.content:1"),
        (key, stored, "reports.content:2"),
        (key, altered, "reports.content:1"),
        (key, b"\x02" + stored[1:], "reports.content:1"),
        (key, b"", "reports.content:1"),
    ):
        with pytest.raises(ContentUnreadable):
            decrypt(wrong_key, wrong, context=context)


def check(database: Database, ring: KeyRing) -> None:
    with database.transaction() as session:
        data_keys.check_ring(session, ring)


def test_two_nodes_may_start_on_a_new_database_at_the_same_moment(database: Database) -> None:
    ring = KeyRing([new_key()])
    with ThreadPoolExecutor(1) as other_node:
        with database.transaction() as session:
            data_keys.check_ring(session, ring)
            started = other_node.submit(check, database, ring)
            with pytest.raises(TimeoutError):
                started.result(timeout=0.5)  # it waits for this one
        started.result(timeout=60)
    check(database, ring)


def test_a_wrong_key_stops_the_start(database: Database) -> None:
    right, wrong = KeyRing([new_key()]), KeyRing([new_key()])
    check(database, right)
    check(database, right)
    with pytest.raises(KeyUnknown, match=right.current):
        check(database, wrong)


def test_a_wrong_key_stops_the_start_when_there_is_data(world: World) -> None:
    world.open_case()
    with pytest.raises(KeyUnknown, match=world.ring.current):
        check(world.database, KeyRing([new_key()]))
    check(world.database, world.ring)


def test_rotation_wraps_data_keys_anew_and_leaves_content(world: World, database: Database) -> None:
    old, fresh = new_key(), new_key()
    with database.transaction() as session:
        report = reports.add(session, KeyRing([old]), a_report(world), now=NOW, year=2026)
        data_keys.check_ring(session, KeyRing([old]))
    both = KeyRing([fresh, old])
    check(database, both)
    with database.transaction() as session:
        assert data_keys.rewrap(session, both, limit=1) == 1
        assert data_keys.rewrap(session, both) == 0
    check(database, KeyRing([fresh]))
    with pytest.raises(KeyUnknown, match=key_id(fresh)):
        check(database, KeyRing([old]))
    with database.reading() as session:
        assert reports.content_of(session, KeyRing([fresh]), report) == "nghỉ học".encode()


def a_report(world: World) -> NewReport:
    return NewReport(
        school_id=world.school.id,
        received_at=NOW,
        channel="phone",
        entered_by_id=world.giang.id,
        emergency=False,
        content="nghỉ học".encode(),
    )


def test_a_destroyed_key_is_gone(database: Database, ring: KeyRing) -> None:
    with database.transaction() as session:
        name, _ = data_keys.create(session, ring)
    with database.transaction() as session:
        data_keys.destroy(session, name, now=NOW)
    with database.reading() as session, pytest.raises(ContentErased):
        data_keys.get(session, ring, name)
    check(database, KeyRing([new_key()]))
