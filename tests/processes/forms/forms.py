"""The forms of the catalogue and small forms of one field, for the tests."""

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from processes.forms.answers import Answers, AnswersRejected, FieldError, check
from processes.forms.definition import FormDefinition

CATALOGUE = Path(__file__).parents[3] / "processes/catalogue/school_social_work"
# Monday 24/8/2026, 8:15 in Vietnam.
NOW = datetime(2026, 8, 24, 1, 15, tzinfo=UTC)


@cache
def catalogue_form(name: str) -> FormDefinition:
    return FormDefinition.from_json(
        (CATALOGUE / "forms" / f"{name}.json").read_bytes(), name=name, routing_declared=routing()
    )


def form_names() -> list[str]:
    return sorted(path.stem for path in (CATALOGUE / "forms").glob("*.json"))


@cache
def routing() -> dict[str, dict[str, Any]]:
    declared: dict[str, dict[str, Any]] = tomllib.loads(
        (CATALOGUE / "process.toml").read_text(encoding="utf-8")
    )["routing"]
    return declared


def text(vi: str, en: str = "x") -> dict[str, str]:
    return {"vi": vi, "en": en}


def component(type_: str, key: str = "field", **more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"type": type_, "key": key, "label": text("Mục", "Field")}
    if type_ not in ("heading", "note", "constant"):
        asked |= {"required": False, "private": "none"}
    return asked | more


def form(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "example",
        "title": text("Mẫu thử", "Example"),
        "basis": "design",
        "components": list(components),
        **more,
    }


def choices(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": text(f"“{value}”", value)} for value in values]


def answered(components: list[dict[str, Any]], raw: dict[str, Any]) -> Answers:
    return check(FormDefinition.from_document(form(*components)), raw, now=NOW)


def value_of(asked: dict[str, Any], raw: Any) -> Any:
    """What one field makes of an answer; None when it stays empty."""
    return answered([asked], {asked["key"]: raw}).values.get(asked["key"])


def errors_of(components: list[dict[str, Any]], raw: dict[str, Any]) -> dict[str, str]:
    """The Vietnamese sentence at each path; empty when the answers are accepted."""
    return {error.path: error.message["vi"] for error in _refusals(components, raw)}


def _refusals(components: list[dict[str, Any]], raw: dict[str, Any]) -> tuple[FieldError, ...]:
    try:
        answered(components, raw)
    except AnswersRejected as rejected:
        return rejected.errors
    return ()


def error_of(asked: dict[str, Any], raw: Any) -> str:
    errors = errors_of([asked], {asked["key"]: raw})
    return next(iter(errors.values()), "")
