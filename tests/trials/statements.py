"""What is sent to the database meanwhile: statements and commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, event


@dataclass
class Sent:
    """Statements in their order, and how many transactions that may write were committed."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted() -> Iterator[Sent]:
    """Count over all connections of this process for as long as the block."""
    sent = Sent()

    def statement(connection: object, cursor: object, text: str, *rest: object) -> None:
        del connection, cursor, rest
        sent.statements.append(text)

    def commit(connection: Connection) -> None:
        sent.commits += "postgresql_readonly" not in connection.get_execution_options()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)
