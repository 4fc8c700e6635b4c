"""Why something failed, as an administrator may read it."""

from __future__ import annotations

LONGEST = 300


def of(error: BaseException) -> str:
    """The class of the error and its first line; never more, so that no content comes with it."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}"[:LONGEST] if said else type(error).__name__
