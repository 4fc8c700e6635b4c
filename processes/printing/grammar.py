"""What may stand where in the markup of a paper, every element and attribute by name. Pure."""

from __future__ import annotations

from typing import Final

from lxml import etree

INLINE: Final = frozenset({"b", "i", "br"})
ATTRIBUTES: Final = {
    "paper": frozenset[str](),
    "p": frozenset({"align", "size", "before", "after", "indent", "bold", "italic"}),
    "line": frozenset({"width"}),
    "columns": frozenset({"widths", "before"}),
    "column": frozenset[str](),
    "table": frozenset({"widths", "size"}),
    "row": frozenset({"head"}),
    "cell": frozenset({"align"}),
    "keep": frozenset[str](),
    "b": frozenset[str](),
    "i": frozenset[str](),
    "br": frozenset[str](),
}
INSIDE: Final = {
    "paper": frozenset({"p", "line", "columns", "table", "keep"}),
    "keep": frozenset({"p", "line", "columns"}),
    "columns": frozenset({"column"}),
    "column": frozenset({"p", "line"}),
    "table": frozenset({"row"}),
    "row": frozenset({"cell"}),
    "cell": INLINE,
    "p": INLINE,
    "b": INLINE,
    "i": INLINE,
    "br": frozenset[str](),
    "line": frozenset[str](),
}
HOLDS_TEXT: Final = frozenset({"p", "cell", "b", "i"})


class NotAPaper(Exception):
    """What the template made is no paper; `line` counts from 1."""

    def __init__(self, line: int, vi: str, en: str) -> None:
        self.line, self.vi, self.en = line, vi, en
        super().__init__(f"{line}: {en}")


def check(node: etree._Element) -> None:
    """Is all that stands in it where it may stand? Raises NotAPaper."""
    tag = str(node.tag)
    for inner in node:
        if inner.tag not in INSIDE[tag]:
            raise wrong(
                inner,
                f"“{_name(inner)}” không đặt được trong <{tag}>.",
                f"“{_name(inner)}” cannot stand in <{tag}>.",
            )
        for name in sorted(str(one) for one in inner.attrib):
            if name not in ATTRIBUTES[str(inner.tag)]:
                raise wrong(
                    inner,
                    f"{_name(inner)} không có thuộc tính “{name}”.",
                    f"{_name(inner)} has no attribute “{name}”.",
                )
        check(inner)
        if (inner.tail or "").strip() and tag not in HOLDS_TEXT:
            raise _stray(node)
    if (node.text or "").strip() and tag not in HOLDS_TEXT:
        raise _stray(node)


def wrong(node: etree._Element, vi: str, en: str) -> NotAPaper:
    """What is wrong at an element."""
    return NotAPaper(node.sourceline or 1, vi, en)


def _name(node: etree._Element) -> str:
    return f"<{node.tag}>" if isinstance(node.tag, str) else str(node)


def _stray(node: etree._Element) -> NotAPaper:
    return wrong(
        node,
        f"Chữ nằm ngay trong {_name(node)}; đặt vào <p> hoặc <cell>.",
        f"Text stands right in {_name(node)}; put it into <p> or <cell>.",
    )
