"""A case in one file: whole as it was written, and every change of it found and named."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models import cases
from models.cases import NO_ENTRY_YET
from models.database import Database
from models.journal import DIGESTED, canonical
from models.keys import KeyRing
from processes import casefiles
from processes.bundle import LARGEST, Bundle
from processes.casefiles import archive
from processes.casefiles.checking import Finding
from processes.workplace import Workplace
from scheduler.journal_head import seal_finished_days
from tests.filled import NOW

CODE = "HS-2026-0006"
Parts = dict[str, bytes]


def exported(workplace: Workplace) -> bytes:
    seal_finished_days(workplace, now=NOW)
    with workplace.database.reading() as session:
        case = cases.by_code(session, CODE)
        assert case is not None
        return casefiles.write(session, case, now=NOW).content


@pytest.fixture(scope="module")
def file(
    demo_sqlite: Path, demo_key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[bytes]:
    copy = shutil.copy(demo_sqlite, tmp_path_factory.mktemp("export") / "demo.sqlite")
    database = Database(f"sqlite:///{copy}")
    yield exported(Workplace(database, KeyRing.from_file(demo_key_file)))
    database.dispose()


def test_an_exported_case_is_whole_and_the_same_from_either_database(
    workplace: Workplace, file: bytes
) -> None:
    checked = casefiles.check(exported(workplace))

    assert checked.findings == ()
    assert (checked.case_code, checked.entries, checked.replayed) == (CODE, 11, 11)
    assert (len(checked.seals), checked.unsealed) == (6, 0)
    assert [one.day for one in checked.seals] == [one.day for one in casefiles.check(file).seals]


def test_what_was_written_is_not_in_the_file(file: bytes) -> None:
    for words in ("Ngân", "Công văn số"):
        assert words.encode() not in file
        assert json.dumps(words)[1:-1].encode() not in file


def lines_of(parts: Parts) -> list[dict[str, Any]]:
    return [json.loads(line) for line in parts[archive.JOURNAL].splitlines()]


def with_lines(parts: Parts, lines: list[dict[str, Any]]) -> Parts:
    raw = "".join(f"{canonical(line)}\n" for line in lines).encode()
    return {**parts, archive.JOURNAL: raw}


def forged(parts: Parts) -> Parts:
    """As somebody would leave it who knows how every digest of the file itself is reckoned."""
    previous, lines = NO_ENTRY_YET, []
    for line in lines_of(parts):
        line["previous_digest"] = previous
        columns = {name: line[name] for name in DIGESTED}
        if line["content"] is not None:
            columns["content"] = sha256(b64decode(line["content"])).hexdigest()
        previous = line["digest"] = sha256(canonical(columns).encode()).hexdigest()
        lines.append(line)
    after = with_lines(parts, lines)
    manifest = json.loads(after.pop(archive.MANIFEST))
    manifest |= {
        "entries": len(lines),
        "last_digest": previous,
        "process_digest": Bundle.from_bytes(after[archive.BUNDLE]).digest,
        "sha256": {name: archive.digest(content) for name, content in after.items()},
    }
    return {**after, archive.MANIFEST: f"{canonical(manifest)}\n".encode()}


def another_route(parts: Parts) -> Parts:
    lines = lines_of(parts)
    lines[3]["routing"] = '{"route":"at_school"}'
    return with_lines(parts, lines)


def another_moment(parts: Parts) -> Parts:
    lines = lines_of(parts)
    lines[5]["at"] = lines[4]["at"]
    return with_lines(parts, lines)


def without_the_last_entry(parts: Parts) -> Parts:
    return with_lines(parts, lines_of(parts)[:-1])


def with_two_swapped(parts: Parts) -> Parts:
    lines = lines_of(parts)
    lines[8], lines[9] = lines[9], lines[8]
    return with_lines(parts, lines)


def renumbered(parts: Parts) -> Parts:
    lines = lines_of(with_two_swapped(parts))
    lines[8]["seq"], lines[9]["seq"] = 9, 10
    return with_lines(parts, lines)


def on_another_bundle(parts: Parts) -> Parts:
    files = dict(Bundle.from_bytes(parts[archive.BUNDLE]).files)
    name = "referral.bpmn"
    files[name] = files[name].replace(b'id="sign_letter"', b'id="sign_any_letter"')
    return {**parts, archive.BUNDLE: Bundle(files).to_bytes()}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (another_route, Finding(archive.JOURNAL, 4, "altered")),
        (another_moment, Finding(archive.JOURNAL, 6, "altered")),
        (without_the_last_entry, Finding("heads/2026-08-18.json", 11, "dropped")),
        (with_two_swapped, Finding(archive.JOURNAL, 9, "missing")),
        (on_another_bundle, Finding(archive.BUNDLE, None, "other_version")),
    ],
)
def test_a_change_is_found_and_named(
    file: bytes, change: Callable[[Parts], Parts], found: Finding
) -> None:
    checked = casefiles.check(archive.pack(change(dict(archive.unpack(file).parts))))

    assert found in checked.findings


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (another_route, Finding(archive.JOURNAL, 4, "state_differs")),
        (another_moment, Finding("heads/2026-08-11.json", 6, "seal_differs")),
        (without_the_last_entry, Finding("heads/2026-08-18.json", 11, "dropped")),
        (renumbered, Finding(archive.JOURNAL, 9, "state_differs")),
    ],
)
def test_a_change_with_every_digest_forged_parts_from_replay_or_from_the_seal_of_a_day(
    file: bytes, change: Callable[[Parts], Parts], found: Finding
) -> None:
    checked = casefiles.check(archive.pack(forged(change(dict(archive.unpack(file).parts)))))

    assert found in checked.findings, checked.findings


def test_another_bundle_with_every_digest_forged_cannot_be_replayed(file: bytes) -> None:
    parts = forged(on_another_bundle(dict(archive.unpack(file).parts)))
    checked = casefiles.check(archive.pack(parts))

    assert {one.reason for one in checked.findings} & {"refused", "state_differs", "unreadable"}


def test_whichever_byte_is_changed_it_is_found(file: bytes) -> None:
    chance = Random(20)
    for _ in range(25):
        place = chance.randrange(len(file))
        changed = bytearray(file)
        changed[place] ^= 1 << chance.randrange(8)
        try:
            assert casefiles.check(bytes(changed)).findings, place
        except casefiles.NotACaseFile:
            continue


def enclosing(parts: Parts, files: Parts, packing: int) -> bytes:
    """The case file with a process of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return archive.pack({**parts, archive.BUNDLE: buffer.getvalue()})


