"""A state in one to four words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """`tone` is "", "late", "today", "met" or "urgent"."""

    text: str
    tone: str
