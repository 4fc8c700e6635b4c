"""How an element or a flow of a diagram differs from the one of the same id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from processes.engine import Element, Flow
from processes.forms.wording import Text

# Where it stands in its file says nothing about what it does.
_PLACES = frozenset({"line", "file", "scope", "process", "id"})
_WORDS = {
    "name": Text(vi="tên", en="name"),
    "kind": Text(vi="loại", en="kind"),
    "roles": Text(vi="vai trò", en="role"),
    "form": Text(vi="biểu mẫu", en="form"),
    "timer": Text(vi="mốc hẹn giờ", en="timer"),
    "condition": Text(vi="điều kiện", en="condition"),
    "source": Text(vi="nơi đi", en="from"),
    "target": Text(vi="nơi đến", en="to"),
    "calls": Text(vi="sơ đồ được gọi", en="diagram called"),
    "message": Text(vi="thông điệp", en="message"),
    "default": Text(vi="đường mặc định", en="default way"),
    "host": Text(vi="gắn vào", en="attached to"),
}


def of_element(was: Element, now: Element) -> Iterator[Text]:
    """Each attribute that differs, with both values; nothing when only the drawing moved."""
    yield from _attributes(was, now)
    for name in sorted({*was.properties, *now.properties}):
        old, new = was.properties.get(name, ""), now.properties.get(name, "")
        if old != new:
            yield _change(Text(vi=f"thuộc tính {name}", en=f"property {name}"), old, new)


def of_flow(was: Flow, now: Flow) -> Iterator[Text]:
    """As `of_element`, of a flow."""
    yield from _attributes(was, now)


def _attributes(was: Element | Flow, now: Element | Flow) -> Iterator[Text]:
    for one in fields(was):
        old, new = getattr(was, one.name), getattr(now, one.name)
        if one.name not in _PLACES and one.name != "properties" and old != new:
            word = _WORDS.get(one.name, Text(vi=one.name, en=one.name))
            yield _change(word, _said(old), _said(new))


def _change(word: Text, old: str, new: str) -> Text:
    return Text(
        vi=f"{word['vi']} “{old}” → “{new}”" if old else f"{word['vi']} → “{new}”",
        en=f"{word['en']} “{old}” → “{new}”" if old else f"{word['en']} → “{new}”",
    )


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
