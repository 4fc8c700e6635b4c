"""Task lists: by due moment, page by page, for those who may do them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import event, text

from models import case_lists, concerned_people, held, participants, tasks, timers
from models.advance import Change
from models.cases import CaseState
from models.journal import NewEntry
from models.people import Person
from models.tasks import Audience, Position
from tests.models.conftest import NOW, World
from tests.models.steps import ASSESSMENT, DUE_AT, INTAKE, hold, opened, write


def focal_point(world: World) -> list[Audience]:
    return [Audience(world.school.id, "focal_point")]


def due(world: World, moments: Sequence[datetime | None]) -> list[int]:
    """A case for each moment, whose intake is due then; their ids."""
    ids = []
    for moment in moments:
        case = opened(world)
        entry = NewEntry("deadline_moved", NOW, "a" * 64)
        write(world, case, Change([entry], due={INTAKE.key: moment}))
        ids.append(case.id)
    return ids


def listed(
    world: World,
    person: Person,
    *,
    after: Position | None = None,
    due_before: datetime | None = None,
    limit: int = 50,
) -> tuple[list[int], Position | None]:
    with world.database.reading() as session:
        page = tasks.page(
            session, person.id, focal_point(world), after=after, due_before=due_before, limit=limit
        )
    return [case.id for _, case in page.tasks], page.next


def test_tasks_stand_by_due_moment_and_those_without_one_last(world: World) -> None:
    late, never, soon = due(world, [DUE_AT, None, NOW])
    assert listed(world, world.an) == ([soon, late, never], None)
    assert listed(world, world.an, due_before=DUE_AT) == ([soon], None)


def test_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    ids = due(world, [DUE_AT, DUE_AT, None, NOW, None])
    in_order = [ids[3], ids[0], ids[1], ids[2], ids[4]]
    first, position = listed(world, world.an, limit=2)
    second, position = listed(world, world.an, limit=2, after=position)
    third, end = listed(world, world.an, limit=2, after=position)
    assert first + second + third == in_order
    assert end is None


def test_a_task_taken_by_someone_is_only_theirs(world: World) -> None:
    case_id, other = due(world, [NOW, DUE_AT])
    entry = NewEntry("assigned", NOW, "a" * 64)
    case = hold(world.database, case_id)
    write(world, case, Change([entry], assignees={INTAKE.key: world.giang.id}))
    assert listed(world, world.an)[0] == [other]
    assert listed(world, world.giang)[0] == [case_id, other]


def test_who_is_concerned_sees_nothing_of_the_case(world: World) -> None:
    case_id, other = due(world, [NOW, DUE_AT])
    with world.database.transaction() as session:
        for _ in range(2):
            concerned_people.note(session, case_id, world.an.id, by=world.binh.id, now=NOW)
        participants.replace(session, case_id, {world.an.id, world.giang.id}, before=set(), now=NOW)
    assert listed(world, world.an)[0] == [other]
    assert listed(world, world.giang)[0] == [case_id, other]
    with world.database.reading() as session:
        assert tasks.count(session, world.an.id, focal_point(world)) == 1
        assert participants.cases_of(session, world.an.id) == []
        assert [case.id for case in participants.cases_of(session, world.giang.id)] == [case_id]
        for person, seen in ((world.an, {other}), (world.binh, {case_id, other})):
            found = case_lists.page(
                session, world.school.id, state=CaseState.OPEN, hidden_from=person.id
            )
            assert {case.id for case in found} == seen
        case = held.by_id(session, case_id, now=NOW)
    assert case is not None
    assert case.concerned == {world.an.id}
    assert case.participants == {world.an.id, world.giang.id}
    with world.database.transaction() as session:
        concerned_people.lift(session, case_id, world.an.id)
        participants.replace(session, case_id, set(), before=case.participants, now=NOW)
    assert listed(world, world.an)[0] == [case_id, other]
    assert hold(world.database, case_id).participants == frozenset()


def test_tasks_of_another_role_or_school_are_not_listed(world: World) -> None:
    due(world, [NOW])
    with world.database.reading() as session:
        for audience in (Audience(world.school.id, "head"), Audience(999, "focal_point")):
            assert tasks.page(session, world.an.id, [audience]).tasks == ()
        assert tasks.page(session, world.an.id, []).tasks == ()
        assert tasks.count(session, world.an.id, focal_point(world)) == 1


def test_a_task_set_for_several_roles_is_stored_one_way() -> None:
    assert tasks.roles_text(("head", "focal_point")) == tasks.roles_text(("focal_point", "head"))


def test_a_count_stops_at_its_bound(world: World) -> None:
    due(world, [NOW, NOW, NOW])
    with world.database.reading() as session:
        assert tasks.count(session, world.an.id, focal_point(world), at_most=1) == 2


def test_the_list_reads_its_indexes_alone(sqlite_world: World) -> None:
    """What keeps it as fast with 100,000 open tasks: the plan scans no table of tasks."""
    seen: list[tuple[str, object]] = []
    database = sqlite_world.database
    with database.reading() as session:
        engine = session.connection().engine

        @event.listens_for(engine, "before_cursor_execute")
        def note(_c: object, _cursor: object, sql: str, values: object, *_rest: object) -> None:
            seen.append((sql, values))

        tasks.page(session, sqlite_world.an.id, focal_point(sqlite_world))
        sql, values = seen[0]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        lines = [row.detail for row in plan]
        event.remove(engine, "before_cursor_execute", note)
    assert not [line for line in lines if line.startswith("SCAN tasks")]
    assert sum("USING COVERING INDEX ix_tasks_of_" in line for line in lines) == 2


def test_a_task_is_found_with_its_case_even_when_closed(world: World) -> None:
    case = opened(world)
    task_id = case.tasks[0].id
    with world.database.reading() as session:
        by_task = held.by_task(session, task_id, now=NOW)
        assert by_task == held.by_code(session, case.code, now=NOW) == case
        found = tasks.get(session, task_id)
        assert found is not None
        assert (found[0].key, found[1].code) == (INTAKE.key, case.code)
        assert tasks.get(session, 999) is None
        assert held.by_task(session, 999, now=NOW) is None


def test_a_timer_that_fails_is_looked_at_later(world: World) -> None:
    first, second = opened(world), opened(world)
    later = DUE_AT + timedelta(minutes=5)
    with world.database.transaction() as session:
        assert timers.cases_due(session, now=NOW) == []
        assert timers.cases_due(session, now=DUE_AT) == [first.id, second.id]
        timers.postpone(session, first.id, now=DUE_AT, until=later, cause="ValueError: broken")
        assert timers.cases_due(session, now=DUE_AT) == [second.id]
        assert timers.cases_due(session, now=later, limit=1) == [second.id]
        assert [
            (timer.failures, timer.cause, case.code) for timer, case in timers.failing(session)
        ] == [(1, "ValueError: broken", first.code)]
    assert hold(world.database, first.id).timers == first.timers


def test_new_work_has_the_school_of_its_case(world: World) -> None:
    opened(world, tasks=(INTAKE, ASSESSMENT))
    with world.database.reading() as session:
        schools = session.scalars(text("SELECT DISTINCT school_id FROM tasks")).all()
    assert schools == [world.school.id]
