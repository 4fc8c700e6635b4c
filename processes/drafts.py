"""Drafts: a half-filled form is kept as it was typed, unchecked, for its writer only.

A newer saving wins. A page that was opened before the newer one was saved is told so instead of
overwriting it: each page knows the revision that it goes on from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import data_keys, drafts
from models.drafts import Draft
from models.held import HeldCase, HeldTask
from models.refusals import Refusal
from models.tasks import Task
from processes.forms.texts import TEXTAREA_LIMIT
from processes.permissions import Caller
from processes.workplace import Workplace

# No form holds so much; the request itself is bounded by the service.
MOST_FIELDS = 4_000
LONGEST_NAME = 200
LONGEST_VALUE = 4 * TEXTAREA_LIMIT  # what the check of a form would still read

KEPT_FOR = timedelta(weeks=8)

Fields = tuple[tuple[str, str], ...]


class DraftElsewhere(Refusal):
    """The draft has been saved, sent or thrown away since this page was opened."""

    vi = "Bản nháp này đã được lưu, gửi hoặc bỏ ở một trang khác; trang này chưa lưu."
    en = "This draft has been saved, sent or discarded on another page; this page is not saved."

    def __init__(self, newer: Kept | None) -> None:
        self.newer = newer
        super().__init__()


class DraftTooLarge(Refusal):
    """More than any form takes."""

    vi = (
        "Một ô có quá nhiều chữ (nhận tối đa {limit} ký tự) nên nháp chưa lưu được; "
        "thầy cô bớt chữ ở ô đó."
    )
    en = (
        "One field holds too much text (at most {limit} characters), so the draft is not saved; "
        "shorten that field."
    )


@dataclass(frozen=True)
class Subject:
    """The form of which somebody may have a draft; `case` None: a report, which has none yet."""

    key: str
    form: str
    school_id: int
    case: HeldCase | None = None
    task_id: int | None = None

    @classmethod
    def of_task(cls, case: HeldCase, task: HeldTask | Task) -> Subject:
        """The form of a task, open or closed."""
        return cls(task_key(task.id), task.form, case.school_id, case, task.id)

    @classmethod
    def of_message(cls, case: HeldCase, element: str, form: str) -> Subject:
        """What a person may tell the case at this element."""
        return cls(message_key(case, element), form, case.school_id, case)

    @classmethod
    def of_paper(cls, case: HeldCase, seq: int, form: str) -> Subject:
        """The correction of what was filed at the entry `seq`."""
        return cls(paper_key(case, seq), form, case.school_id, case)

    @classmethod
    def of_report(cls, school_id: int, form: str) -> Subject:
        """A report to the school."""
        return cls(report_key(school_id), form, school_id)


@dataclass(frozen=True)
class Kept:
    """A draft as it was typed: names and values of the fields, repeated ones more than once."""

    revision: int
    saved_at: datetime
    fields: Fields


def task_key(task_id: int) -> str:
    """The name of the draft of a task."""
    return f"task:{task_id}"


def message_key(case: HeldCase, element: str) -> str:
    """The name of the draft of a message event."""
    return f"message:{case.id}:{element}"


def paper_key(case: HeldCase, seq: int) -> str:
    """The name of the draft of a correction."""
    return f"paper:{case.id}:{seq}"


def report_key(school_id: int) -> str:
    """The name of the draft of a report."""
    return f"report:{school_id}"


def kept(session: Session, workplace: Workplace, who: Caller, subject: Subject) -> Kept | None:
    """The caller's draft of this form; who may open the form is asked before.

    Raises ContentErased and ContentUnreadable.
    """
    case = subject.case
    if case is not None and (who.person_id, subject.key) not in case.drafts:
        return None
    draft = drafts.find(session, who.person_id, subject.key)
    return None if draft is None else _opened(session, workplace, subject, draft)


def save(
    workplace: Workplace,
    subject: Subject,
    fields: Fields,
    *,
    by: Caller,
    now: datetime,
    revision: int,
) -> Kept:
    """Keep what was typed; `revision` is the draft that the page goes on from (0: none).

    Raises DraftElsewhere, DraftTooLarge, ContentErased.
    """
    _bounded(fields)
    with workplace.database.transaction() as session:
        current = drafts.find(session, by.person_id, subject.key)
        before = None if current is None else _opened(session, workplace, subject, current)
        if before is not None and before.fields == fields:
            return before  # the same once more
        if revision != (0 if before is None else before.revision):
            raise DraftElsewhere(before)
        # Never one that was there before, not even after the draft was thrown away meanwhile.
        new = Kept(max(revision + 1, round(now.timestamp() * 1_000)), now, fields)
        if not _written(session, workplace, subject, new, by, current):
            raise DraftElsewhere(None)
    return new


def throw_away(workplace: Workplace, subject: Subject, *, by: Caller, revision: int) -> None:
    """The draft goes for good; raises DraftElsewhere when the page shows another than there is."""
    with workplace.database.transaction() as session:
        current = drafts.find(session, by.person_id, subject.key)
        if current is not None and current.revision != revision:
            raise DraftElsewhere(_opened(session, workplace, subject, current))
        drafts.remove(session, by.person_id, subject.key)


def sent(session: Session, case: HeldCase, person_id: int, key: str) -> None:
    """What the draft was for has been sent: it goes in the same transaction.

    A statement only where the case, as it was read, has such a draft.
    """
    if (person_id, key) in case.drafts:
        drafts.remove(session, person_id, key)


def remove_old(workplace: Workplace, *, now: datetime) -> None:
    """Drafts untouched for eight weeks go, except those of tasks that still wait."""
    with workplace.database.transaction() as session:
        drafts.remove_old(session, saved_before=now - KEPT_FOR)


def _bounded(fields: Sequence[tuple[str, str]]) -> None:
    if len(fields) > MOST_FIELDS or any(
        len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE for name, value in fields
    ):
        raise DraftTooLarge(limit=LONGEST_VALUE)


def _written(
    session: Session,
    workplace: Workplace,
    subject: Subject,
    new: Kept,
    by: Caller,
    current: Draft | None,
) -> bool:
    """Whether it was written: nobody else was faster."""
    own_key, content = None, json.dumps(new.fields).encode()
    if current is not None:
        data_key = _key(session, workplace, subject, current)
    elif subject.case is not None:
        data_key = subject.case.data_key(workplace.keys)
    else:
        own_key, data_key = data_keys.create(session, workplace.keys)
    sealed = drafts.sealed(data_key, content, person_id=by.person_id, subject=subject.key)
    if current is not None:
        return drafts.renew(
            session, current, revision=new.revision, content=sealed, now=new.saved_at
        )
    row = {
        "person_id": by.person_id,
        "subject": subject.key,
        "form": subject.form,
        "school_id": subject.school_id,
        "case_id": None if subject.case is None else subject.case.id,
        "task_id": subject.task_id,
        "revision": new.revision,
        "saved_at": new.saved_at,
        "content": sealed,
        "data_key_name": own_key,
    }
    return drafts.begin(session, row)


def _opened(session: Session, workplace: Workplace, subject: Subject, draft: Draft) -> Kept:
    content = drafts.opened(_key(session, workplace, subject, draft), draft)
    fields = tuple((str(name), str(value)) for name, value in json.loads(content))
    return Kept(draft.revision, draft.saved_at, fields)


def _key(session: Session, workplace: Workplace, subject: Subject, draft: Draft) -> bytes:
    if subject.case is not None:
        return subject.case.data_key(workplace.keys)
    return data_keys.get(session, workplace.keys, draft.data_key_name or "")
