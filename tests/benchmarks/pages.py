"""Each page of the staff at a school with 10,000 cases, against one with 100.

Of each page the statements, the bytes and the median time, in two worlds that take turns. Both are
served by this very process, so that statements can be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, text

from models import case_names
from models.case_names import CaseName
from models.cases import Case
from models.deadlines import Deadline
from models.journal import JournalEntry
from models.notices import Grade, Notice
from models.tasks import Task
from models.watches import Watch
from tests.benchmarks.figures import ratio, timed
from tests.benchmarks.places import Place
from tests.server import serving
from tests.trials.acts import complete, look, opened_case, task_of
from tests.trials.statements import counted
from tests.trials.visitor import Answer, Visitor
from tests.world import World

FEW, MANY = 100, 10_000
BOUND = 1.5
BATCH = 1_000
FIRST_ID = 1_000  # of the rows that are filled in, past those of the cases that were led by hand
UNSEEN = 20
NAMESAKES = 10  # one of so many students shares a word of the name that is searched for
NAME = "Phan Thị Kiều Oanh"

Pages = Mapping[str, Callable[[], Answer]]


def measure(place: Place, *, quick: bool) -> None:
    """The same pages of the same people in both worlds."""
    many, rounds = (2_000, 5) if quick else (MANY, 20)
    with ExitStack() as stack:
        little, much = (stack.enter_context(place.world()) for _ in range(2))
        here = _pages(stack, little, _filled(little, FEW))
        there = _pages(stack, much, _filled(much, many))
        for name, ask in there.items():
            with counted() as sent:
                page = ask()
            assert page.status == 200, name
            print(f"  {name}: {len(sent.statements)} statements, {len(page.text.encode())} bytes")
            few: list[float] = []
            found: list[float] = []
            for _ in range(rounds):
                few.append(timed(here[name]))
                found.append(timed(ask))
            ratio(f"{name} among {many:,} cases, against {FEW}", found, few, bound=BOUND)


def _pages(stack: ExitStack, world: World, code: str) -> Pages:
    """Whoever opens each page, signed in at a server of their world."""
    server = stack.enter_context(serving(world.settings))
    port = int(server.url.rpartition(":")[2])
    an, binh, dung = (
        Visitor(port).sign_in(member) for member in (world.an, world.binh, world.dung)
    )
    for visitor in (an, binh, dung):
        stack.callback(visitor.close)
    task_id = task_of(world, code, "assess_risk")
    return {
        "my tasks": lambda: an.get("/viec-cua-toi"),
        "case list": lambda: an.get("/ho-so"),
        "search by name": lambda: an.post("/ho-so/tim", {"q": NAME}),
        "search by code": lambda: an.post("/ho-so/tim", {"q": code}),
        "board": lambda: binh.get("/theo-doi"),
        "case": lambda: an.get(f"/ho-so/{code}"),
        "task form": lambda: an.get(f"/viec/{task_id}"),
        "notices": lambda: an.get("/nhac-viec"),
        "audit list": lambda: dung.get("/kiem-tra"),
        "replay": lambda: dung.get(f"/kiem-tra/{code}/phat-lai"),
    }


def _filled(world: World, number: int) -> str:
    """A case that was led by hand, whose code is given, among so many that are like another one."""
    like = look(world, opened_case(world)).id
    code = opened_case(world)
    complete(world, code, "record_intake")
    database = world.workplace.database
    with database.transaction() as session:
        case_id = look(world, code).id
        key = world.workplace.index_key(session)
        case_names.note(session, key, case_id, [NAME])
        found = select(CaseName.word).where(CaseName.case_id == case_id)
        words = session.scalars(found).all()
        models = {
            model: dict(
                session.execute(
                    select(model.__table__).where(
                        (Case.id if model is Case else model.__table__.c.case_id) == like
                    )
                )
                .mappings()
                .first()
                or {}
            )
            for model in (Case, Task, Deadline, Watch, JournalEntry)
        }
    now = datetime.now(UTC)
    for begin in range(FIRST_ID, FIRST_ID + number, BATCH):
        ids = range(begin, min(begin + BATCH, FIRST_ID + number))
        with database.transaction() as session:
            for model, row in models.items():
                session.execute(insert(model), [_row(model, row, n, now) for n in ids])
            session.execute(insert(CaseName), [one for n in ids for one in _name(n, words)])
            last = FIRST_ID + number - UNSEEN
            told = [_notice(world, models[Task], n, now, is_seen=n < last) for n in ids]
            session.execute(insert(Notice), told)
    with database.writing_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return code


def _row(model: type, like: Mapping[str, Any], number: int, now: datetime) -> dict[str, Any]:
    """The row of another case, due in some weeks; as many are due soon in both worlds."""
    due_at = now + timedelta(minutes=number * 7919 % 60_000)
    if number >= FIRST_ID + FEW:
        due_at += timedelta(weeks=2)
    own: dict[str, Any] = {"id": number, "case_id": number}
    if model is Case:
        own = {"id": number, "code": f"HS-{number:07d}"}
    elif model is JournalEntry:
        own = {"case_id": number}
    elif model is Task:
        own |= {"due_at": due_at, "sorts_at": due_at}
    elif model is Deadline:
        own |= {"due_at": due_at}
    return {**like, **own}


def _name(number: int, words: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    """As many words as the name has; each of them is borne by one of ten students."""
    for place, word in enumerate(words):
        is_same = (number + place) % NAMESAKES == 0
        yield {"case_id": number, "word": word if is_same else uuid4().bytes}


def _notice(
    world: World, task: Mapping[str, Any], number: int, now: datetime, *, is_seen: bool
) -> dict[str, Any]:
    """An was reminded of the open task of the case."""
    return {
        "case_id": number,
        "school_id": world.school.id,
        "watch_id": None,
        "ladder": "task_waiting",
        "rung": "two_days",
        "round": 1,
        "recipient_id": world.an.person_id,
        "grade": Grade.REMINDER,
        "name": "task_waiting",
        "awaited": task["element"],
        "started_at": now,
        "urgent": False,
        "decided_at": now,
        "seen_at": now if is_seen else None,
    }
