"""What no address of this site can hold: such a request is answered before anybody looks it up."""

from __future__ import annotations

from flask import Flask, abort, request

LARGEST = 2**63 - 1  # the largest id or number that a database takes


def whole(text: str) -> int:
    """A number in an address; raises ValueError for one that no database takes."""
    number = int(text[:40])
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number


def refuse_unfit() -> None:
    """Control characters are in no code, and no id is so large: there is nothing at this address.

    The API says the same in its own words.
    """
    if request.blueprint == "api":
        return
    if not all(_fits(part) for part in (request.view_args or {}).values()):
        abort(404)
    if any("\0" in value for value in request.args.values()):
        abort(400)


def _fits(part: object) -> bool:
    return part <= LARGEST if isinstance(part, int) else str(part).isprintable()


def install(app: Flask) -> None:
    """Refuse before every request, once the caller is known."""
    app.before_request(refuse_unfit)
