"""The OpenAPI document is valid, and every answer is one that it tells of."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from service.security.access import PUBLIC
from tests.service.api.program import Program, said
from tests.world import Member, World


def test_the_document_needs_no_token_and_its_schemas_are_valid(program: Program) -> None:
    document = said(program.get("/openapi.json", None))
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    names = {f"#/components/schemas/{name}" for name in schemas}
    assert set(_references(document)) <= names


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [one for value in part.values() for one in _references(value)]
    return [one for value in part for one in _references(value)] if isinstance(part, list) else []


def test_every_route_of_the_blueprint_names_its_act(app: Flask) -> None:
    views = {name: view for name, view in app.view_functions.items() if name.startswith("api.")}
    assert views
    public = {name for name, view in views.items() if vars(view)["demands"] == PUBLIC}
    assert public == {"api.show_openapi"}


# Generated requests, the same each time.
@pytest.mark.filterwarnings("ignore")
def test_generated_requests_get_answers_that_the_document_tells_of(
    program: Program, world: World
) -> None:
    import schemathesis
    from schemathesis.core.result import Ok

    opened = program.open()
    true = {
        "code": opened["code"],
        "correlation": opened["code"],
        "from": "2026-08-21T15:00",
        "name": "agency_answered",
        "school": world.school.code,
        "task_id": opened["tasks"][0]["id"],
    }
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", program.app)
    for operation in (found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)):
        owner = world.chi if operation.path.startswith("/definitions") else world.an
        with world.clock.kept():
            _generate(operation, true, (owner, owner, owner, world.binh, world.dung))


def _generate(operation: Any, true: dict[str, Any], members: tuple[Member, ...]) -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    chance = random.Random(20260821)
    checks = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    )

    @seed(20260821)
    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        for sent in (case.path_parameters, case.body):
            for name in sorted(sent) if isinstance(sent, dict) else ():
                # What is made up is unknown to the database: most requests get something that is.
                if name in true and chance.random() < 0.7:
                    sent[name] = true[name]
        case.call_and_validate(headers=chance.choice(members).headers, checks=checks)

    given(case=operation.as_strategy())(ask)()
