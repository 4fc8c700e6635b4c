"""Draws the choice of an agency: those of the list under headings, and one written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from processes.agencies import Nearness, Offered
from processes.forms.agencies import OTHER
from processes.forms.component import Component
from processes.forms.listed_agency import ListedAgency
from processes.forms.wording import Language
from service.pages.conditions import Guard, Triggers, group
from service.pages.fields import Field, Option
from service.speech import gettext as _


def agency_field(
    one: Component,
    frame: Field,
    value: Any,
    offered: Offered,
    *,
    messages: Mapping[str, str],
    language: Language,
    triggers: Triggers,
) -> Field:
    """The field; `frame` has its words, `value` what was kept or typed."""
    given = value if isinstance(value, dict) else {}
    number = _typed(given.get("id"))
    written = _typed(given.get("name")) or _typed(given.get("kind"))
    by_hand = number == OTHER or (not number and bool(written))
    kinds = {choice.value: choice.label[language] for choice in one.values}
    named = [item for item in offered.agencies if item[1].kind in kinds]
    choices = tuple(_headed(named, number))
    if number and not by_hand and number not in {str(it.id) for _near, it in named}:
        choices = (_gone(number, given), *choices)
    guard = Guard(f"{frame.name}-id", one.label[language], (OTHER,), (_other(),))
    listed = Field(
        kind="select",
        name=guard.name,
        label=frame.label,
        value=next(
            (option.label for _title, options in choices for option in options if option.checked),
            "",
        ),
        offered=choices,
        options=(
            Option(
                id=f"f-{guard.name}-{OTHER}",
                value=OTHER,
                label=_other(),
                checked=by_hand,
                trigger=triggers.option(guard.name, OTHER),
            ),
        ),
    )
    hand = (
        _name(frame, given if by_hand else {}, messages),
        _kind(frame, kinds, given if by_hand else {}, messages),
    )
    return replace(frame, parts={"id": listed}, inside=(group(guard, hand, triggers),))


def _headed(
    named: list[tuple[Nearness, ListedAgency]], chosen: str
) -> Iterator[tuple[str, tuple[Option, ...]]]:
    titles: dict[Nearness, str] = {
        "here": _("Ở xã nơi cư trú, nơi trường đóng"),
        "wider": _("Phạm vi rộng hơn"),
        "elsewhere": _("Ở xã, phường khác"),
    }
    for near, found in groupby(named, key=lambda item: item[0]):
        yield (
            titles[near],
            tuple(
                Option(
                    id="",
                    value=str(one.id),
                    label=f"{one.name} ({one.area})" if near == "elsewhere" else one.name,
                    checked=str(one.id) == chosen,
                )
                for _near, one in found
            ),
        )


def _gone(number: str, given: Mapping[str, Any]) -> tuple[str, tuple[Option, ...]]:
    """What was chosen while it was in the list stays chosen, until it is refused in words."""
    label = _typed(given.get("name")) or _("nơi đã chọn trước")
    chosen = Option(id="", value=number, label=label, checked=True)
    return (_("Không còn trong danh sách"), (chosen,))


def _name(frame: Field, given: Mapping[str, Any], messages: Mapping[str, str]) -> Field:
    name = f"{frame.name}-name"
    return Field(
        kind="text",
        name=name,
        label=_("Tên nơi tiếp nhận"),
        error=messages.get(name, ""),
        value=_typed(given.get("name")),
    )


def _kind(
    frame: Field, kinds: Mapping[str, str], given: Mapping[str, Any], messages: Mapping[str, str]
) -> Field:
    name = f"{frame.name}-kind"
    return Field(
        kind="select",
        name=name,
        label=_("Thuộc loại nào?"),
        error=messages.get(name, ""),
        options=tuple(
            Option(
                id=f"f-{name}" + (f"-{number}" if number else ""),
                value=value,
                label=label,
                checked=given.get("kind") == value,
            )
            for number, (value, label) in enumerate(kinds.items())
        ),
    )


def _other() -> str:
    return _("Nơi khác, ghi tên")


def _typed(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
