"""What is wrong with the papers of a bundle, before it is published. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from processes.bundle import Bundle
from processes.engine import Finding
from processes.forms.definition import FormDefinition
from processes.printing import language
from processes.printing.grammar import NotAPaper
from processes.printing.markup import read
from processes.printing.register import FILE, FOLDER, Papers, Printed, RegisterWrong, papers_of

_ANSWER: Final = {
    "label": "x", "words": "x", "asks": True,
    "table": {
        "widths": "1 1", "size": "12", "headings": ["x", "x"], "rows": [{"cells": ["x", "x"]}],
        "counts": "x",
    },
}  # fmt: skip

# One value of each shape: a template is tried on them, and on no value at all.
SAMPLE: Final[Mapping[str, Any]] = {
    "mark": "x", "title": "x", "signs": "x", "body": "x", "school": "x", "place": "x", "date": "x",
    "year": "x", "code": "x", "writer": "x", "number": "x", "symbol": "x",
    "words": {"student": "x", "head": "x", "school": "x"},
    "sections": [{"title": "x", "answers": [_ANSWER, {"label": "x", "words": "x", "asks": True}]}],
    "decision": {"title": "x", "answers": [{"label": "x", "words": "x", "asks": True}],
                 "filed": "x"},
    "answers": {},
    "receiver": "x",
    "passed": [{"label": "x", "words": "x", "asks": True}],
    "signer": {"for_head": True, "name": "x"},
}  # fmt: skip
EMPTY: Final = {
    name: type(value)() if isinstance(value, list | dict | str) else value
    for name, value in SAMPLE.items()
}


def of_papers(bundle: Bundle, forms: Sequence[FormDefinition]) -> Iterator[Finding]:
    """Sections without a form or template, and templates that do more than print."""
    try:
        papers = papers_of(bundle)
    except RegisterWrong as wrong:
        yield _finding(wrong.section, wrong.vi, wrong.en)
        return
    if not papers.own:
        return
    by_id = {form.id: form for form in forms}
    for form, printed in papers.printed.items():
        yield from _of_section(form, printed, papers, by_id)
    for name, template in papers.templates.items():
        yield from _of_template(name, template)


def _of_section(
    form: str, printed: Printed, papers: Papers, forms: Mapping[str, FormDefinition]
) -> Iterator[Finding]:
    if printed.template not in papers.templates:
        yield _finding(
            form,
            f"Không có mẫu giấy {FOLDER}{printed.template}.",
            f"There is no template {FOLDER}{printed.template}.",
        )
    named = {form, printed.contents, printed.decided_by} | {
        one.form for one in printed.passes.values()
    }
    for name in sorted(one for one in named if one is not None and one not in forms):
        yield _finding(form, f"Không có biểu mẫu “{name}”.", f"There is no form “{name}”.")
    asked = [(form, printed.when[0])] if printed.when is not None else []
    asked += [(one.form, field) for one in printed.passes.values() for field in one.fields]
    for name, key in asked:
        if name in forms and key not in {one.key for one in forms[name].fields()}:
            yield _finding(
                form,
                f"Biểu mẫu “{name}” không có câu hỏi “{key}”.",
                f"The form “{name}” has no question “{key}”.",
            )


def _of_template(name: str, template: str) -> Iterator[Finding]:
    found = False
    for wrong in language.wrong(template, SAMPLE):
        found = True
        yield _finding("", wrong.vi, wrong.en, file=f"{FOLDER}{name}", line=wrong.line)
    for values in () if found else (SAMPLE, EMPTY):
        try:
            read(language.fill(template, values))
        except NotAPaper as wrong_paper:
            yield _finding("", wrong_paper.vi, wrong_paper.en, file=f"{FOLDER}{name}")
            return
        except TypeError:
            yield _finding(
                "",
                "Một vòng lặp đi qua giá trị không phải là danh sách.",
                "A loop goes over what is no list.",
                file=f"{FOLDER}{name}",
            )
            return


def _finding(element: str, vi: str, en: str, *, file: str = FILE, line: int = 0) -> Finding:
    return Finding(file, line, element, "paper", vi, en)
