"""Whether the parts of a form agree: keys, conditions, routing values, limits, placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from processes.forms.component import Choice, Component
from processes.forms.findings import FormFinding
from processes.forms.listed_agency import KINDS
from processes.forms.wording import PLACEHOLDER, PLACEHOLDERS, Text

# `[routing.<name>]` of process.toml: {"type": "choice"|"moment"|"date", "values": [...]}.
RoutingDeclared: TypeAlias = Mapping[str, Mapping[str, Any]]

_ROUTING_TYPE = {"radio": "choice", "select": "choice", "constant": "choice"}


def cross_findings(
    form: str,
    components: Sequence[Component],
    routing_declared: RoutingDeclared | None,
    *,
    texts: Sequence[Text] = (),
) -> tuple[FormFinding, ...]:
    """Everything that the shape alone does not show; routing names only where declarations come.

    `texts` are those of the form itself: its title, introduction and button.
    """
    findings = [FormFinding(form, None, message) for message in _placeholders(texts)]
    findings += (
        FormFinding(form, place, message) for place, message in _level(components, above={})
    )
    findings += (
        FormFinding(form, one.key, message)
        for one in components
        for message in (
            *_routing(one, components, routing_declared),
            *_since(one, routing_declared),
        )
    )
    return tuple(findings)


def _level(
    components: Sequence[Component], *, above: Mapping[str, Component], within: str = ""
) -> Iterator[tuple[str, Text]]:
    """Findings of the components of one level; `above` are those of the top level before it."""
    earlier: dict[str, Component] = {}
    for one in components:
        place = within + one.key
        if one.key in earlier:
            yield (
                place,
                Text(
                    vi=f"Đổi khóa “{one.key}”: trong mẫu đã có ô mang khóa này",
                    en=f"Change the key “{one.key}”: another field has it already",
                ),
            )
        for message in (
            *_condition(one, {**above, **earlier}),
            *_order(one, earlier),
            *_limits(one),
            *_repeats(one),
            *_agency_kinds(one),
            *_placeholders(_texts(one)),
        ):
            yield place, message
        yield from _level(one.components, above={**above, **earlier}, within=f"{place}.")
        earlier[one.key] = one


def _condition(one: Component, known: Mapping[str, Component]) -> Iterator[Text]:
    if one.when is None:
        return
    # An earlier field only: answers are then read once, in order, and nothing goes in a circle.
    asked = known.get(one.when.field)
    if asked is None or not asked.is_field:
        yield Text(
            vi=f"Điều kiện hiện ô cần nêu một ô đứng trước; chưa có ô “{one.when.field}”",
            en=f"The condition must name a field before this one; there is no “{one.when.field}”",
        )
        return
    kinds = {"contains": ("checkboxes",), "filled": None}.get(one.when.op, ("radio", "select"))
    if kinds is not None and asked.type not in kinds:
        yield Text(
            vi=f"Phép “{one.when.op}” không dùng được với ô “{asked.key}” loại {asked.type}",
            en=f"“{one.when.op}” cannot be used with “{asked.key}”, a field of type {asked.type}",
        )
        return
    value = one.when.value
    if isinstance(value, tuple) != (one.when.op == "in") or (value is None) != (kinds is None):
        yield Text(
            vi=f"Ghi đúng dạng giá trị cho phép “{one.when.op}”: danh sách cho “in”, không ghi "
            "cho “filled”, một giá trị cho các phép khác",
            en=f"Give “{one.when.op}” the value it takes: a list for “in”, none for “filled”, "
            "one value for the others",
        )
        return
    named = value if isinstance(value, tuple) else () if value is None else (value,)
    possible = {choice.value for choice in asked.values}
    for unknown in (name for name in named if name not in possible):
        yield Text(
            vi=f"Ô “{asked.key}” không có lựa chọn “{unknown}”",
            en=f"The field “{asked.key}” has no choice “{unknown}”",
        )


def _order(one: Component, earlier: Mapping[str, Component]) -> Iterator[Text]:
    if one.not_before is None:
        return
    first = earlier.get(one.not_before)
    if first is None or first.type != one.type:
        yield Text(
            vi=f"“not_before” cần nêu một ô cùng loại đứng trước; chưa có “{one.not_before}”",
            en=f"“not_before” must name an earlier field of the same type, not “{one.not_before}”",
        )


def _since(one: Component, declared: RoutingDeclared | None) -> Iterator[Text]:
    """Whether each moment of the case that bounds a field is declared, with words for it."""
    if declared is None:
        return
    for name in (name for part in one.parts for name in part.since):
        wanted = declared.get(name, {})
        if wanted.get("type") != "moment" or not (wanted.get("vi") and wanted.get("en")):
            yield Text(
                vi=f"Khai báo “{name}” trong process.toml: loại moment, kèm tên gọi vi và en",
                en=f"Declare “{name}” in process.toml: of type moment, named in vi and en",
            )


def _limits(one: Component) -> Iterator[Text]:
    if one.min is not None and one.max is not None and one.min > one.max:
        yield Text(vi="Để số nhỏ nhất không lớn hơn số lớn nhất",
                   en="Let the smallest number not be above the largest")  # fmt: skip
    if one.past and one.future:
        yield Text(vi="Chọn một trong hai: “past” hoặc “future”",
                   en="Choose one of the two: “past” or “future”")  # fmt: skip


def _repeats(one: Component) -> Iterator[Text]:
    for choices in (one.values, one.rows, one.levels):
        values = [choice.value for choice in choices]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield Text(vi=f"Bỏ lựa chọn ghi hai lần: “{value}”",
                       en=f"Remove the choice written twice: “{value}”")  # fmt: skip


def _agency_kinds(one: Component) -> Iterator[Text]:
    if one.type != "agency":
        return
    known = ", ".join(sorted(KINDS))
    for kind in (choice.value for choice in one.values if choice.value not in KINDS):
        yield Text(vi=f"Không có loại nơi tiếp nhận “{kind}”; có: {known}",
                   en=f"There is no kind of agency “{kind}”; there are: {known}")  # fmt: skip


def _placeholders(texts: Iterable[Text]) -> Iterator[Text]:
    for text in texts:
        for name in PLACEHOLDER.findall(text["vi"]) + PLACEHOLDER.findall(text["en"]):
            if name not in PLACEHOLDERS:
                yield Text(vi=f"Không có từ thay thế “{{{name}}}”",
                           en=f"There is no placeholder “{{{name}}}”")  # fmt: skip


def _texts(one: Component) -> Iterator[Text]:
    choices: tuple[Choice, ...] = one.values + one.rows + one.levels
    maybe = (one.label, one.hint, one.noun, one.missing, one.item, one.too_old)
    yield from (text for text in maybe if text is not None)
    for choice in choices:
        yield choice.label
        if choice.hint is not None:
            yield choice.hint


def _routing(
    one: Component, components: Sequence[Component], declared: RoutingDeclared | None
) -> Iterator[Text]:
    if one.routing is None:
        return
    if sum(other.routing == one.routing for other in components) > 1:
        yield Text(
            vi=f"Chỉ để một ô đặt giá trị điều hướng “{one.routing}”",
            en=f"Let only one field set the routing value “{one.routing}”",
        )
    if declared is None:
        return
    if one.routing not in declared:
        yield Text(
            vi=f"Khai báo giá trị điều hướng “{one.routing}” trong process.toml",
            en=f"Declare the routing value “{one.routing}” in process.toml",
        )
        return
    wanted = declared[one.routing]
    if wanted["type"] != _ROUTING_TYPE.get(one.type, one.type):
        yield Text(
            vi=f"Giá trị điều hướng “{one.routing}” là {wanted['type']}, ô này là {one.type}",
            en=f"The routing value “{one.routing}” is a {wanted['type']}, the field a {one.type}",
        )
        return
    values = [choice.value for choice in one.values] + ([one.value] if one.value else [])
    for unknown in (value for value in values if value not in wanted.get("values", ())):
        yield Text(
            vi=f"“{unknown}” không có trong các giá trị của “{one.routing}” ở process.toml",
            en=f"“{unknown}” is not among the values of “{one.routing}” in process.toml",
        )
