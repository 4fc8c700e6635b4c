"""The HTTP API under `/api/v1`, for programs of people and of agencies; bearer tokens only."""

from service.api import (
    attachments,
    cases,
    deadlines,
    definitions,
    events,
    history,
    messages,
    openapi,
    problems,
    tasks,
)
from service.api.operations import api

# Each of them puts its routes, or the answers to refusals, on the one blueprint.
PARTS = (
    problems,
    cases,
    attachments,
    tasks,
    events,
    history,
    deadlines,
    messages,
    definitions,
    openapi,
)

__all__ = ["PARTS", "api"]
