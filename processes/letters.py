"""Letters: a delivery in words, as things stand when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import appointments, cases, people, schools, watches
from models.appointments import Role
from models.cases import Case
from models.concerned_people import ConcernedPerson
from models.deliveries import Channel, Delivery, DeliveryNotice
from models.notices import Notice
from models.people import Person
from models.schools import School
from models.watches import WatchState
from processes import digests
from processes.channels.letter import Due, Letter
from processes.digests import Told
from processes.notices import worded
from processes.working_time.local_time import today
from processes.workplace import Workplace

# Addresses of pages, which this layer does not know: `tests/service/test_clock_pages.py` looks.
MY_NOTICES = "/nhac-viec"
BOARD = "/theo-doi"
ROOM_LANGUAGE = "vi"  # of a chat room, where nobody has chosen one


class NothingToTell(Exception):
    """Nobody is awaited any more, or the recipient may not or can not be told; says why."""


@dataclass(frozen=True)
class _Matter:
    """A notice that is still worth telling, and what its words need."""

    notice: Notice
    case: Case | None
    school: School


def write(session: Session, workplace: Workplace, delivery: Delivery, *, now: datetime) -> Letter:
    """The letter of a delivery; raises NothingToTell.

    Done stops the ladder at once: a notice whose watch has stopped since is left out, as is one of
    a case in which the recipient is concerned by now. Nobody knows who reads along in a room, so a
    room hears nothing of a case in which anybody is.
    """
    recipient = _recipient(session, delivery)
    matters = _matters(session, delivery, recipient)
    language = ROOM_LANGUAGE if recipient is None else recipient.language.value
    places = _places(session, recipient, now)
    told = [_told(session, workplace, one, language, places) for one in matters]
    address = workplace.outlets.address
    if len(told) == 1 or not delivery.is_digest:
        subject, lines, link = told[0].subject, told[0].lines, told[0].link
    else:
        subject, lines = digests.worded(told, language=language, on=today(now))
        link = address + MY_NOTICES
    return Letter(
        message_id=delivery.message_id,
        name="" if recipient is None else recipient.name,
        address="" if recipient is None else recipient.email or "",
        language=language,
        subject=subject,
        lines=lines,
        link=link,
        decided_at=max(one.notice.decided_at for one in matters),
        due=[
            due
            for one, words in zip(matters, told, strict=True)
            for due in _due(workplace, one.notice, words, now)
        ],
        facts=_facts(matters[0], told[0], recipient),
    )


def _recipient(session: Session, delivery: Delivery) -> Person | None:
    if delivery.recipient_id is None:
        return None
    found = people.by_ids(session, {delivery.recipient_id})[delivery.recipient_id]
    if not found.active:
        raise NothingToTell("Tài khoản đã khóa. / The account is closed.")
    if delivery.channel is Channel.MAIL and found.email is None:
        raise NothingToTell("Người nhận không còn địa chỉ thư. / The recipient has no address.")
    return found


def _matters(session: Session, delivery: Delivery, recipient: Person | None) -> Sequence[_Matter]:
    notices = session.scalars(
        select(Notice)
        .join(DeliveryNotice, DeliveryNotice.notice_id == Notice.id)
        .where(DeliveryNotice.delivery_id == delivery.id)
        .order_by(Notice.id)
    ).all()
    watched = watches.by_ids(session, {one.watch_id for one in notices if one.watch_id})
    case_ids = {one.case_id for one in notices if one.case_id is not None}
    known = cases.by_ids(session, case_ids)
    theirs = schools.by_ids(session, {one.school_id for one in notices})
    shut_out = _shut_out(session, case_ids, recipient)
    matters = [
        _Matter(one, None if one.case_id is None else known[one.case_id], theirs[one.school_id])
        for one in notices
        if one.case_id not in shut_out
        and (one.watch_id is None or watched[one.watch_id].state is not WatchState.STOPPED)
    ]
    if not matters:
        raise NothingToTell("Việc đã xong. / It is done.")
    return matters


def _shut_out(session: Session, case_ids: set[int], recipient: Person | None) -> set[int | None]:
    found = select(ConcernedPerson.case_id).where(ConcernedPerson.case_id.in_(case_ids))
    if recipient is not None:
        found = found.where(ConcernedPerson.person_id == recipient.id)
    return set(session.scalars(found))


@dataclass(frozen=True)
class _Places:
    """Where the recipient works: their schools, and whether at a managing body."""

    schools: frozenset[int] = frozenset()
    at_body: bool = False

    def page_for(self, matter: _Matter) -> str:
        """What they may open: the case, the figures of their schools, or their notices alone."""
        if matter.case is not None and matter.notice.school_id in self.schools:
            return f"/ho-so/{matter.case.code}"
        return BOARD if self.at_body else MY_NOTICES


def _places(session: Session, recipient: Person | None, now: datetime) -> _Places:
    if recipient is None:
        return _Places()
    held = appointments.in_force(session, recipient.id, on=today(now))
    return _Places(
        frozenset(one.school_id for one in held if one.school_id is not None),
        any(one.role is Role.MANAGING_BODY for one in held),
    )


def _told(
    session: Session, workplace: Workplace, matter: _Matter, language: str, places: _Places
) -> Told:
    case = matter.case
    assert case is not None, "every ladder stands in a case"
    link = workplace.outlets.address + places.page_for(matter)
    words = worded(
        matter.notice,
        code=case.code,
        bundle=workplace.bundle(session, case.process_version_id),
        school_name=matter.school.name,
        language=language,
        link=link,
    )
    return Told(words.subject, "\n".join(words.lines).split("\n\n"), link)


def _due(workplace: Workplace, notice: Notice, words: Told, now: datetime) -> Sequence[Due]:
    passed = (
        notice.due_on < today(now)
        if notice.due_on is not None
        else notice.due_at is None or notice.due_at <= now
    )
    if passed:
        return ()
    thing = f"{workplace.outlets.address}\n{notice.watch_id}"
    uid = f"{sha256(thing.encode()).hexdigest()[:32]}@{workplace.outlets.domain}"
    return (Due(uid, notice.due_at, notice.due_on, words.subject),)


def _facts(matter: _Matter, words: Told, recipient: Person | None) -> Mapping[str, object]:
    notice = matter.notice
    return {
        "type": f"notice.{notice.grade.value}",
        "timestamp": notice.decided_at.isoformat(),
        "data": {
            "case": None if matter.case is None else matter.case.code,
            "school": matter.school.code,
            "awaited": notice.awaited,
            "due_at": None if notice.due_at is None else notice.due_at.isoformat(),
            "due_on": None if notice.due_on is None else notice.due_on.isoformat(),
            "ladder": notice.ladder,
            "rung": notice.rung,
            "round": notice.round,
            "urgent": notice.urgent,
            "recipient": None if recipient is None else recipient.sign_in_name,
            "subject": words.subject,
            "link": words.link,
        },
    }
