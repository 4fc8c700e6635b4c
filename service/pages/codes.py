"""Codes of cases and reports as people type them: `hs-2026-19` for HS-2026-0019."""

from __future__ import annotations

import re

_CODE = re.compile(r"(HS|TB)[\s-]*(\d{4})[\s-]+(\d{1,6})")


def whole(typed: str) -> str:
    """The code as it is kept, where what was typed looks like one."""
    found = _CODE.fullmatch(typed.strip().upper())
    if found is None:
        return typed.strip().upper()
    kind, year, number = found.groups()
    return f"{kind}-{year}-{int(number):04d}"
