"""The page of one version, and of one form as the person who fills it in will see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from models import definitions
from models.definitions import ProcessVersion
from processes.bundle import Bundle
from processes.cases import PROCESS
from processes.forms.definition import FormDefinition, FormRejected
from processes.forms.wording import GENERAL
from processes.working_time.local_time import today
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from service.languages import language
from service.pages import version_drawings, version_list, version_parts
from service.pages.forms import FormPage
from service.pages.version_drawings import AddressOf, Drawing
from service.pages.version_list import VersionRow
from service.pages.version_parts import Compared, FormRow, LimitRow
from service.speech import gettext as _
from service.ways import Way


@dataclass(frozen=True)
class VersionPage:
    """See `templates/version.html`."""

    title: str
    about: str
    back: Way
    row: VersionRow
    cases: str
    download: str
    compared: Compared | None
    others: tuple[Way, ...]
    drawings: tuple[Drawing, ...]
    limits: tuple[LimitRow, ...]
    forms: tuple[FormRow, ...]


@dataclass(frozen=True)
class PreviewPage:
    """See `templates/version_form.html`."""

    title: str
    back: Way
    form: FormPage | None
    problems: tuple[str, ...]
    other: Way


def diagram_of(number: int) -> AddressOf:
    """The addresses of a version's diagrams."""
    return lambda name: url_for("versions.diagram", number=number, name=name)


def page(
    workplace: Workplace, number: int, *, beside: int | None, now: datetime
) -> VersionPage | None:
    """One version, compared with another, else with the one before it; None: there is none."""
    with workplace.database.reading() as session:
        versions = definitions.all_versions(session, PROCESS)
        found = [one for one in versions if one.id == number]
        if not found:
            return None
        rows = version_list.version_rows(session, versions, on=today(now))
        other = _beside(versions, found[0], beside)
        bundle = workplace.bundle(session, number)
        before = None if other is None else workplace.bundle(session, other.id)
    row = next(one for one in rows if one.number == number)
    return VersionPage(
        title=row.title,
        about=str(bundle.description["title"][language()]),
        back=Way(url_for("versions.listed"), _("Quy trình")),
        row=row,
        cases=version_list.cases_under_way(row),
        download=url_for("versions.download", number=number),
        compared=None
        if other is None or before is None
        else version_parts.compared(
            _("Khác phiên bản %(number)d ở đâu", number=other.id), before, bundle
        ),
        others=tuple(_others(versions, number, other)),
        drawings=version_drawings.drawings(
            bundle,
            diagram_of(number),
            before=None if other is None or before is None else (before, diagram_of(other.id)),
        ),
        limits=version_parts.limits(bundle, demo_calendar()),
        forms=version_parts.forms(
            bundle, lambda form: url_for("versions.form", number=number, form=form)
        ),
    )


def preview(bundle: Bundle, form_id: str, back: Way, other: Way) -> PreviewPage:
    """The form in the reader's language, or why it cannot be shown."""
    try:
        definition = FormDefinition.from_json(bundle.forms[form_id], name=form_id)
    except FormRejected as rejected:
        problems = tuple(one.message[language()] for one in rejected.findings)
        return PreviewPage(f"forms/{form_id}.json", back, None, problems, other)
    form = FormPage.build(definition, language=language(), wording=GENERAL)
    return PreviewPage(form.title, back, form, (), other)


def _beside(
    versions: Sequence[ProcessVersion], one: ProcessVersion, number: int | None
) -> ProcessVersion | None:
    """The version asked for, else the one before; None: it is the first."""
    asked = [other for other in versions if other.id == number and other is not one]
    earlier = versions[versions.index(one) + 1 :]
    return next(iter([*asked, *earlier]), None)


def _others(
    versions: Sequence[ProcessVersion], number: int, shown: ProcessVersion | None
) -> list[Way]:
    return [
        Way(
            url_for("versions.show", number=number, so_voi=one.id, _anchor="differences"),
            version_list.called(one),
        )
        for one in versions
        if one.id != number and one is not shown
    ]
