"""Forms on a page: what is drawn, what comes back, what is kept when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL, PRESCHOOL
from service.pages import answers
from service.pages.forms import FormPage, parse, rearranged
from service.pages.posted import MOST_FIELDS
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


def posted(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(pairs)


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


def test_nested_fields_come_back_nested() -> None:
    fields = definition(
        component("text", "story"),
        component("moment", "received_at"),
        component("birth", "birth"),
        component("checkboxes", "groups", values=choices("abused", "other")),
        HARM,
        GUARDIANS,
    )
    raw = parse(
        fields,
        posted(
            ("story", "Bị bạn đánh"),
            ("received_at-date", "21/8/2026"),
            ("received_at-time", "15:00"),
            ("birth-kind", "age"),
            ("birth-age", "13"),
            ("groups", "abused"),
            ("harm-severity-level", "high"),
            ("harm-severity-reason", "vết bầm"),
            ("guardians-0-name", "Võ Thị Bích Ngà"),
            ("guardians-7-name", "Nguyễn Văn Thuận"),
            ("guardians-7-age", "41"),
            ("csrf_token", "x"),
            ("_once", "y"),
        ),
    )
    assert raw == {
        "story": "Bị bạn đánh",
        "received_at": {"date": "21/8/2026", "time": "15:00"},
        "birth": {"kind": "age", "age": "13"},
        "groups": ["abused"],
        "harm": {"severity": {"level": "high", "reason": "vết bầm"}},
        "guardians": [
            {"name": "Võ Thị Bích Ngà"},
            {"name": "Nguyễn Văn Thuận", "age": "41"},
        ],
    }


@pytest.mark.parametrize(
    "name",
    [
        "unknown",
        "story-part",
        "guardians",
        "guardians-x-name",
        "guardians-0-other",
        "harm-odd-level",
    ],
)
def test_names_that_the_form_does_not_have_are_left_for_the_check_to_refuse(name: str) -> None:
    fields = definition(component("text", "story"), HARM, GUARDIANS)
    with pytest.raises(AnswersRejected):
        check(fields, parse(fields, posted((name, "1"))), now=NOW)


def test_a_field_sent_twice_is_left_for_the_check_to_refuse_and_shown_again() -> None:
    fields = definition(component("text", "story"))
    raw = parse(fields, posted(("story", "một"), ("story", "hai")))
    with pytest.raises(AnswersRejected) as rejected:
        check(fields, raw, now=NOW)
    page = task_page(fields, raw, rejected.value.errors)
    assert sent(read_html(page))["story"] == "một"


def test_a_flood_of_fields_is_refused() -> None:
    fields = definition(component("text", "story"))
    with pytest.raises(RequestEntityTooLarge):
        parse(fields, MultiDict([("story", "x")] * (MOST_FIELDS + 1)))


def test_adding_and_removing_rows_loses_nothing_typed() -> None:
    fields = definition(component("text", "story"), GUARDIANS)
    written = [("story", "Bị bạn đánh"), ("guardians-0-name", "Ngà"), ("guardians-0-age", "x")]
    more = rearranged(fields, posted(*written, ("_add", "guardians")))
    assert more == {"story": "Bị bạn đánh", "guardians": [{"name": "Ngà", "age": "x"}, {}]}
    drawn = sent(read_html(task_page(fields, more)), ("_remove", "guardians-0"))
    assert rearranged(fields, drawn) == {
        "story": "Bị bạn đánh",
        "guardians": [{"name": "", "age": ""}],
    }


@pytest.mark.parametrize("button", [("_add", "story"), ("_remove", "guardians-9"), ("_add", "")])
def test_a_forged_button_changes_nothing(button: tuple[str, str]) -> None:
    fields = definition(component("text", "story"), GUARDIANS)
    raw = rearranged(fields, posted(("guardians-0-name", "Ngà"), button))
    assert raw == {"guardians": [{"name": "Ngà"}]}


def test_no_more_rows_are_offered_than_the_form_takes() -> None:
    fields = definition(GUARDIANS)
    three: dict[str, Any] = {"guardians": [{}, {}, {}]}
    assert "_add" in task_page(fields, {"guardians": [{}, {}]})
    assert "_add" not in task_page(fields, three)
    forged = posted(*[(f"guardians-{n}-name", "x") for n in range(3)], ("_add", "guardians"))
    assert len((rearranged(fields, forged) or {})["guardians"]) == 3


def test_sending_a_form_rearranges_nothing() -> None:
    fields = definition(GUARDIANS)
    assert rearranged(fields, posted(("guardians-0-name", "Ngà"))) is None


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
