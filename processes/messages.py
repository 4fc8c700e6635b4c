"""Message events: what people tell a case beside its tasks, and what agencies answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import held, inbox, people
from models.advance import Advanced
from models.cases import CaseMoved, CaseState
from models.held import HeldCase, HeldMessage
from models.inbox import InboxMessage
from models.journal import canonical
from models.people import AccountKind
from models.refusals import Refusal
from processes import agencies, definitions, drafts, journal, known_moments, policies
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry, EntryRefused, load
from processes.forms.answers import check
from processes.journal import CaseEnded, CaseNotFound
from processes.once import Answer, Done, Once, answered_once
from processes.permissions import Act, Caller, permitted
from processes.tasks import columns_of, content_of
from processes.workplace import Workplace


class NotAwaited(Refusal):
    """The case does not wait for this message, or not from this person."""

    vi = "Hồ sơ hiện không chờ việc này."
    en = "The case does not wait for this at present."


class MessageUnknown(Refusal):
    """The process of the case takes no such message from outside."""

    vi = "Quy trình của hồ sơ này không nhận thông điệp “{name}” từ bên ngoài."
    en = "The process of this case takes no message “{name}” from outside."


@dataclass(frozen=True)
class Received:
    """A message that is kept in the inbox."""

    message_id: int
    received_at: datetime

    def to_answer(self) -> Answer:
        """As a repeat is told it."""
        return {"message": self.message_id, "received_at": self.received_at.isoformat()}

    @classmethod
    def of(cls, answer: Answer) -> Received:
        """From a kept answer."""
        return cls(int(str(answer["message"])), datetime.fromisoformat(str(answer["received_at"])))


def awaited(caller: Caller, case: HeldCase, element: str) -> HeldMessage:
    """The message event that the caller may answer; raises NotAwaited."""
    for message in policies.sendable(caller, case):
        if message.element == element:
            return message
    raise NotAwaited


def send(
    workplace: Workplace,
    code: str,
    element: str,
    raw: Mapping[str, object],
    *,
    by: Caller,
    now: datetime,
    once: Once | None = None,
) -> Done:
    """Tell the case what the form of a message event asks.

    Raises CaseNotFound, NotAwaited, AnswersRejected, and what `journal.write` raises.
    """

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        if not policies.knows_of(by, case):
            raise CaseNotFound
        message = awaited(by, case, element)
        form_id = message.form or ""
        form = definitions.form(bundle, form_id)
        answers = check(
            form,
            raw,
            now=now,
            wording=workplace.wording(session, case.school_id),
            agencies=agencies.listed(session, form),
            known=known_moments.before(bundle, case, message.key, form),
        )

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            drafts.sent(session, case, by.person_id, drafts.message_key(case, element))

        return Deed(
            Entry(
                kind="message",
                at=journal.moment(case, now),
                element=message.element,
                task_key=message.key,
                routing=answers.routing,
            ),
            actor_id=by.person_id,
            content=content_of(form_id, answers),
            columns=columns_of(answers),
            also=also,
        )

    def act() -> Answer:
        written = journal.write(workplace, journal.by_code(code, now), decide, now=now, once=once)
        if written is None:
            raise NotAwaited
        return written.told

    return Done.of(answered_once(workplace, once, act))


def receive(
    workplace: Workplace,
    name: str,
    correlation: str,
    payload: Mapping[str, object],
    *,
    sender: Caller,
    now: datetime,
    once: Once | None = None,
) -> Received:
    """Keep a message from outside in the inbox and hand it to its case if that waits for it.

    `correlation` is the code of the case. Raises CaseNotFound (also for a case that the sender may
    not know of), MessageUnknown and CaseEnded.
    """
    with workplace.database.reading() as session:
        case = held.by_code(session, correlation, now=now)
        if case is None or not _speaks_to(session, sender, case):
            raise CaseNotFound
        if name not in from_outside(workplace.bundle(session, case.process_version_id)):
            raise MessageUnknown(name=name)

    def act() -> Answer:
        if case.state is CaseState.ENDED:
            raise CaseEnded
        with workplace.database.transaction() as session:
            message = inbox.put(
                session,
                workplace.keys,
                name=name,
                correlation=correlation,
                content=canonical(dict(payload)).encode(),
                sender_id=sender.person_id,
                now=now,
            )
            answer = Received(message.id, now).to_answer()
            if once is not None:
                once.keep(session, answer)
        _hand_over(workplace, message, case.id, payload, now=now)
        return answer

    return Received.of(answered_once(workplace, once, act))


def from_outside(bundle: Bundle) -> frozenset[str]:
    """The names of the messages that come from agencies: those without a form for people."""
    return frozenset(
        element.message
        for element in load(bundle).elements.values()
        if element.trigger == "message" and element.form is None
    )


def _speaks_to(session: Session, sender: Caller, case: HeldCase) -> bool:
    """Whoever may open the case, or an agency's service that has a role at the school."""
    if policies.sees(sender, case):
        return True
    account = people.by_ids(session, {sender.person_id})[sender.person_id]
    return (
        account.kind is AccountKind.SERVICE
        and sender.person_id not in case.concerned
        and permitted(sender, Act.SEND_MESSAGE, school_id=case.school_id)
    )


def deliver(workplace: Workplace, *, now: datetime) -> int:
    """Hand every message to the case that waits for it now; how many were handed over."""
    with workplace.database.reading() as session:
        ready = [
            (message, case_id, json.loads(inbox.content_of(session, workplace.keys, message)))
            for message, case_id in inbox.deliverable(session)
        ]
    return sum(_hand_over(workplace, *one, now=now) for one in ready)


def _hand_over(
    workplace: Workplace,
    message: InboxMessage,
    case_id: int,
    payload: Mapping[str, object],
    *,
    now: datetime,
) -> bool:
    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed | None:
        del bundle
        # A message that has a form is for people: nobody sends it past its form and its role.
        waiting = next(
            (one for one in case.messages if one.name == message.name and one.form is None), None
        )
        if waiting is None or session.get_one(InboxMessage, message.id).taken_at is not None:
            return None

        def take(session: Session, advanced: Advanced) -> None:
            if not inbox.take(session, message.id, seq=advanced.last_seq, now=now):
                raise CaseMoved

        return Deed(
            Entry(
                kind="message",
                at=journal.moment(case, now),
                element=waiting.element,
                task_key=waiting.key,
            ),
            actor_id=message.sender_id,
            content=canonical({"message": message.name, "payload": dict(payload)}).encode(),
            also=take,
        )

    try:
        written = journal.write(workplace, journal.by_id(case_id, now), decide, now=now)
    except (CaseMoved, CaseEnded, EntryRefused):
        return False  # somebody else took it, or the case has gone on: it stays in the inbox
    return written is not None
