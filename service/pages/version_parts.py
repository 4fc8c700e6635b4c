"""What the pages of a version and of a proposal share: differences, findings, limits, forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from processes import differences, version_limits
from processes.bundle import DESCRIPTION, Bundle, NotABundle
from processes.differences import Kind
from processes.engine import Finding, sketch
from processes.forms.definition import FormDefinition, FormRejected
from processes.forms.wording import GENERAL
from processes.working_time.calendar import Calendar
from service.languages import language
from service.pages.tags import Tag
from service.pages.version_drawings import AddressOf
from service.speech import gettext as _

MOST_LINES = 120  # of one file's difference
LONGEST = 5_000  # lines of a file that are still compared one by one
MOST_FINDINGS = 200


@dataclass(frozen=True)
class DifferenceRow:
    """One difference in words."""

    tag: Tag
    words: str
    file: str


@dataclass(frozen=True)
class FileLines:
    """How a file differs, line by line: `kind` of a line is "added", "removed" or "same"."""

    file: str
    lines: tuple[tuple[str, str], ...]
    more: bool


@dataclass(frozen=True)
class Compared:
    """A version beside another one."""

    title: str
    rows: tuple[DifferenceRow, ...]
    files: tuple[FileLines, ...]


@dataclass(frozen=True)
class FindingRow:
    """What is wrong, where, by which rule, and what to do."""

    element: str
    place: str
    words: str
    rule: str


@dataclass(frozen=True)
class LimitRow:
    """A time limit with a computed example."""

    name: str
    about: str
    limit: str
    example: str


@dataclass(frozen=True)
class FormRow:
    """A form, and the tasks that ask for it."""

    title: str
    href: str
    asked_by: str


def can_be_shown(found: Sequence[Finding]) -> bool:
    """Whether the description is good enough to show what the bundle holds."""
    return not any(one.rule == "bundle" and one.file == DESCRIPTION for one in found)


def finding_rows(bundle: Bundle, found: Sequence[Finding]) -> tuple[FindingRow, ...]:
    """The findings in the reader's language, each with the name of its element."""
    names = names_of(bundle)
    return tuple(
        FindingRow(
            element=names.get(one.element, one.element),
            place=_("%(file)s, dòng %(line)d", file=one.file, line=one.line)
            if one.line
            else one.file,
            words=one.message_en if language() == "en" else one.message_vi,
            rule=one.rule,
        )
        for one in found[:MOST_FINDINGS]
    )


def names_of(bundle: Bundle) -> Mapping[str, str]:
    """What each element is called in the reader's language, sound or not."""
    try:
        english = bundle.english_names if language() == "en" else {}
    except NotABundle:
        english = {}
    return {
        key: str(english.get(key, one.name or key)) for key, one in sketch(bundle).elements.items()
    }


def compared(title: str, before: Bundle, after: Bundle) -> Compared:
    """The differences in words, and line by line."""
    return Compared(
        title=title,
        rows=tuple(
            DifferenceRow(_tag(one.kind), one.what[language()], one.file)
            for one in differences.of_versions(before, after)
        ),
        files=tuple(_files(before, after)),
    )


def limits(bundle: Bundle, calendar: Calendar) -> tuple[LimitRow, ...]:
    """The time limits of a sound bundle."""
    names = names_of(bundle)
    return tuple(
        LimitRow(
            name=names[one.element],
            about=names[one.host],
            limit=one.limit[language()],
            example=one.example[language()],
        )
        for one in version_limits.of_version(bundle, calendar)
    )


def forms(bundle: Bundle, address_of: AddressOf) -> tuple[FormRow, ...]:
    """The forms by their titles, each with the tasks that ask for it."""
    names = names_of(bundle)
    asked: dict[str, list[str]] = {}
    for one in sketch(bundle).elements.values():
        if one.form:
            asked.setdefault(one.form, []).append(names[one.id])
    rows = (
        FormRow(title_of_form(bundle, one), address_of(one), ", ".join(asked.get(one, [])))
        for one in bundle.forms
    )
    return tuple(sorted(rows, key=lambda row: (not row.asked_by, row.title)))


def title_of_form(bundle: Bundle, form_id: str) -> str:
    """The form's title; its file's name where it cannot be read."""
    try:
        form = FormDefinition.from_json(bundle.forms[form_id], name=form_id)
    except FormRejected:
        return f"forms/{form_id}.json"
    return form.worded(GENERAL).title[language()]


def _tag(kind: Kind) -> Tag:
    return {
        Kind.ADDED: Tag(_("+ thêm"), "met"),
        Kind.CHANGED: Tag(_("~ sửa"), "today"),
        Kind.REMOVED: Tag(_("− bỏ"), "late"),
    }[kind]


def _files(before: Bundle, after: Bundle) -> Iterator[FileLines]:
    for name in differences.changed_files(before, after):
        if any(one.files.get(name, b"").count(b"\n") > LONGEST for one in (before, after)):
            yield FileLines(name, (), more=True)
            continue
        lines = [
            (_KINDS.get(line[0], "same"), line)
            for line in islice(differences.lines(before, after, name), 2, MOST_LINES + 3)
            if line
        ]
        yield FileLines(name, tuple(lines[:MOST_LINES]), len(lines) > MOST_LINES)


_KINDS = {"+": "added", "-": "removed"}
