"""The schemas of the OpenAPI document; bodies are checked against these very ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api.schemas import (
    attachments,
    cases,
    deadlines,
    definitions,
    forms,
    history,
    messages,
    tasks,
    words,
)

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    **words.SCHEMAS,
    **cases.SCHEMAS,
    **attachments.SCHEMAS,
    **tasks.SCHEMAS,
    **forms.SCHEMAS,
    **deadlines.SCHEMAS,
    **history.SCHEMAS,
    **messages.SCHEMAS,
    **definitions.SCHEMAS,
}
