"""The least answers of `tests/answers.py` are accepted, and each of them is needed."""

import pytest

from processes import definitions
from processes.bundle import catalogue
from processes.forms.answers import AnswersRejected, check
from tests.answers import LEAST, answers_to
from tests.world import PROCESS, START

BUNDLE = catalogue(PROCESS)


def test_every_form_of_the_catalogue_has_its_least_answers() -> None:
    assert set(LEAST) == set(BUNDLE.forms)


@pytest.mark.parametrize("form", sorted(LEAST))
def test_the_least_answers_are_accepted_and_no_less(form: str) -> None:
    definition = definitions.form(BUNDLE, form)
    least = answers_to(form, now=START)
    check(definition, least, now=START)
    for key in definition.fields():
        if key.required and key.key in least:
            with pytest.raises(AnswersRejected):
                check(definition, {**least, key.key: None}, now=START)
