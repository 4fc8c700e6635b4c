"""Many rows in one statement: a completion writes each table once, whatever has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from models.tables import Table

Row = Mapping[str, Any]
# More rows than that are written in several statements, so that few shapes have to be made.
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows of a table are written; see ``write``."""

    table: type[Table]
    key: tuple[str, ...] = ()
    renew: tuple[str, ...] = ()
    returning: tuple[str, ...] = ()


@dataclass
class Gathered:
    """Rows of several cases that are to be written together: each table once for all of them."""

    _rows: dict[Kind, list[Row]] = field(default_factory=dict)

    def add(self, kind: Kind, rows: Sequence[Row]) -> None:
        """More rows of a kind, all with the same columns."""
        if rows:
            self._rows.setdefault(kind, []).extend(rows)

    def write(self, session: Session) -> Mapping[Kind, Sequence[Any]]:
        """Write all, and what the statements return."""
        returned: dict[Kind, list[Any]] = {}
        for kind, rows in self._rows.items():
            for begin in range(0, len(rows), AT_ONCE):
                result = write(
                    session,
                    kind.table,
                    rows[begin : begin + AT_ONCE],
                    key=kind.key,
                    renew=kind.renew,
                    returning=kind.returning,
                )
                if kind.returning:
                    returned.setdefault(kind, []).extend(result)
        return returned


def write(
    session: Session,
    table: type[Table],
    rows: Sequence[Row],
    *,
    key: tuple[str, ...] = (),
    renew: tuple[str, ...] = (),
    returning: tuple[str, ...] = (),
) -> CursorResult[Any]:
    """Insert the rows (all with the same columns).

    With ``key``, a row whose key exists gets its ``renew`` columns, or stays if there are none.

    SQLAlchemy compiles a multi-row insert anew each time; this text is made once per shape.
    """
    statement = _statement(table, tuple(rows[0]), len(rows), key, renew, returning)
    values = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}
    result: CursorResult[Any] = session.connection().execute(statement, values)
    return result


@lru_cache(maxsize=500)
def _statement(
    table: type[Table],
    names: tuple[str, ...],
    count: int,
    key: tuple[str, ...],
    renew: tuple[str, ...],
    returning: tuple[str, ...],
) -> TextClause:
    target = table.metadata.tables[table.__tablename__]
    rows = ", ".join(f"({', '.join(f':{name}_{n}' for name in names)})" for n in range(count))
    # Names of tables and columns are ours, values are bound.
    sql = f"INSERT INTO {target.name} ({', '.join(names)}) VALUES {rows}"  # noqa: S608
    if key:
        renewed = ", ".join(f"{name} = excluded.{name}" for name in renew)
        action = f"UPDATE SET {renewed}" if renew else "NOTHING"
        sql += f" ON CONFLICT ({', '.join(key)}) DO {action}"
    if returning:
        sql += f" RETURNING {', '.join(returning)}"
    parameters = [
        bindparam(f"{name}_{n}", type_=target.columns[name].type)
        for n in range(count)
        for name in names
    ]
    return text(sql).bindparams(*parameters)
