"""The markup that a template makes: small XML, read into the blocks of a paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from processes.printing import grammar
from processes.printing.document import (
    BREAK,
    Block,
    Cell,
    Columns,
    Keep,
    Line,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
)
from processes.printing.grammar import NotAPaper, wrong

ALIGNMENTS: Final = frozenset({"left", "right", "center", "justify"})


def read(xml: str) -> tuple[Block, ...]:
    """The paper that the XML describes; raises NotAPaper."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
    )
    try:
        root = etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAPaper(
            error.lineno or 1, f"Không đọc được: {error.msg}", f"It cannot be read: {error.msg}"
        ) from error
    if root.tag != "paper" or root.getroottree().docinfo.doctype:
        raise NotAPaper(
            1, "Mẫu giấy bắt đầu bằng <paper>.", "A paper begins with <paper> and nothing else."
        )
    grammar.check(root)
    return tuple(_blocks(root))


def _blocks(node: etree._Element) -> Iterator[Block]:
    for inner in node:
        match inner.tag:
            case "p":
                yield from _parted(_paragraph(inner))
            case "line":
                yield Line(_number(inner, "width", 40, at_most=160))
            case "keep":
                yield Keep(tuple(_blocks(inner)))
            case "columns":
                yield Columns(
                    _widths(inner, len(inner)),
                    tuple(tuple(_blocks(one)) for one in inner),
                    before=_number(inner, "before", 0, at_most=100),
                )
            case "table" if len(inner):
                yield _table(inner)


def _paragraph(node: etree._Element) -> Paragraph:
    bold, italic = node.get("bold") == "yes", node.get("italic") == "yes"
    return Paragraph(
        _tidy(_runs(node, bold=bold, italic=italic)),
        align=_align(node),
        size=_number(node, "size", 13, at_least=6, at_most=30),
        before=_number(node, "before", 0, at_most=100),
        after=_number(node, "after", 6, at_most=100),
        indent=_number(node, "indent", 0, at_most=50),
    )


def _parted(block: Paragraph) -> Iterator[Paragraph]:
    """Where both margins are kept, a break begins a paragraph: a broken line would be stretched."""
    if block.align != "justify" or all(run.text != BREAK for run in block.runs):
        yield block
        return
    parts: list[list[Run]] = [[]]
    for run in block.runs:
        if run.text == BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    yield from (replace(block, runs=tuple(part)) for part in parts if part)


def _table(node: etree._Element) -> Table:
    rows = tuple(
        Row(
            tuple(
                Cell(_tidy(_runs(one, bold=row.get("head") == "yes")), _align(one)) for one in row
            ),
            head=row.get("head") == "yes",
        )
        for row in node
    )
    width = len(rows[0].cells)
    for row, source in zip(rows, node, strict=True):
        if len(row.cells) != width or not width:
            raise wrong(
                source,
                f"Dòng của bảng có {len(row.cells)} ô, dòng đầu có {width}.",
                f"A row of the table has {len(row.cells)} cells, the first has {width}.",
            )
    return Table(_widths(node, width), rows, _number(node, "size", 12, at_least=6, at_most=30))


def _align(node: etree._Element) -> str:
    align = node.get("align", "left")
    if align not in ALIGNMENTS:
        raise wrong(
            node, f"Không có cách dàn “{align}”.", f"There is no alignment named “{align}”."
        )
    return align


def _number(
    node: etree._Element, name: str, default: float, *, at_least: float = 0, at_most: float
) -> float:
    said = node.get(name, str(default))
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", said) and at_least <= float(said) <= at_most:
        return float(said)
    if name not in node.attrib:
        return default
    raise wrong(
        node,
        f"{name}=“{said}”: cần một số từ {at_least:g} đến {at_most:g}.",
        f"{name}=“{said}”: a number from {at_least:g} to {at_most:g} is needed.",
    )


def _widths(node: etree._Element, cells: int) -> tuple[float, ...]:
    said = node.get("widths", " ".join(["1"] * cells)).split()
    if len(said) != cells or not all(re.fullmatch(r"[1-9][0-9]?(\.[0-9])?", one) for one in said):
        raise wrong(
            node,
            f"“widths” cần {cells} số lớn hơn 0, một số cho mỗi cột.",
            f"“widths” needs {cells} numbers above 0, one for each column.",
        )
    return tuple(float(one) for one in said)


def _runs(node: etree._Element, *, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    if node.text:
        yield from _text(node.text, bold=bold, italic=italic)
    for inner in node:
        if inner.tag == "br":
            yield Run(BREAK, bold, italic)
        else:
            yield from _runs(
                inner, bold=bold or inner.tag == "b", italic=italic or inner.tag == "i"
            )
        if inner.tail:
            yield from _text(inner.tail, bold=bold, italic=italic)


def _text(text: str, *, bold: bool, italic: bool) -> Iterator[Run]:
    """Breaks apart; other white space, as the template has it, is one space."""
    for number, part in enumerate(text.split(BREAK)):
        if number:
            yield Run(BREAK, bold, italic)
        if part:
            yield Run(re.sub(r"[ \t\r\n]+", " ", part), bold, italic)


def _tidy(runs: Iterator[Run]) -> Runs:
    """Without the white space around the whole."""
    kept = list(runs)
    if kept and kept[0].text != BREAK:
        kept[0] = Run(kept[0].text.lstrip(" "), kept[0].bold, kept[0].italic)
    if kept and kept[-1].text != BREAK:
        kept[-1] = Run(kept[-1].text.rstrip(" "), kept[-1].bold, kept[-1].italic)
    return tuple(run for run in kept if run.text)
