"""Attachments as a case keeps them: taken one by one, sealed, named by the journal, proved."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import accesses, attachments, cases, data_keys, held, journal, triggers
from models.accesses import AccessKind
from models.data_keys import ContentErased
from models.database import Database
from models.held import HeldCase
from models.keys import ContentUnreadable
from processes import casefiles, concerned, history, messages
from processes.attachments import attaching, downloads, limits, listing, mistakes
from processes.attachments.attaching import Judged, Sent
from processes.attachments.downloads import AttachmentMissing
from processes.attachments.listing import Attached
from processes.attachments.mistakes import ReasonMissing
from processes.attachments.refusals import (
    CaseFull,
    FileEmpty,
    FileTooLarge,
    KindNotTaken,
    MacrosInside,
    NotAsNamed,
    TooManyFiles,
)
from processes.casefiles import archive
from processes.casefiles.checking import Finding
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import NotPermitted
from tests.answers import answers_to
from tests.processes.attachments import files
from tests.processes.attachments.school import world
from tests.service.led import now, opened
from tests.world import Member, World

__all__ = ["world"]

NAME = "Ngô Thị Lan - khám.jpg"
ABOUT = "Ảnh vết bầm ở tay trái"
PICTURE = files.picture("JPEG")


@pytest.fixture
def code(world: World) -> str:
    return opened(world)


def attach(
    world: World, code: str, *sent: tuple[str, bytes], by: Member | None = None
) -> tuple[Judged, ...]:
    who = (by or world.an).caller
    chosen = [Sent(name, content) for name, content in sent]
    return attaching.attach(world.workplace, code, chosen, about=ABOUT, by=who, now=now())


def case_of(world: World, code: str) -> HeldCase:
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now())
    assert case is not None
    return case


def attached(world: World, code: str) -> tuple[Attached, ...]:
    case = case_of(world, code)
    with world.workplace.database.reading() as session:
        return listing.of_case(session, case.id, case.data_key(world.workplace.keys))


def taken(world: World, code: str, one: Attached, by: Member) -> bytes:
    case = case_of(world, code)
    with world.workplace.database.reading() as session:
        _file, content = downloads.taken(
            session,
            case,
            one.seq,
            one.number,
            by=by.caller,
            data_key=case.data_key(world.workplace.keys),
        )
    return content


def part_of(world: World, code: str) -> tuple[int, str] | None:
    with world.workplace.database.reading() as session:
        case = cases.by_code(session, code)
        assert case is not None
        part = history.verify(session, world.workplace, case).part
    return None if part is None else (part.seq, part.reason)


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


def test_the_good_files_of_an_upload_are_one_entry_and_each_bad_one_has_its_reason(
    world: World, code: str
) -> None:
    judged = attach(
        world,
        code,
        (NAME, PICTURE),
        ("trang.jpg", files.HTML),
        ("ve.svg", files.SVG),
        ("rong.pdf", b""),
        ("", b""),
        ("mau02.docm", files.office(files.MACROS)),
        ("to.pdf", b"%PDF-1.7 %%EOF" + bytes(limits.LARGEST_FILE)),
        ("../lai-la-anh.jpg", PICTURE),
        ("mau02", files.word()),
    )

    assert [type(one.refusal) for one in judged] == [
        type(None), NotAsNamed, KindNotTaken, FileEmpty, FileEmpty, MacrosInside, FileTooLarge,
        type(None), type(None),
    ]  # fmt: skip
    assert [one.there for one in judged if one.refusal is None] == ["", NAME, ""]
    found = attached(world, code)
    assert [(one.number, one.name, one.kind.id) for one in found] == [
        (1, NAME, "jpeg"),
        (2, "mau02.docx", "docx"),
    ]
    assert len({one.seq for one in found}) == 1
    assert {one.about for one in found} == {ABOUT}
    assert taken(world, code, found[0], world.binh) == PICTURE

    again = attach(world, code, ("khac.jpg", PICTURE))
    assert (again[0].there, again[0].is_taken) == (NAME, False)
    assert attached(world, code) == found


def test_nothing_of_a_file_or_its_name_lies_in_the_database_unencrypted(
    world: World, code: str
) -> None:
    secret = files.zipped({"mimetype": files.ODT, "content.xml": b"Em Ng\xc3\xb4 Lan"}, 0)
    attach(world, code, (NAME, PICTURE), ("thu.odt", secret))

    database = world.workplace.database
    with database.reading() as session:
        connection = session.connection()
        for table in database.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                for value in row:
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    for plain in (
                        PICTURE[:200],
                        b"Em Ng\xc3\xb4 Lan",
                        NAME.encode(),
                        ABOUT.encode(),
                    ):
                        assert plain not in raw, table.name
    digests = {attachments.digest_of(PICTURE), attachments.digest_of(secret)}
    with database.reading() as session:
        rows = attachments.entries(session, case_of(world, code).id)
    assert not any(digest in row.routing for row in rows for digest in digests)


def test_at_most_ten_files_are_taken_at_once_and_a_case_can_be_full(
    world: World, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [(f"{number}.png", files.picture("PNG", number)) for number in range(12)]
    judged = attach(world, code, *many)
    assert [type(one.refusal) for one in judged[9:]] == [type(None), TooManyFiles, TooManyFiles]

    monkeypatch.setattr(attaching, "LARGEST_CASE", sum(len(one) + 29 for _name, one in many))
    judged = attach(world, code, ("to.jpg", files.picture("JPEG") + bytes(2_000)), many[11])
    assert [type(one.refusal) for one in judged] == [CaseFull, type(None)]


def test_who_may_not_open_the_case_may_neither_add_nor_take(world: World, code: str) -> None:
    attach(world, code, (NAME, PICTURE))
    (one,) = attached(world, code)
    for stranger in (world.giang, world.lan, world.dung, world.chi, world.agency):
        with pytest.raises((CaseNotFound, NotPermitted)):
            attach(world, code, ("x.pdf", files.pdf()), by=stranger)
    attach(world, code, ("x.pdf", files.pdf()), by=world.deputy)

    concerned.note(world.workplace, code, [world.an.person_id], by=world.binh.caller, now=now())
    with pytest.raises(CaseNotFound):
        attach(world, code, ("y.png", files.picture("PNG")))
    assert taken(world, code, one, world.binh) == PICTURE


def test_a_file_put_in_by_mistake_stays_for_the_head_and_may_be_put_in_again(
    world: World, code: str
) -> None:
    attach(world, code, (NAME, PICTURE), ("b.png", files.picture("PNG")))
    wrong, right = attached(world, code)
    place = {"seq": wrong.seq, "number": wrong.number}
    for reason in ("", "  \n"):
        with pytest.raises(ReasonMissing):
            mistakes.mark(
                world.workplace, code, **place, reason=reason, by=world.an.caller, now=now()
            )
    for _ in range(2):
        mistakes.mark(
            world.workplace, code, **place, reason="Ảnh em khác", by=world.an.caller, now=now()
        )

    wrong, right = attached(world, code)
    assert right.mistake is None
    assert wrong.mistake is not None
    assert wrong.mistake.reason == "Ảnh em khác"
    assert taken(world, code, wrong, world.binh) == PICTURE
    assert taken(world, code, right, world.an)
    with pytest.raises(CaseNotFound):
        taken(world, code, wrong, world.an)
    with world.workplace.database.reading() as session:
        kinds = [row.kind for row in journal.of_case(session, case_of(world, code).id)]
    assert kinds == ["opened", "attached", "attachment_mistaken"]
    assert part_of(world, code) is None

    (again,) = attach(world, code, (NAME, PICTURE))
    assert again.is_taken


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


def test_a_case_that_has_ended_takes_no_file(world: World, code: str) -> None:
    messages.send(
        world.workplace,
        code,
        "close_early",
        answers_to("close_early", now=now()),
        by=world.binh.caller,
        now=datetime.now(UTC),
    )
    with pytest.raises(CaseEnded):
        attach(world, code, (NAME, PICTURE))


def test_a_download_is_noted_with_the_name_of_the_file(world: World, code: str) -> None:
    attach(world, code, (NAME, PICTURE))
    (one,) = attached(world, code)
    case = case_of(world, code)
    data_key = case.data_key(world.workplace.keys)
    with world.workplace.database.transaction() as session:
        downloads.note(session, case, one, by=world.binh.caller, data_key=data_key, now=now())
        (noted,) = accesses.of_case(session, case.id)
        assert (noted.kind, noted.element) == (AccessKind.EXPORTED, "attached")
        assert accesses.reason_of(noted, data_key) == NAME
