"""Firing 1,000 timers due among 1,000,000 open ones, against among 10,000; how many a second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median

from sqlalchemy import func, insert, select, text

from models.timers import Timer, TimerState
from scheduler.due_timers import fire_due_timers
from tests.benchmarks.figures import ratio, timed
from tests.benchmarks.places import Place
from tests.trials.acts import look, opened_case
from tests.world import World

DUE, FEW, MANY = 1_000, 10_000, 1_000_000
AT_ONCE = 100  # as many as are to fire within five seconds
BATCH = 10_000
BOUND = 1.3
LEAST_A_SECOND = 300


def measure(place: Place, *, quick: bool) -> None:
    """Two worlds that take turns: of the due timers, as many fall due at once in each."""
    due, many = (300, 100_000) if quick else (DUE, MANY)
    now = datetime.now(UTC)
    moments = [now - timedelta(days=10 * n) for n in range(due // AT_ONCE, 0, -1)]
    with place.world() as little, place.world() as much:
        for world, number in ((little, FEW), (much, many)):
            for moment in moments:
                for _ in range(AT_ONCE):
                    opened_case(world, moment)
            fill(world, number - due - 1, now=now)
        few: list[float] = []
        found: list[float] = []
        for moment in moments:
            # The twelve working hours from then have passed, those from the next moment have not.
            by = moment + timedelta(days=9)
            few.append(timed(partial(fire_due_timers, little.workplace, now=by)))
            found.append(timed(partial(fire_due_timers, much.workplace, now=by)))
        assert (fired(little), fired(much)) == (due, due)
    ratio(f"{due:,} due among {many:,} timers, against {FEW:,}", found, few, bound=BOUND)
    a_second = AT_ONCE / median(found) * 1000
    verdict = "ok" if a_second >= LEAST_A_SECOND else "MISSED"
    print(f"  timers fired a second: {a_second:.0f} (at least {LEAST_A_SECOND}: {verdict})")


def fill(world: World, number: int, *, now: datetime) -> None:
    """So many more open timers, due in the coming years, on one case that no sweep has to open."""
    database = world.workplace.database
    case = look(world, opened_case(world, now))
    with database.reading() as session:
        of_the_case = select(Timer.__table__).where(Timer.case_id == case.id)
        like = dict(session.execute(of_the_case).mappings().one())
    for begin in range(0, number, BATCH):
        rows = [row_of(like, n, now) for n in range(begin, min(begin + BATCH, number))]
        with database.transaction() as session:
            session.execute(insert(Timer), rows)
    with database.writing_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def row_of(like: dict[str, object], number: int, now: datetime) -> dict[str, object]:
    """A timer of a case to which nothing else happens here."""
    due_at = now + timedelta(days=30, minutes=number)
    return like | {"key": f"other#{number}", "due_at": due_at, "wake_at": due_at}


def fired(world: World) -> int:
    """How many timers have fired."""
    asked = select(func.count()).where(Timer.state == TimerState.FIRED)
    with world.workplace.database.reading() as session:
        return session.scalars(asked).one()
