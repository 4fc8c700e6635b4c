"""How SQLite finds what sweeps look for: nothing that grows with what has long been done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models import delivery_leases, inbox, timers, undelivered, watches
from models.deliveries import Channel
from tests.models.conftest import NOW, World

MAIL = Channel.MAIL


def plan(world: World, ask: Callable[[Session], object]) -> list[str]:
    """What the first statement of `ask` reads, in SQLite's words."""
    seen: list[tuple[str, object]] = []
    with world.database.reading() as session:
        engine = session.connection().engine

        @event.listens_for(engine, "before_cursor_execute")
        def note(_c: object, _cursor: object, sql: str, values: object, *_rest: object) -> None:
            seen.append((sql, values))

        ask(session)
        event.remove(engine, "before_cursor_execute", note)
        sql, values = seen[0]
        found = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        return [row.detail for row in found]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda session: timers.cases_due(session, now=NOW), "ix_timers_due"),
        (lambda session: watches.due(session, now=NOW, limit=200), "ix_watches_due"),
        (
            lambda session: delivery_leases.due(session, MAIL, now=NOW, limit=50),
            "ix_deliveries_due",
        ),
        (undelivered.for_good, "ix_deliveries_undelivered"),
        (inbox.deliverable, "ix_inbox_waiting"),
    ],
)
def test_what_is_open_is_found_by_an_index_of_what_is_open(
    sqlite_world: World, ask: Callable[[Session], object], index: str
) -> None:
    assert any(f"USING INDEX {index}" in line for line in plan(sqlite_world, ask))
