"""What every paper has in common: its margins, its foot, and what the file says of itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Millimetres: top and bottom 20-25, left 30-35, right 15-20 (Nghị định 30/2020/NĐ-CP, phụ lục I).
TOP: Final = 20
BOTTOM: Final = 22
LEFT: Final = 30
RIGHT: Final = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` and `author` are seen in the file's properties, so they name no child."""

    title: str
    author: str
    foot: tuple[str, ...]
