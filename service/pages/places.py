"""Where a page of a list ended, as words in the address of the next one."""

from __future__ import annotations

from datetime import UTC, datetime

LARGEST = 2**63 - 1


def words_of(moment: datetime, number: int) -> str:
    """The place of the last row: the moment by which the list is sorted, and its id."""
    return f"{moment.isoformat()}~{number}"


def place_of(words: str) -> tuple[datetime, int] | None:
    """The place that `words_of` named; None for words that name none."""
    moment, _mark, number = words.partition("~")
    try:
        place = datetime.fromisoformat(moment), int(number)
        if place[0].tzinfo is None or not 0 <= place[1] <= LARGEST:
            return None
        return place[0].astimezone(UTC), place[1]
    except (ValueError, OverflowError):
        return None
