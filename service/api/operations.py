"""The blueprint, and what each of its routes says about itself for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api/v1")

View = TypeVar("View", bound=Callable[..., Any])
DESCRIBED = "operation"


@dataclass(frozen=True)
class Operation:
    """What the document says of a route beyond its path and its act.

    `body` and `answer` name schemas; `status` is that of success; `gives`: media types of an answer
    that is no JSON. `once`: it takes an idempotency
    key. `may_be_gone`: it answers 404. `conflicts`: it answers 409. `takes`: media types of a body
    that is no JSON. `query` names the schema of the query parameters.
    """

    summary: str
    answer: str
    says: str = ""
    status: int = 200
    body: str | None = None
    query: str | None = None
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    once: bool = False
    may_be_gone: bool = False
    conflicts: bool = False


def described(operation: Operation) -> Callable[[View], View]:
    """Describe a route."""

    def wrap(view: View) -> View:
        setattr(view, DESCRIBED, operation)
        return view

    return wrap
