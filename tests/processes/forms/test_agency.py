"""A field that asks for an agency: of the list, or written by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.agencies import AgencyKind
from processes.forms.answers import AnswersRejected, check
from processes.forms.component import Choice, Component
from processes.forms.definition import FormDefinition, FormRejected
from processes.forms.listed_agency import KINDS, ListedAgency
from processes.forms.summary import summary
from processes.forms.wording import GENERAL, Text

NOW = datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
WORDS = Text(vi="Nơi tiếp nhận", en="Agency")
FIELD = Component(
    type="agency",
    key="agency",
    label=WORDS,
    required=True,
    values=(
        Choice("commune_police", Text(vi="Công an xã", en="Police")),
        Choice("labour_office", Text(vi="Lao động", en="Labour")),
    ),
)
FORM = FormDefinition(id="letter", title=WORDS, basis="design", components=(FIELD,))
POLICE = ListedAgency(1, "Công an xã A", "commune_police", "A", date(2020, 1, 1))
OFFICE = ListedAgency(
    2, "Phòng cũ", "labour_office", "B", date(2008, 1, 1), date(2026, 8, 20), "Xã mới"
)
COMING = ListedAgency(3, "Công an B", "commune_police", "B", date(2026, 9, 1))
HELP = ListedAgency(4, "115", "emergency_help", "A", date(2020, 1, 1))
LISTED = {one.id: one for one in (POLICE, OFFICE, COMING, HELP)}


def answered(raw: object, *, filed_at: datetime | None = None) -> object:
    found = check(FORM, {"agency": raw}, now=NOW, filed_at=filed_at, agencies=LISTED)
    return found.values["agency"]


def refused(raw: object) -> str:
    with pytest.raises(AnswersRejected) as rejected:
        answered(raw)
    return " ".join(error.message["en"] for error in rejected.value.errors)


def test_the_kinds_of_a_form_are_those_of_the_list() -> None:
    assert {one.value for one in AgencyKind} == KINDS


def test_one_of_the_list_is_kept_by_number_kind_and_name() -> None:
    kept = {"id": 1, "kind": "commune_police", "name": "Công an xã A"}
    assert answered({"id": "1"}) == answered({"id": 1}) == answered(kept) == kept


def test_what_is_written_out_by_hand_as_it_stands_in_the_list_is_that_one() -> None:
    by_hand = {"name": " công an  xã A", "kind": "commune_police"}
    assert answered(by_hand) == {"id": 1, "kind": "commune_police", "name": "Công an xã A"}


def test_one_that_is_not_in_the_list_is_kept_without_a_number() -> None:
    by_hand = {"kind": "commune_police", "name": "Công an xã Z"}
    assert answered({"id": "other", **by_hand}) == answered(by_hand) == by_hand


def test_one_that_has_ended_names_who_takes_its_place() -> None:
    assert "after 20/8/2026; Xã mới takes its place" in refused({"id": "2"})
    assert "from 1/9/2026" in refused({"id": "3"})


def test_a_correction_keeps_what_was_valid_when_the_form_was_filed() -> None:
    kept = {"id": 2, "kind": "labour_office", "name": "Phòng cũ"}
    assert answered(kept, filed_at=NOW - timedelta(days=30)) == kept


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        {},
        {"id": "", "name": " ", "kind": ""},
        "Công an",
        {"id": "0"},
        {"id": "9" * 30},
        {"id": "²"},
        {"id": True},
        {"id": ["1", "2"]},
        {"id": "4"},
        {"id": "other"},
        {"id": "other", "name": "X", "kind": "emergency_help"},
        {"id": "other", "name": "X" * 301, "kind": "commune_police"},
        {"nowhere": "1"},
    ],
)
def test_no_other_answer_is_an_agency(raw: object) -> None:
    assert refused(raw)


def test_it_is_read_as_name_and_kind() -> None:
    values = check(FORM, {"agency": {"id": "1"}}, now=NOW, agencies=LISTED).values
    (line,) = summary(FORM, values, "vi", GENERAL)
    assert line.content == "Công an xã A (Công an xã)"


def test_an_owner_names_only_kinds_that_there_are() -> None:
    document = {
        "id": "letter",
        "title": WORDS,
        "basis": "design",
        "components": [
            {
                "type": "agency",
                "key": "agency",
                "label": WORDS,
                "required": True,
                "private": "none",
                "values": [{"value": "ministry", "label": WORDS}],
            }
        ],
    }
    with pytest.raises(FormRejected, match="ministry"):
        FormDefinition.from_document(document)
