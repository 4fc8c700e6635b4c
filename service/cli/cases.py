"""`case list|show|verify`: the course of cases, never their content."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import cases, deadlines, journal, people, schools, tasks
from models.cases import Case, CaseState
from models.deadlines import Deadline
from models.definitions import bundle_of
from models.journal import JournalEntry
from models.people import Person
from models.tasks import Task, TaskState
from processes import history
from processes.bundle import Bundle
from processes.journal import CaseNotFound
from service.cli import opening
from service.cli.answers import Answer, answers, clock, columns
from service.cli.called import Called
from service.cli.parting import parting
from service.cli.people import school_called


@click.group()
def case() -> None:
    """Cases: what happened and when, without content. Hồ sơ, không có nội dung."""


@case.command(name="list")
@click.option("--school", "code", help="Mã trường. Code of the school.")
@click.option("--state", type=click.Choice([one.value for one in CaseState]))
@answers
def list_(*, code: str | None, state: str | None) -> Answer:
    """Cases in the order of their opening. Danh sách hồ sơ."""
    found = select(Case).order_by(Case.id)
    with opening.database() as database, database.reading() as session:
        if code is not None:
            found = found.where(Case.school_id == school_called(session, code).id)
        if state is not None:
            found = found.where(Case.state == CaseState(state))
        rows = session.scalars(found).all()
        names = schools.by_ids(session, {row.school_id for row in rows})
    return Answer(
        [_document(row, names[row.school_id].code) for row in rows],
        columns(
            [
                (row.code, names[row.school_id].code, row.state.value, clock(row.opened_at))
                for row in rows
            ]
        ),
    )


@case.command()
@click.argument("code")
@answers
def show(*, code: str) -> Answer:
    """What a case waits for, its limits and its journal. Một hồ sơ."""
    with opening.database() as database, database.reading() as session:
        found = case_called(session, code)
        school = schools.by_ids(session, {found.school_id})[found.school_id].code
        called = Called(Bundle.from_bytes(bundle_of(session, found.process_version_id)))
        open_tasks = [
            one for one in tasks.of_case(session, found.id) if one.state is TaskState.OPEN
        ]
        limits = deadlines.of_case(session, found.id)
        entries = journal.of_case(session, found.id)
        actors = people.by_ids(session, {one.actor_id for one in entries if one.actor_id})
    document = {
        **_document(found, school),
        "tasks": [_task(one, called) for one in open_tasks],
        "deadlines": [_limit(one, called) for one in limits],
        "entries": [_entry(one, actors) for one in entries],
    }
    return Answer(
        document,
        [
            f"{found.code}  {school}  {found.state.value}  {clock(found.opened_at)}",
            *_titled(
                "Việc đang mở / Open tasks",
                [(one.element, called.element(one.element), one.roles) for one in open_tasks],
            ),
            *_titled(
                "Thời hạn / Limits",
                [
                    (called.limit(one.limit_name), one.state.value, called.end(one), one.reason)
                    for one in limits
                ],
            ),
            *_titled(
                "Nhật ký / Journal",
                [(*_written(one, actors), called.element(one.element or "")) for one in entries],
            ),
        ],
    )


def _task(one: Task, called: Called) -> dict[str, object]:
    return {
        "element": one.element,
        "name": called.element(one.element),
        "roles": one.roles,
        "due_at": one.due_at,
    }


def _limit(one: Deadline, called: Called) -> dict[str, object]:
    return {
        "limit": one.limit_name,
        "name": called.limit(one.limit_name),
        "state": one.state.value,
        "due_at": one.due_at,
        "due_on": one.due_on,
        "reason": one.reason,
    }


def _written(one: JournalEntry, actors: dict[int, Person]) -> tuple[object, ...]:
    return one.seq, one.at, one.kind, one.element, _actor(one, actors)


@case.command()
@click.argument("code")
@answers
def verify(*, code: str) -> Answer:
    """Check chain, replay, state digests and snapshot of a case; needs no key.

    Đối chiếu nhật ký của một hồ sơ.
    """
    with opening.history() as found, found.workplace.database.reading() as session:
        checked = history.verify(session, found.workplace, case_called(session, code))
    part = checked.part
    sentences = [
        *([parting(part)] if part is not None else ()),
        *([found.unprotected] if found.unprotected is not None else ()),
    ]
    return Answer(
        {
            "code": code,
            "entries": checked.entries,
            "whole": part is None,
            "parts_at": None if part is None else part.seq,
            "reason": None if part is None else part.reason,
        },
        []
        if sentences
        else [f"{code}: {checked.entries} lần ghi, toàn vẹn. All entries are whole."],
        failure="\n".join(sentences) or None,
    )


def case_called(session: Session, code: str) -> Case:
    """The case with this code; raises CaseNotFound."""
    found = cases.by_code(session, code)
    if found is None:
        raise CaseNotFound
    return found


def _document(row: Case, school: str) -> Mapping[str, object]:
    return {
        "code": row.code,
        "school": school,
        "state": row.state.value,
        "end": row.end_element,
        "category": row.category,
        "emergency": row.emergency,
        "opened_at": row.opened_at,
        "ended_at": row.ended_at,
        "entries_count": row.last_seq,
    }


def _entry(one: JournalEntry, actors: Mapping[int, Person]) -> Mapping[str, object]:
    return {
        "seq": one.seq,
        "at": one.at,
        "kind": one.kind,
        "element": one.element,
        "task_key": one.task_key,
        "actor": _actor(one, actors),
        "routing": json.loads(one.routing),
    }


def _actor(one: JournalEntry, actors: Mapping[int, Person]) -> str | None:
    return None if one.actor_id is None else actors[one.actor_id].sign_in_name


def _titled(title: str, rows: Sequence[tuple[object, ...]]) -> list[str]:
    if not rows:
        return []
    texts = [[clock(cell) if isinstance(cell, datetime) else cell for cell in row] for row in rows]
    return ["", title, *(f"  {line}" for line in columns(texts))]
