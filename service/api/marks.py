"""Where a page ended, as an opaque mark in its address."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

from models.tasks import Position
from processes.forms.wording import Text
from service.api.problems import Problem

LARGEST = 2**63 - 1
NO_MARK = Text(
    vi="Trang này không có; gửi đúng giá trị “next” đã nhận.",
    en="There is no such page; send the value of “next” as it came.",
)


def of_position(position: Position) -> str:
    """The mark of the last task of a page."""
    return _mark([position.sorts_at.isoformat(), position.task_id])


def position(mark: str) -> Position:
    """Where the page ended that gave this mark; raises Problem."""
    try:
        sorts_at, task_id = _read(mark)
        return Position(_aware(datetime.fromisoformat(sorts_at)), _whole(task_id))
    except (ValueError, TypeError, OverflowError) as error:
        raise _no_mark() from error


def of_seq(seq: int) -> str:
    """The mark of the last entry of a page."""
    return _mark([seq])


def seq(mark: str) -> int:
    """The last entry of the page that gave this mark; raises Problem."""
    try:
        (found,) = _read(mark)
        return _whole(found)
    except (ValueError, TypeError) as error:
        raise _no_mark() from error


def _mark(parts: list[object]) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _read(mark: str) -> list[Any]:
    parts = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    if not isinstance(parts, list):
        raise TypeError(parts)
    return parts


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(moment)
    return moment.astimezone(UTC)


def _whole(number: object) -> int:
    if not isinstance(number, int) or not 0 <= number <= LARGEST:
        raise ValueError(number)
    return number


def _no_mark() -> Problem:
    return Problem(400, "query_rejected", NO_MARK, {"page": NO_MARK})