def test_an_enclosed_process_that_unpacks_to_too_much_is_not_unpacked(file: bytes) -> None:
    parts = dict(archive.unpack(file).parts)
    files = dict(Bundle.from_bytes(parts[archive.BUNDLE]).files)
    bomb = enclosing(parts, {**files, "z.md": b"\0" * LARGEST}, zipfile.ZIP_DEFLATED)
    unreadable = Finding(archive.BUNDLE, None, "unreadable")

    assert len(bomb) < 1_000_000
    assert unreadable in casefiles.check(bomb).findings
    for files_or_none, packing in ((files, zipfile.ZIP_BZIP2), ({}, zipfile.ZIP_DEFLATED)):
        changed = enclosing(parts, files_or_none, packing)
        assert unreadable in casefiles.check(changed).findings


def test_parts_that_lie_within_each_other_make_no_case_file() -> None:
    with pytest.raises(casefiles.NotACaseFile):
        archive.unpack(overlapping([archive.MANIFEST, archive.JOURNAL, archive.BUNDLE]))


def overlapping(names: list[str]) -> bytes:
    """A zip in which each part holds all the parts after it, so that reading grows as a square."""
    data, directory = b"x" * 1000, b""
    for name in (one.encode() for one in reversed(names)):
        size = struct.pack("<3L2H", 0, len(data), len(data), len(name), 0)
        data = struct.pack("<4s5H", b"PK\3\4", 20, 0, 0, 0, 0) + size + name + data
        told = struct.pack("<4s6H", b"PK\1\2", 20, 20, 0, 0, 0, 0) + size
        directory = told + struct.pack("<3H2L", 0, 0, 0, 0, len(data)) + name + directory
    for name in (one.encode() for one in names):  # where each begins: counted from the end so far
        place = directory.index(name)
        begin = len(data) - struct.unpack("<L", directory[place - 4 : place])[0]
        directory = directory[: place - 4] + struct.pack("<L", begin) + directory[place:]
    end = struct.pack("<2H2LH", len(names), len(names), len(directory), len(data), 0)
    return data + directory + b"PK\5\6" + bytes(4) + end


@pytest.mark.parametrize("raw", [b"", b"PK", b"\0" * 200, archive.pack({"a": b"b"})])
def test_something_else_is_no_case_file(raw: bytes) -> None:
    with pytest.raises(casefiles.NotACaseFile):
        casefiles.check(raw)
