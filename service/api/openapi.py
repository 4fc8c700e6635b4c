"""The OpenAPI document, made of what the routes say about themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from flask import Response, current_app, jsonify
from werkzeug.routing import Rule

from processes.permissions import PERMITTED, Act
from service.api.operations import DESCRIBED, Operation, api, described
from service.api.repeats import HEADER, PATTERN
from service.api.schemas import SCHEMAS
from service.security.access import PUBLIC, public

JSON = "application/json"
BINARY = {"schema": {"type": "string", "format": "binary"}}
WHOLE_NUMBERS = frozenset({"task_id", "seq", "number"})
_PARAMETER = re.compile(r"<(?:[^:>]*:)?([a-z_]+)>")
_ERRORS = {
    400: "The request cannot be read.",
    401: "The token is missing, unknown or no longer valid.",
    403: "The caller's roles do not allow this, or somebody else does it.",
    404: "There is no such thing, or the caller may not know of it.",
    409: "Not in this state: `reason` says why.",
    413: "The request is too large.",
    415: "The request is of another media type.",
    422: "Fields must be mended: `fields` says each, in both languages.",
    503: "The database is busy; try again.",
}


@api.get("/openapi.json")
@public
@described(Operation(summary="This document", answer="OpenApi"))
def show_openapi() -> Response:
    """The document of this release."""
    return jsonify(document())


def document() -> dict[str, Any]:
    """OpenAPI 3.1, of the application at hand."""
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, operation, act in _routes():
        path = _PARAMETER.sub(r"{\1}", rule.rule).removeprefix(api.url_prefix or "")
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, operation, act)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Đồng Hành",
            "summary": "Công tác xã hội trong trường học. School social work.",
            "description": "A program comes with the token of a person or a service and may do "
            "what that person may do on the pages. Every text comes in Vietnamese and English.",
            "version": version("donghanh"),
        },
        "servers": [{"url": api.url_prefix}],
        "security": [{"token": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(SCHEMAS) | {"OpenApi": {"type": "object"}},
        },
    }


def _routes() -> Iterator[tuple[Rule, str, Operation, Act | str]]:
    for rule in current_app.url_map.iter_rules():
        if not rule.endpoint.startswith(f"{api.name}."):
            continue
        view = current_app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, getattr(view, DESCRIBED), getattr(view, "demands")  # noqa: B009


def _operation(rule: Rule, method: str, operation: Operation, act: Act | str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": rule.endpoint.partition(".")[2],
        "summary": operation.summary,
        "description": " ".join(filter(None, (operation.says, _roles(act)))),
        "parameters": list(_parameters(rule, operation)),
        "responses": _responses(rule, method, operation, act),
    }
    if act == PUBLIC:
        found["security"] = []
    if operation.body is not None:
        found["requestBody"] = {"required": True, "content": _json(operation.body)}
    if operation.takes:
        found["requestBody"] = {
            "required": True,
            "content": dict.fromkeys(operation.takes, BINARY),
        }
    return found


def _roles(act: Act | str) -> str:
    if not isinstance(act, Act):
        return ""
    return f"For: {', '.join(sorted(role.value for role in PERMITTED[act]))}."


def _parameters(rule: Rule, operation: Operation) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": "^[^/]+$"}
        if name in WHOLE_NUMBERS:
            schema = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if operation.query is not None:
        for name, schema in SCHEMAS[operation.query]["properties"].items():
            says = {"description": schema["description"]} if "description" in schema else {}
            yield {"name": name, "in": "query", "required": False, "schema": schema} | says
    if operation.once:
        yield {
            "name": HEADER,
            "in": "header",
            "required": False,
            "schema": {"type": "string", "pattern": PATTERN},
            "description": "The same request again under the same key gets the first answer.",
        }


def _responses(rule: Rule, method: str, operation: Operation, act: Act | str) -> dict[str, Any]:
    content = dict.fromkeys(operation.gives, BINARY) or _json(operation.answer)
    answers: dict[str, dict[str, Any]] = {
        str(operation.status): {"description": "Done.", "content": content}
    }
    takes = operation.body is not None or bool(operation.takes)
    given = {
        400: operation.body is not None or operation.query is not None or operation.once,
        401: act != PUBLIC,
        403: act != PUBLIC,
        404: operation.may_be_gone,
        409: operation.conflicts,
        413: takes,
        415: takes,
        422: takes,
        503: act != PUBLIC and (method == "POST" or bool(rule.arguments)),
    }
    for status in (status for status, so in given.items() if so):
        answers[str(status)] = {"description": _ERRORS[status], "content": _json("Error")}
    if act != PUBLIC:
        challenge = {"schema": {"type": "string"}, "description": "Bearer"}
        answers["401"]["headers"] = {"WWW-Authenticate": challenge}
    return answers


def _json(schema: str) -> dict[str, Any]:
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
