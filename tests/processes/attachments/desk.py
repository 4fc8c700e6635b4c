"""What the tests of attachments do at a case: attach, list, take, verify.

A test imports the fixtures `world` and `code`, as pytest finds them by name.
"""

from __future__ import annotations

import pytest

from models import cases, held
from models.held import HeldCase
from processes import history
from processes.attachments import attaching, downloads, listing
from processes.attachments.attaching import Judged, Sent
from processes.attachments.listing import Attached
from tests.processes.attachments import files
from tests.processes.attachments.school import world
from tests.service.led import now, opened
from tests.world import Member, World

__all__ = ["code", "world"]

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
