"""Forms filed before, to be read beside a later one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from models import people
from models.held import HeldCase
from models.people import Person
from processes import definitions
from processes.bundle import Bundle
from processes.entries import sees_informants
from processes.forms.component import Private
from processes.forms.wording import Wording
from processes.papers import Paper
from processes.permissions import Caller
from service.languages import language
from service.pages import answers, moments, titles
from service.pages.answers import AnswerCard
from service.speech import gettext as _


@dataclass(frozen=True)
class Earlier:
    """A form filed before, to be read beside the task."""

    title: str
    by: str
    href: str
    cards: tuple[AnswerCard, ...]


def earlier(
    session: Session,
    case: HeldCase,
    bundle: Bundle,
    wording: Wording,
    shown: Sequence[Paper],
    who: Caller,
) -> tuple[Earlier, ...]:
    """These papers, in this order, as the person may read them."""
    names = people.by_ids(session, {paper.actor_id for paper in shown if paper.actor_id})
    return tuple(
        Earlier(
            title=titles.of_form(bundle, paper.form, wording),
            by=signed(paper, names),
            href=url_for("papers.show", code=case.code, seq=paper.seq),
            cards=answers.read(
                definitions.form(bundle, paper.form),
                paper.values,
                language=language(),
                wording=wording,
                hidden=hidden_from(who, case),
            ),
        )
        for paper in shown
    )


def signed(paper: Paper, names: Mapping[int, Person]) -> str:
    """`Lê Thị An, 16:05 thứ Sáu, 21/8/2026`"""
    person = names.get(paper.actor_id or 0)
    name = person.name if person is not None else _("hệ thống")
    return f"{name}, {moments.moment(paper.at)}"


def hidden_from(who: Caller, case: HeldCase) -> frozenset[Private]:
    """The kinds of private answers that the person may not read."""
    return frozenset() if sees_informants(who, case) else frozenset({"informant"})
