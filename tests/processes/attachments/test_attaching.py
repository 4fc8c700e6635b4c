"""Attachments as a case keeps them: taken one by one, sealed, for whom they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models import accesses, attachments, journal
from models.accesses import AccessKind
from processes import concerned, messages
from processes.attachments import attaching, downloads, limits, mistakes
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
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import NotPermitted
from tests.answers import answers_to
from tests.processes.attachments import files
from tests.processes.attachments.desk import (
    ABOUT,
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
    _file, content = downloads.take(
        world.workplace, lambda _session: case, one.seq, one.number, by=world.binh.caller, now=now()
    )
    assert content == PICTURE
    with world.workplace.database.reading() as session:
        (noted,) = accesses.of_case(session, case.id)
        assert (noted.kind, noted.element) == (AccessKind.EXPORTED, "attached")
        assert accesses.reason_of(noted, data_key) == NAME
