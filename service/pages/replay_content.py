"""What people wrote in one entry, once it was opened with a reason; never who informed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from models import journal, people
from models.held import HeldCase
from models.journal import ATTACHED, MISTAKEN, JournalEntry
from processes import definitions
from processes.attachments import listing
from processes.audits import Opening
from processes.bundle import Bundle
from processes.forms.component import Private
from processes.forms.wording import Wording
from processes.permissions import Caller
from service.languages import language
from service.pages import answers, attachments, titles
from service.pages.answers import AnswerCard
from service.pages.attachments import FileLine
from service.speech import gettext as _

INFORMANTS: Final[frozenset[Private]] = frozenset({"informant"})


@dataclass(frozen=True)
class Written:
    """What was written in an entry; `note` says what it is compared with, `reason` is its own."""

    title: str
    note: str
    reason: str
    cards: tuple[AnswerCard, ...]


def of_entry(
    session: Session,
    case: HeldCase,
    entry: JournalEntry,
    opening: Opening,
    bundle: Bundle,
    wording: Wording,
) -> Written | None:
    """The answers filed at the entry, as they were then; None where no form was filed."""
    filed = _document(session, case, entry.seq, opening)
    if filed is None:
        return None
    before, note = _before(session, case, entry, opening)
    cards = answers.read(
        definitions.form(bundle, filed["form"]),
        filed["answers"],
        language=language(),
        wording=wording,
        hidden=INFORMANTS,
        before=before,
    )
    if entry.answers_to is not None:
        cards = _changed(cards)
    return Written(
        title=titles.of_form(bundle, filed["form"], wording),
        note=note,
        reason=str(filed.get("reason", "")),
        cards=cards,
    )


def files_of(
    session: Session, who: Caller, case: HeldCase, entry: JournalEntry, opening: Opening
) -> tuple[FileLine, ...]:
    """The files that the entry put in, or the one that it says is a mistake."""
    if entry.kind not in (ATTACHED, MISTAKEN):
        return ()
    found = listing.of_case(session, case.id, opening.data_key)
    of = entry.seq if entry.kind == ATTACHED else entry.answers_to
    names = {one.id: one.name for one in people.by_ids(session, listing.people_of(found)).values()}
    return attachments.for_auditors(case, who, [one for one in found if one.seq == of], names)


def _before(
    session: Session, case: HeldCase, entry: JournalEntry, opening: Opening
) -> tuple[Mapping[str, Any] | None, str]:
    """What stood there before: what a correction mends, or what was filed the last time."""
    if entry.answers_to is not None:
        versions = journal.with_corrections(session, case.id, entry.answers_to)
        seq = max(one.seq for one in versions if one.seq < entry.seq)
        note = _("Chỉ ghi những câu đã sửa, so với bản trước.")
    elif entry.kind == "completed" and entry.element is not None:
        last = journal.filed_before(session, case.id, entry.element, before=entry.seq)
        if last is None:
            return None, ""
        versions = journal.with_corrections(session, case.id, last)
        seq = max(one.seq for one in versions if one.seq < entry.seq)
        note = _("So với lần nộp trước, ở lần ghi %(seq)s.", seq=last)
    else:
        return None, ""
    document = _document(session, case, seq, opening)
    return (None, "") if document is None else (document["answers"], note)


def _document(
    session: Session, case: HeldCase, seq: int, opening: Opening
) -> dict[str, Any] | None:
    """The content of the entry where it is a filed form."""
    row = journal.with_corrections(session, case.id, seq)[0]
    raw = journal.content_of(row, opening.data_key)
    document: dict[str, Any] = json.loads(raw) if raw is not None else {}
    return document if "form" in document else None


def _changed(cards: tuple[AnswerCard, ...]) -> tuple[AnswerCard, ...]:
    kept = (
        replace(card, answers=tuple(one for one in card.answers if one.before is not None))
        for card in cards
    )
    return tuple(card for card in kept if card.answers)
