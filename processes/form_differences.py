"""How a form differs from the one of the same name: its title, and field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import PurePosixPath
from typing import Literal

from processes.forms.component import Component
from processes.forms.definition import FormDefinition, FormRejected
from processes.forms.wording import Text

Change = Literal["added", "changed", "removed"]
_WORDS = {
    "label": Text(vi="tên ô", en="label"),
    "hint": Text(vi="lời gợi ý", en="hint"),
    "required": Text(vi="bắt buộc hay không", en="whether it must be answered"),
    "values": Text(vi="các lựa chọn", en="the choices"),
    "when": Text(vi="lúc nào hỏi", en="when it is asked"),
    "private": Text(vi="mức riêng tư", en="how private it is"),
    "routing": Text(vi="giá trị định tuyến", en="routing value"),
    "type": Text(vi="loại ô", en="kind of field"),
    "components": Text(vi="các ô bên trong", en="the fields inside"),
    "min": Text(vi="giới hạn dưới", en="lower bound"),
    "max": Text(vi="giới hạn trên", en="upper bound"),
}


def of_forms(file: str, before: bytes, after: bytes) -> Iterator[tuple[Change, Text]]:
    """Each field added, removed or changed; nothing where one of the two cannot be read."""
    name = PurePosixPath(file).stem
    try:
        old, new = (FormDefinition.from_json(raw, name=name) for raw in (before, after))
    except FormRejected:
        return
    form = new.title
    if old.title != new.title:
        yield "changed", _of_form(form, Text(vi="tên biểu mẫu", en="the title"))
    for word in ("intro", "submit", "beside", "basis"):
        if getattr(old, word) != getattr(new, word):
            yield "changed", _of_form(form, Text(vi=_PARTS[word][0], en=_PARTS[word][1]))
    was, now = ({one.key: one for one in each.components} for each in (old, new))
    for key in dict.fromkeys([*now, *was]):
        if key not in was:
            yield "added", _of_field("Thêm", "Added", form, now[key])
        elif key not in now:
            yield "removed", _of_field("Bỏ", "Removed", form, was[key])
        elif was[key] != now[key]:
            yield "changed", _changed(form, was[key], now[key])
    if list(was) != [key for key in now if key in was] and set(was) <= set(now):
        yield "changed", _of_form(form, Text(vi="thứ tự các ô", en="the order of the fields"))


_PARTS = {
    "intro": ("lời dẫn", "the introduction"),
    "submit": ("chữ trên nút", "the words of the button"),
    "beside": ("mẫu để đọc bên cạnh", "the forms read beside it"),
    "basis": ("căn cứ", "its basis"),
}


def _of_form(form: Text, what: Text) -> Text:
    return Text(
        vi=f"Biểu mẫu “{form['vi']}”: sửa {what['vi']}.",
        en=f"Form “{form['en']}”: changed {what['en']}.",
    )


def _of_field(verb_vi: str, verb_en: str, form: Text, one: Component) -> Text:
    return Text(
        vi=f"Biểu mẫu “{form['vi']}”: {verb_vi.lower()} ô “{one.label['vi']}”.",
        en=f"Form “{form['en']}”: {verb_en.lower()} the field “{one.label['en']}”.",
    )


def _changed(form: Text, was: Component, now: Component) -> Text:
    names = [one.name for one in fields(was) if getattr(was, one.name) != getattr(now, one.name)]
    vi, en = (
        ", ".join(_WORDS[name][language] if name in _WORDS else name for name in names)
        for language in ("vi", "en")
    )
    return Text(
        vi=f"Biểu mẫu “{form['vi']}”: sửa ô “{was.label['vi']}” ({vi}).",
        en=f"Form “{form['en']}”: changed the field “{was.label['en']}” ({en}).",
    )
