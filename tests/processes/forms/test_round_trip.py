"""Properties that hold for every form of the catalogue and any answers."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.summary import summary
from processes.forms.wording import Text
from tests.processes.forms.answering import good_answers
from tests.processes.forms.forms import NOW, catalogue_form, form_names, routing

FORMS = {name: catalogue_form(name) for name in form_names()}
SOME = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_good_answers_are_accepted_and_their_values_give_themselves(
    name: str, data: st.DataObject
) -> None:
    definition = FORMS[name]
    answers = check(definition, data.draw(good_answers(definition)), now=NOW)
    again = check(definition, answers.values, now=NOW)
    assert again == answers
    assert again.to_bytes() == answers.to_bytes()
    stored = json.loads(answers.to_bytes())
    assert check(definition, stored, now=NOW).to_bytes() == answers.to_bytes()
    assert _routing_is_declared(answers.routing)
    lines = summary(definition, answers.values, "vi")
    assert {line.key for line in lines if line.kind != "heading"} == set(answers.values)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_any_answers_are_either_kept_or_refused_with_sentences(
    name: str, data: st.DataObject
) -> None:
    definition: FormDefinition = FORMS[name]
    raw: dict[str, Any] = data.draw(good_answers(definition))
    for key in data.draw(st.lists(st.sampled_from([one.key for one in definition.components]))):
        raw[key] = data.draw(JSON)
    for message in _sentences(definition, raw):
        assert message["vi"]
        assert message["en"]


def _sentences(definition: FormDefinition, raw: dict[str, Any]) -> list[Text]:
    try:
        check(definition, raw, now=NOW).to_bytes()
    except AnswersRejected as rejected:
        return [error.message for error in rejected.errors]
    return []


def _routing_is_declared(given: dict[str, str]) -> bool:
    declared = routing()
    return all(
        value in declared[name]["values"] if "values" in declared[name] else bool(value)
        for name, value in given.items()
    )
