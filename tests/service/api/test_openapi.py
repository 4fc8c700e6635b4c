"""The OpenAPI document is valid, and every answer is one that it tells of."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from service.security.access import PUBLIC
from tests.service.api.program import Program, said
from tests.world import World


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


# A crowd of generated requests, the same each time; the trial sends more.
@pytest.mark.filterwarnings("ignore")
def test_generated_requests_get_answers_that_the_document_tells_of(
    program: Program, world: World
) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    )
    opened = program.open()
    code, task = opened["code"], opened["tasks"][0]["id"]
    true = {"code": code, "task_id": task, "correlation": code, "school": world.school.code}
    chance = random.Random(20260821)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", program.app)
    for operation in (found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)):
        owner = world.chi if operation.path.startswith("/definitions") else world.an
        members = (owner, owner, owner, world.binh, world.dung)

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
                for name in true.keys() & (sent.keys() if isinstance(sent, dict) else ()):
                    if chance.random() < 0.7:
                        sent[name] = true[name]
            by = chance.choice(members)
            case.call_and_validate(headers=by.headers, checks=checks)

        with world.clock.kept():
            given(case=operation.as_strategy())(ask)()
