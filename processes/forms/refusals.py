"""Why one answer cannot be kept, as the sentence shown at its field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from processes.forms.component import Component
from processes.forms.wording import Text


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field (path such as `guardians.0.name`) and the sentence that says what to do."""

    path: str
    message: Text

    def within(self, place: str) -> FieldError:
        """The same error seen from one level higher."""
        return FieldError(f"{place}.{self.path}" if self.path else place, self.message)


class Refused(Exception):
    """Câu trả lời chưa lưu được. The answer cannot be kept; paths are relative to its field."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{one.path}: {one.message['en']}" for one in self.errors))

    @classmethod
    def because(cls, vi: str, en: str, *, at: str = "") -> Self:
        """One reason, for the field itself or a part of it."""
        return cls([FieldError(at, Text(vi=vi, en=en))])


def missing(component: Component) -> Text:
    """What to do about a required field that is empty; the definition may say it better."""
    if component.missing is not None:
        return component.missing
    vi, en = component.label["vi"], component.label["en"]
    if vi.endswith("?"):
        return Text(vi=f"Trả lời câu “{vi}”", en=f"Answer “{en}”")
    if component.type in ("radio", "select", "checkboxes", "agency"):
        return Text(vi=f"Chọn ở mục “{vi}”", en=f"Choose under “{en}”")
    return Text(vi=f"Ghi mục “{vi}”", en=f"Fill in “{en}”")


def misshapen() -> Refused:
    """The refusal of an answer that came twice, or as a group where one value is asked."""
    return Refused.because(
        "Mục này được gửi lên nhiều lần hoặc sai dạng; tải lại trang rồi gửi một câu trả lời",
        "This field came more than once or in the wrong form; reload the page and send one answer",
    )


def text_of(raw: Any) -> str:
    """What was typed, "" for nothing; refuses what is no text."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise misshapen()
    return raw


def known_parts(raw: dict[str, Any], parts: Iterable[str]) -> None:
    """Refuse parts that the field does not have."""
    allowed = set(parts)
    if unknown := unknown_fields(part for part in raw if part not in allowed):
        raise Refused(unknown)


def unknown_fields(keys: Iterable[object]) -> list[FieldError]:
    """An error for each field that the form does not have, the first 20 by name."""
    return [_unknown(key) for key in sorted(map(str, keys))[:20]]


def _unknown(key: str) -> FieldError:
    shown = key if len(key) <= 60 else key[:60] + "…"
    return FieldError(
        shown,
        Text(
            vi=f"Mẫu này không có mục “{shown}”; tải lại trang rồi gửi lại",
            en=f"This form has no field “{shown}”; reload the page and send it again",
        ),
    )
