"""Moments of the year as people write them: `8/9/2026 9:05`, on the clock of the school."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.answers import ZONE


def moment(words: str) -> datetime:
    """The moment, UTC."""
    return datetime.strptime(words, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def typed(words: str) -> dict[str, str]:
    """The moment in the two fields of a form."""
    date, time = words.split()
    return {"date": date, "time": time}


def written(at: datetime) -> str:
    """A moment above a picture: `9:05 · 8/9/2026`."""
    local = at.astimezone(ZONE)
    return f"{local.hour}:{local.minute:02d} · {local.day}/{local.month}/{local.year}"
