"""The entries of a case one by one: what each says, without what was written in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from models import appointments, people
from models.appointments import Appointment, Role
from models.held import HeldCase
from models.journal import JournalEntry
from models.people import Person
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.wording import Wording
from service.pages import happened, moments, routing_words
from service.pages.routing_words import Said
from service.site import FIRST, ROLE_NAMES
from service.speech import gettext as _


@dataclass(frozen=True)
class Step:
    """One entry in the table of steps."""

    href: str
    number: int
    at: str
    words: str
    said: tuple[Said, ...]
    current: bool


@dataclass(frozen=True)
class Doers:
    """People by name, with what they were at the school on a day."""

    people: dict[int, Person]
    held: Sequence[Appointment]

    @classmethod
    def of(cls, session: Session, school_id: int, ids: Collection[int]) -> Doers:
        """In two statements."""
        return cls(
            people.by_ids(session, set(ids)), appointments.at_any_time(session, school_id, ids)
        )

    def names(self, on: date) -> dict[int, str]:
        """`Lê Thị An (Đầu mối)`: with the role held on that day."""
        return {key: self._named(person, on) for key, person in self.people.items()}

    def roles(self, person_id: int, on: date) -> list[Role]:
        """What the person was at the school on that day."""
        return [
            one.role
            for one in self.held
            if one.person_id == person_id
            and one.from_date <= on
            and (one.to_date is None or one.to_date >= on)
        ]

    def _named(self, person: Person, on: date) -> str:
        roles = self.roles(person.id, on)
        if not roles:
            return person.name
        role = str(ROLE_NAMES[min(roles, key=FIRST.index)])
        return _("%(name)s (%(role)s)", name=person.name, role=role[:1].lower() + role[1:])


def sentence(bundle: Bundle, entry: JournalEntry, doers: Doers) -> str:
    """`Trần Quang Bình (thủ trưởng) làm xong: Phê duyệt kế hoạch.`"""
    return happened.sentence(bundle, entry, doers.names(moments.local(entry.at).date()))


def steps(
    entries: Sequence[JournalEntry],
    case: HeldCase,
    bundle: Bundle,
    wording: Wording,
    doers: Doers,
    *,
    current: int,
) -> tuple[Step, ...]:
    """The table of these entries."""
    return tuple(
        Step(
            href=url_for("replays.show", code=case.code, buoc=entry.seq),
            number=entry.seq,
            at=moments.moment(entry.at),
            words=sentence(bundle, entry, doers)
            if _is_readable(entry, bundle)
            else _("Lần ghi này đã bị thay đổi, không đọc được."),
            said=routing_words.of_entry(entry, bundle, wording)
            if _is_readable(entry, bundle)
            else (),
            current=entry.seq == current,
        )
        for entry in entries
    )


def _is_readable(entry: JournalEntry, bundle: Bundle) -> bool:
    """An altered journal must not keep its auditor from the entries beside."""
    try:
        json.loads(entry.routing)
        json.loads(entry.replaced or "{}")
    except ValueError:
        return False
    return entry.element is None or entry.element in load(bundle).elements
