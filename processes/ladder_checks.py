"""What is wrong with the ladders and notices of a bundle, before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from processes.bundle import Bundle
from processes.engine import Diagrams, Element, Finding
from processes.ladders import FILE, MANAGING_BODY, Ladder, Rung, finding, ladders
from processes.notices import (
    FOR_THE_BODY,
    LANGUAGES,
    PLACEHOLDERS,
    NoticeTextWrong,
    path_of,
    text_of,
)

# The managing body learns of which school and case, and nothing of what is awaited there.
HIDDEN_FROM_THE_BODY: Final = frozenset({"task", "waiting"})


def of_ladders(bundle: Bundle, diagrams: Diagrams) -> Iterator[Finding]:
    """Ladders that cannot be read or do not fit their element, texts missing or wrong.

    A bundle that names no ladder needs none.
    """
    register = ladders(bundle)
    yield from register.findings
    unreadable = {one.element for one in register.findings}
    for element in diagrams.elements.values():
        name = element.properties.get("ladder")
        if name is None or name in unreadable or "" in unreadable:
            continue
        ladder = register.ladders.get(name)
        if ladder is None:
            yield finding(
                element.id,
                f"Không có thang “{name}” trong {FILE}.",
                f"There is no ladder “{name}” in {FILE}.",
                file=element.file,
                line=element.line,
            )
        elif not _has_an_end(element):
            yield from _without_an_end(element, ladder, bundle)
    yield from _of_texts(bundle, register.ladders)


def _has_an_end(element: Element) -> bool:
    return element.trigger == "timer"


def _without_an_end(element: Element, ladder: Ladder, bundle: Bundle) -> Iterator[Finding]:
    for rung in ladder.rungs:
        if rung.when.needs_an_end:
            yield finding(
                element.id,
                f"Thang “{ladder.name}”, bậc “{rung.name}” tính theo hạn, nhưng ở đây không có "
                "hạn.",
                f"Rung “{rung.name}” of the ladder “{ladder.name}” counts from a limit, and "
                "there is none here.",
                file=element.file,
                line=element.line,
            )
        elif any("due" in _placeholders(bundle, rung, language) for language in LANGUAGES):
            yield finding(
                element.id,
                f"Lời nhắc “{rung.notice}” nói đến hạn {{due}}, nhưng ở đây không có hạn.",
                f"The notice “{rung.notice}” speaks of a limit, {{due}}, and there is none here.",
                file=element.file,
                line=element.line,
            )


def _of_texts(bundle: Bundle, known: Mapping[str, Ladder]) -> Iterator[Finding]:
    allowed = {rung.notice: PLACEHOLDERS for ladder in known.values() for rung in ladder.rungs}
    for ladder in known.values():
        for rung in ladder.rungs:
            if MANAGING_BODY in rung.to:
                allowed[rung.notice] = PLACEHOLDERS - HIDDEN_FROM_THE_BODY
    if known:
        allowed[FOR_THE_BODY] = PLACEHOLDERS - HIDDEN_FROM_THE_BODY - {"due"}
    for name, placeholders in allowed.items():
        for language in LANGUAGES:
            yield from _of_text(bundle, name, language, placeholders)


def _of_text(
    bundle: Bundle, name: str, language: str, allowed: frozenset[str]
) -> Iterator[Finding]:
    file = path_of(name, language)
    try:
        text = text_of(bundle, name, language)
        unknown = text.placeholders - allowed
    except KeyError:
        yield finding(name, f"Thiếu tệp {file}.", f"The file {file} is missing.", file=file)
        return
    except NoticeTextWrong as wrong:
        yield finding(name, f"Không đọc được: {wrong}", f"Unreadable: {wrong}", file=file)
        return
    if not text.lines:
        yield finding(name, "Lời nhắc chưa có nội dung.", "The notice has no body.", file=file)
    for placeholder in sorted(unknown):
        yield finding(
            name,
            f"Chỗ trống {{{placeholder}}} không dùng được trong lời nhắc này.",
            f"The placeholder {{{placeholder}}} cannot be used in this notice.",
            file=file,
        )


def _placeholders(bundle: Bundle, rung: Rung, language: str) -> frozenset[str]:
    try:
        return text_of(bundle, rung.notice, language).placeholders
    except (KeyError, NoticeTextWrong):
        return frozenset()  # said of the text itself
