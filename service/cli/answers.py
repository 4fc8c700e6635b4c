"""What a command answers: lines for people, or with `--json` one document for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from functools import update_wrapper
from typing import Any

import click

from processes.working_time.local_time import ZONE
from service.cli.sentences import Failed


@dataclass(frozen=True)
class Answer:
    """The same answer twice; with `failure` it is printed and the command fails all the same."""

    document: object
    lines: Sequence[str]
    failure: str | None = None


def answers(command: Callable[..., Answer]) -> Callable[..., None]:
    """Give the command `--json` and print what it returns."""

    def told(*, as_json: bool, **given: Any) -> None:
        answer = command(**given)
        tell([in_json(answer.document)] if as_json else answer.lines)
        if answer.failure is not None:
            raise Failed(answer.failure)

    update_wrapper(told, command)
    help_ = "Trả lời bằng JSON. Answer in JSON."
    return click.option("--json", "as_json", is_flag=True, help=help_)(told)


def tell(lines: Sequence[str]) -> None:
    """Print at once, also into a pipe."""
    for line in lines:
        click.echo(line)


def in_json(document: object) -> str:
    """JSON on one line, letters as they are, moments as in `moment`."""
    return json.dumps(document, ensure_ascii=False, default=_plain)


def moment(at: datetime) -> str:
    """A moment on Vietnam's clock with its offset: `2026-08-24T10:00:00+07:00`."""
    return at.astimezone(ZONE).isoformat()


def clock(at: datetime | None) -> str:
    """A moment as people read it: `2026-08-24 10:00`."""
    return "" if at is None else f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def columns(rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows as lines with their columns one below the other."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in texts
    ]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no JSON for {value!r}")
