"""Forms on a page: what is drawn, what stands there again when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL, PRESCHOOL
from service.pages import answers
from service.pages.forms import FormPage, parse
from tests.processes.forms.answering import good_answers
from tests.processes.forms.forms import (
    NOW,
    catalogue_form,
    choices,
    component,
    form,
    form_names,
    text,
)
from tests.service.drawn import read_html, sent, task_page

FORMS = {name: catalogue_form(name) for name in form_names()}
SOME = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
GUARDIANS = component(
    "rows",
    "guardians",
    item=text("Người thân"),
    max=3,
    components=[component("text", "name", label=text("Họ và tên")), component("number", "age")],
)
HARM = component(
    "levels",
    "harm",
    rows=[{"value": "severity", "label": text("Mức độ nghiêm trọng")}],
    levels=[{"value": "high", "label": text("Cao")}, {"value": "low", "label": text("Thấp")}],
    direction="high_is_bad",
)


def definition(*components: dict[str, Any]) -> FormDefinition:
    return FormDefinition.from_document(form(*components))


def _refused(fields: FormDefinition, raw: dict[str, Any]) -> tuple[FieldError, ...]:
    try:
        check(fields, raw, now=NOW)
    except AnswersRejected as rejected:
        return rejected.errors
    return ()


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_kept_answers_drawn_and_sent_back_unchanged_give_the_same_answers(
    name: str, data: st.DataObject
) -> None:
    kept = check(FORMS[name], data.draw(good_answers(FORMS[name])), now=NOW)
    document = read_html(task_page(FORMS[name], kept.values))
    assert check(FORMS[name], parse(FORMS[name], sent(document)), now=NOW) == kept


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_what_was_typed_stands_there_again_beside_the_errors(
    name: str, data: st.DataObject
) -> None:
    raw = data.draw(good_answers(FORMS[name]))
    once = sent(read_html(task_page(FORMS[name], raw)))
    again = sent(read_html(task_page(FORMS[name], parse(FORMS[name], once))))
    for own in ("_once", "csrf_token"):
        del once[own], again[own]
    assert again == once


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_a_field_that_is_asked_is_never_hidden(name: str, data: st.DataObject) -> None:
    """What the sheets hide without JavaScript is exactly what the check drops unread, or less."""
    kept = check(FORMS[name], data.draw(good_answers(FORMS[name])), now=NOW)
    document = read_html(task_page(FORMS[name], kept.values))
    assert set(kept.values) <= {one.split("-")[0] for one in _visible(document)}


@pytest.mark.parametrize("name", [name for name in FORMS if _refused(FORMS[name], {})])
def test_an_empty_form_says_what_is_wrong_on_top_and_at_the_field_in_the_same_words(
    name: str,
) -> None:
    errors = _refused(FORMS[name], {})
    document = read_html(task_page(FORMS[name], {}, errors))
    summary = next(one for one in document.iter("div") if one.attrib.get("class") == "summary")
    ids = {one.attrib["id"]: one for one in document.iter() if "id" in one.attrib}
    for link in summary.iter("a"):
        target = link.attrib["href"].removeprefix("#")
        assert target in ids
        assert link.text in [_words(one) for one in _errors(document)]
    assert len(list(summary.iter("a"))) == len(errors)
    assert "Lỗi:" in _words(next(document.iter("title")))


def test_nothing_is_preselected() -> None:
    for name in FORMS:
        document = read_html(task_page(FORMS[name]))
        assert not [one for one in document.iter("input") if "checked" in one.attrib], name
        assert not [one for one in document.iter("option") if "selected" in one.attrib], name


def test_the_levels_of_a_table_are_counted_and_said_beside_the_conclusion() -> None:
    fields = definition(
        HARM, component("radio", "risk", routing="risk", values=choices("high", "low"))
    )
    built = FormPage.build(
        fields, {"harm": {"severity": {"level": "high"}}}, language="vi", wording=GENERAL
    )
    table, risk = built.cards[0].fields
    assert [(one.value, one.count) for one in table.tally] == [("high", 1), ("low", 0)]
    assert "Cao 1" in risk.advice
    assert not any(option.checked for option in risk.options)


def test_the_key_against_double_sending_is_kept_when_the_form_comes_back() -> None:
    fields = definition(component("text", "story"))
    first = FormPage.build(fields, language="vi", wording=GENERAL)
    again = FormPage.build(fields, language="vi", wording=GENERAL, once=first.once)
    assert again.once == first.once != FormPage.build(fields, language="vi", wording=GENERAL).once


def test_labels_follow_the_kind_of_school_and_the_language() -> None:
    fields = definition(
        component("text", "name", label=text("Họ và tên {student}", "Name of the {student}"))
    )
    assert "Họ và tên trẻ" in task_page(fields, wording=PRESCHOOL)
    assert "Name of the child" in task_page(fields, wording=PRESCHOOL, language="en")


def test_a_correction_shows_what_stood_there_before() -> None:
    fields = definition(component("text", "story"), component("text", "place"), GUARDIANS)
    cards = answers.read(
        fields,
        {"story": "mới", "guardians": [{"name": "Ngà"}]},
        language="vi",
        wording=GENERAL,
        before={"story": "cũ", "place": "cổng sau", "guardians": [{"name": "Ngà"}]},
    )
    story, place, guardians = cards[0].answers
    assert (story.words, story.before and story.before.words) == ("mới", "cũ")
    assert (place.words, place.before and place.before.words) == ("", "cổng sau")
    assert guardians.before is None
    assert guardians.rows[0].title == "Người thân 1"


def test_private_answers_are_left_out_for_those_who_may_not_see_them() -> None:
    fields = definition(component("text", "informant_name", private="informant"))
    shown = answers.read(
        fields, {"informant_name": "Hạnh"}, language="vi", wording=GENERAL, hidden={"informant"}
    )
    assert shown == ()


@pytest.mark.parametrize("name", FORMS)
@SOME
@given(data=st.data())
def test_all_that_was_typed_can_be_copied(name: str, data: st.DataObject) -> None:
    raw = parse(
        FORMS[name], sent(read_html(task_page(FORMS[name], data.draw(good_answers(FORMS[name])))))
    )
    copied = answers.typed(FORMS[name], raw, language="vi", wording=GENERAL)
    for one in FORMS[name].components:
        if one.type in ("text", "textarea") and raw.get(one.key):
            assert raw[one.key] in copied


def _errors(document: Element) -> list[Element]:
    return [one for one in document.iter("p") if one.attrib.get("class") == "error"]


def _words(element: Element) -> str:
    """The words of an element, without those for screen readers only before an error."""
    return "".join(element.itertext()).replace("Lỗi:", "", element.tag == "p").strip()


def _visible(document: Element) -> Iterator[str]:
    """The names of the controls that the rules of forms.css leave visible."""
    chosen = {
        name
        for one in document.iter()
        for name in one.attrib.get("class", "").split()
        if "checked" in one.attrib or "selected" in one.attrib or _filled(one)
    }

    def walk(element: Element) -> Iterator[str]:
        classes = element.attrib.get("class", "").split()
        if "when" in classes:
            keys = {one.translate(str.maketrans("wv", "kf")) for one in classes[1:]}
            if not keys & chosen:
                return
        if "name" in element.attrib:
            yield element.attrib["name"]
        for inner in element:
            yield from walk(inner)

    return walk(document)


def _filled(element: Element) -> bool:
    if "placeholder" not in element.attrib:
        return False
    return bool(element.attrib.get("value") or (element.text or "").strip())
