"""The outbox: what a decision sends out is written in the transaction of the decision.

So it is decided exactly once, whatever crashes; sending it is the work of `processes.deliveries`.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import calendars, deliveries, people
from models.appointments import Appointment, in_force_on
from models.deliveries import Channel
from models.notices import Grade, Notice
from models.people import AccountKind, MailWish, Person
from processes.working_time.calendar import Calendar
from processes.working_time.openings import opening_from
from processes.workplace import Workplace


def enqueue(
    session: Session,
    workplace: Workplace,
    notices: Sequence[Notice],
    *,
    calendar: Calendar,
    now: datetime,
) -> None:
    """Write what goes out for the notices, by every channel that the installation has.

    `calendar` is that of the case's school. Who has no address, or wants to read the page only,
    gets no mail. Quiet hours are those of each recipient's own school; the urgent waits for none.
    """
    outlets = workplace.outlets
    if not notices or not outlets.channels():
        return
    told = people.by_ids(session, {notice.recipient_id for notice in notices})
    hours = _hours(session, workplace, notices, calendar, now)
    # In one order on every node, so that no two wait for each other's digests.
    for notice in sorted(notices, key=lambda one: one.recipient_id):
        own = hours[notice.recipient_id]
        person = told[notice.recipient_id]
        if outlets.mail is not None and _wants_mail(person):
            _mail(session, workplace, notice, person, own, now)
        if outlets.webhook is not None:
            _webhook(session, workplace, notice, own, now)
    _chat(session, workplace, notices, calendar, now)


def _wants_mail(person: Person) -> bool:
    return (
        person.kind is AccountKind.PERSON
        and person.active
        and person.email is not None
        and person.mail is not MailWish.PAGE
    )


def _mail(
    session: Session,
    workplace: Workplace,
    notice: Notice,
    person: Person,
    calendar: Calendar,
    now: datetime,
) -> None:
    may_wait = notice.grade is Grade.REMINDER and not notice.urgent
    if person.mail is MailWish.DIGEST and may_wait:
        opening = opening_from(now, calendar)
        key = f"digest:{person.id}:{calendar.date_of(opening).isoformat()}"
        if deliveries.add_to_digest(
            session,
            key=key,
            send_at=opening,
            message_id=_message_id(workplace, key),
            notice_id=notice.id,
            recipient_id=person.id,
        ):
            return
    key = f"mail:{_rung(notice)}:{person.id}"
    deliveries.put(
        session,
        key=key,
        channel=Channel.MAIL,
        send_at=_send_at(notice, calendar, now),
        message_id=_message_id(workplace, key),
        notice_ids=[notice.id],
        recipient_id=person.id,
        urgent=notice.urgent,
    )


def _webhook(
    session: Session, workplace: Workplace, notice: Notice, calendar: Calendar, now: datetime
) -> None:
    key = f"webhook:{_rung(notice)}:{notice.recipient_id}"
    deliveries.put(
        session,
        key=key,
        channel=Channel.WEBHOOK,
        send_at=_send_at(notice, calendar, now),
        message_id=f"msg_{_digest(workplace, key)}",
        notice_ids=[notice.id],
        recipient_id=notice.recipient_id,
        urgent=notice.urgent,
    )


def _chat(
    session: Session,
    workplace: Workplace,
    notices: Sequence[Notice],
    calendar: Calendar,
    now: datetime,
) -> None:
    """A room is told once, however many people a rung tells."""
    rungs: dict[str, list[Notice]] = {}
    for notice in notices:
        rungs.setdefault(_rung(notice), []).append(notice)
    for chat in workplace.outlets.chats:
        for rung, same in rungs.items():
            key = f"chat:{chat.outlet}:{rung}"
            deliveries.put(
                session,
                key=key,
                channel=Channel.CHAT,
                outlet=chat.outlet,
                send_at=_send_at(same[0], calendar, now),
                message_id=f"msg_{_digest(workplace, key)}",
                notice_ids=[notice.id for notice in same],
                urgent=same[0].urgent,
            )


def _send_at(notice: Notice, calendar: Calendar, now: datetime) -> datetime:
    return now if notice.urgent else calendar.next_open_moment(now)


def _hours(
    session: Session,
    workplace: Workplace,
    notices: Sequence[Notice],
    calendar: Calendar,
    now: datetime,
) -> dict[int, Calendar]:
    """Each recipient's calendar: the case's for those who work at its school or at none."""
    of_case = {notice.recipient_id: notice.school_id for notice in notices}
    found = session.execute(
        select(Appointment.person_id, Appointment.school_id)
        .where(
            Appointment.person_id.in_(of_case),
            Appointment.school_id.is_not(None),
            in_force_on(calendar.date_of(now)),
        )
        .order_by(Appointment.id)
    )
    schools: dict[int, list[int]] = {}
    for person_id, school_id in found:
        assert school_id is not None
        schools.setdefault(person_id, []).append(school_id)
    hours = dict.fromkeys(of_case, calendar)
    for person_id, theirs in schools.items():
        if of_case[person_id] not in theirs:
            version = calendars.current(session, theirs[0], now=now)
            if version is not None:
                hours[person_id] = workplace.calendar(session, version.id)
    return hours


def _rung(notice: Notice) -> str:
    """What was decided, whoever is told of it; a notice without a watch stands for itself."""
    if notice.watch_id is None:
        return f"notice-{notice.id}"
    return f"{notice.watch_id}:{notice.rung}:{notice.round}"


def _message_id(workplace: Workplace, key: str) -> str:
    return f"<{_digest(workplace, key)}@{workplace.outlets.domain}>"


def _digest(workplace: Workplace, key: str) -> str:
    """The same for the same key; nobody outside, nor another installation, can work it out."""
    secret = workplace.keys.derive("message ids")
    return hmac.new(secret, key.encode(), sha256).hexdigest()[:32]
