"""Attachments proved: the journal names each, and whatever happens to one of them is found."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import attachments, data_keys, triggers
from models.data_keys import ContentErased
from models.database import Database
from models.keys import ContentUnreadable
from processes import casefiles
from processes.attachments.downloads import AttachmentMissing
from processes.casefiles import archive
from processes.casefiles.checking import Finding
from tests.processes.attachments import files
from tests.processes.attachments.desk import (
    NAME,
    PICTURE,
    attach,
    attached,
    case_of,
    code,
    part_of,
    taken,
    world,
)
from tests.service.led import now
from tests.world import World

__all__ = ["code", "world"]


def alter(database: Database, statement: str) -> None:
    """Change the files as somebody with all rights on the database would."""
    kept = next(one for one in triggers.KEPT if one.table == "attachments")
    with database.transaction() as session:
        connection = session.connection()
        table = "" if connection.dialect.name == "sqlite" else " ON attachments"
        for name in kept.names:
            connection.execute(text(f"DROP TRIGGER {name}{table}"))
        assert connection.execute(text(statement)).rowcount == 1
        triggers.create(connection, "attachments")


def test_the_journal_replays_and_whatever_happens_to_a_file_is_named(
    world: World, code: str
) -> None:
    attach(world, code, (NAME, PICTURE), ("b.pdf", files.pdf()))
    first, second = attached(world, code)
    database = world.workplace.database
    assert part_of(world, code) is None
    with pytest.raises(DBAPIError, match="only ever added"), database.transaction() as session:
        session.execute(text("DELETE FROM attachments"))

    case = case_of(world, code)
    turned = attachments.seal(bytes(32), b"another file", case_id=case.id).hex()
    literal = f"x'{turned}'" if database.url.get_backend_name() == "sqlite" else f"'\\x{turned}'"
    alter(database, f"UPDATE attachments SET sealed = {literal} WHERE digest = '{first.digest}'")
    assert part_of(world, code) == (first.seq, "attachment_altered")
    with pytest.raises(ContentUnreadable):
        taken(world, code, first, world.an)

    alter(database, f"DELETE FROM attachments WHERE digest = '{first.digest}'")
    assert part_of(world, code) == (first.seq, "attachment_missing")
    with pytest.raises(AttachmentMissing):
        taken(world, code, first, world.an)
    assert taken(world, code, second, world.an) == files.pdf()


def test_a_file_that_no_entry_names_is_found(world: World, code: str) -> None:
    with world.workplace.database.transaction() as session:
        attachments.keep(session, case_of(world, code).id, [b"from somewhere"])
    assert part_of(world, code) == (1, "attachment_unknown")


def test_an_exported_case_carries_its_files_encrypted_and_the_check_holds_them(
    world: World, code: str
) -> None:
    attach(world, code, (NAME, PICTURE), ("b.pdf", files.pdf()))
    first, second = attached(world, code)
    with world.workplace.database.reading() as session:
        written = casefiles.write(session, case_of(world, code), now=datetime.now(UTC)).content
    checked = casefiles.check(written)
    assert (checked.findings, checked.attachments) == ((), 2)
    assert PICTURE not in written

    parts = dict(archive.unpack(written).parts)
    name, other = (f"{archive.ATTACHMENTS}{one.digest}" for one in (first, second))
    for changed, finding in (
        ({**parts, name: parts[other]}, Finding(name, None, "altered")),
        ({key: raw for key, raw in parts.items() if key != name}, Finding(name, None, "absent")),
        (
            with_its_digest({**parts, f"{archive.ATTACHMENTS}{'0' * 64}": b"x"}),
            Finding(f"{archive.ATTACHMENTS}{'0' * 64}", None, "unknown"),
        ),
        (with_its_digest({**parts, name: b"forged"}), Finding(name, None, "altered")),
    ):
        assert finding in casefiles.check(archive.pack(changed)).findings


def with_its_digest(parts: dict[str, bytes]) -> dict[str, bytes]:
    """As somebody would leave it who writes the manifest anew."""
    manifest = json.loads(parts.pop(archive.MANIFEST))
    manifest["sha256"] = {name: archive.digest(raw) for name, raw in parts.items()}
    return {**parts, archive.MANIFEST: json.dumps(manifest).encode()}


def test_destroying_the_key_erases_the_files_and_the_case_still_verifies(
    world: World, code: str
) -> None:
    attach(world, code, (NAME, PICTURE))
    with world.workplace.database.transaction() as session:
        data_keys.destroy(session, case_of(world, code).data_key_name, now=now())
    with pytest.raises(ContentErased):
        attached(world, code)
    assert part_of(world, code) is None
