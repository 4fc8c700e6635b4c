"""The pages before and after one page of a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """Addresses of the pages before and after, or ""."""

    previous: str
    next: str
    words: str
