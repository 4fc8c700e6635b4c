"""Who is told: the people awaited, the head, the managing body; and who stands in for whom.

Whoever is absent has somebody appointed to act for them [design]: they are told instead, and
chains of them are followed to their end. Whoever is concerned in the case is never told, nor an
account that is closed, nor somebody without a post at the school. Where nobody acts, the head is
told; where the head cannot be, the first deputy by rank; else the managing body.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from models import appointments, schools
from models.appointments import Role
from models.held import HeldCase, HeldTask
from processes.ladders import HEAD, MANAGING_BODY, PERSON
from processes.policies import NAMED_IN_PLAN

_HEADS = (Role.HEAD.value,)
_BODY = (Role.MANAGING_BODY.value,)
LANES = {Role.DEPUTY_HEAD: Role.HEAD}
"""What a deputy who stands in does is what the head does (KT.)."""


@dataclass(frozen=True)
class StandIn:
    """Somebody who acts for another in the tasks of one role, and in nothing else of theirs."""

    person_id: int
    role: str


@dataclass(frozen=True)
class Staff:
    """Who holds which role at a school and its managing body on a day, and who acts for whom.

    Deputies stand in the order of their rank. `holders` and `stand_ins` have people whose account
    is closed too: somebody may act for them.
    """

    active: frozenset[int]
    holders: Mapping[str, tuple[int, ...]]
    stand_ins: Mapping[int, tuple[StandIn, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, school_id: int, *, on: date) -> Staff:
        """As appointed on a date; one statement beside that for the school."""
        body_id = schools.by_ids(session, {school_id})[school_id].body_id
        holders: dict[str, list[int]] = {}
        stand_ins: dict[int, list[StandIn]] = {}
        active: set[int] = set()
        for one in appointments.around(session, school_id, body_id, on=on):
            post = one.appointment
            holders.setdefault(post.role.value, []).append(one.person.id)
            if post.acting_for_id is not None:
                role = LANES.get(post.role, post.role).value
                stand_in = StandIn(one.person.id, role)
                stand_ins.setdefault(post.acting_for_id, []).append(stand_in)
            if one.person.active:
                active.add(one.person.id)
        return cls(
            frozenset(active),
            {role: tuple(dict.fromkeys(ids)) for role, ids in holders.items()},
            {person_id: tuple(found) for person_id, found in stand_ins.items()},
        )

    def having(self, role: Role) -> tuple[int, ...]:
        """Everybody who holds the role."""
        return self.holders.get(role.value, ())

    def acting(self, person_id: int, roles: Collection[str], *, but: Collection[int]) -> int | None:
        """Who does now what is the person's: they themselves, or the end of the chain that acts.

        `roles` are those of what is to be done: a head who is the focal point too may have a
        stand-in as that alone. Whom a plan names is awaited in whatever role they have.
        None where the chain leads nowhere: to somebody who may not be told (`but`), to a closed
        account, or in a circle.
        """
        return self._follow(person_id, roles, but, frozenset())

    def _follow(
        self, person_id: int, roles: Collection[str], but: Collection[int], met: frozenset[int]
    ) -> int | None:
        if person_id in met:
            return None
        behind = [
            one.person_id
            for one in self.stand_ins.get(person_id, ())
            if one.role in roles or NAMED_IN_PLAN in roles
        ]
        if not behind:
            return person_id if person_id in self.active and person_id not in but else None
        for one in behind:
            found = self._follow(one, roles, but, met | {person_id})
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class Told:
    """One person to be told, of which awaited element, and in whose place."""

    person_id: int
    awaited: str
    instead_of_id: int | None = None
    is_of_the_body: bool = False


@dataclass(frozen=True)
class Circle:
    """The people around what is awaited in a case: open tasks, or the bare element of a host."""

    staff: Staff
    case: HeldCase
    tasks: Sequence[HeldTask]
    host: str

    def told(self, to: Collection[str]) -> tuple[Told, ...]:
        """Everybody to be told at a rung, each once."""
        found: list[Told] = []
        if PERSON in to:
            found += self._people
        if HEAD in to:
            found += self._head()
        if MANAGING_BODY in to:
            found += self._managing_body(None)
        first: dict[int, Told] = {}
        for one in found:
            first.setdefault(one.person_id, one)
        return tuple(first.values())

    @property
    def _people(self) -> tuple[Told, ...]:
        """Those who are awaited; where nobody acts for a task, whoever leads the school."""
        found: list[Told] = []
        for task in self.tasks:
            owners = self._owners(task)
            acting = [
                Told(told, task.element, None if told == owner else owner)
                for owner in owners
                if (told := self._acting(owner, task.roles)) is not None
            ]
            found += acting or self._leading(task.element, owners[0] if owners else None)
        return tuple(found) if self.tasks else self._leading(self.host, None)

    def _owners(self, task: HeldTask) -> tuple[int, ...]:
        """The assignee, unless shut out since; else all who hold one of the task's roles."""
        if task.assignee_id is not None and task.assignee_id not in self.case.concerned:
            return (task.assignee_id,)
        owners = [
            person_id
            for role in task.roles
            for person_id in (
                sorted(self.case.participants)
                if role == NAMED_IN_PLAN
                else self.staff.holders.get(role, ())
            )
        ]
        return tuple(dict.fromkeys(owners))

    def _head(self) -> tuple[Told, ...]:
        """Whoever leads the school; where they alone are awaited, the next of them.

        Where there is no next, they are told as the awaited and nobody else.
        """
        awaited = self._people
        element = self.tasks[0].element if self.tasks else self.host
        leading = self._leading(element, None)
        if {one.person_id for one in awaited} != {one.person_id for one in leading}:
            return leading
        without = {one.person_id for one in leading}
        return tuple(islice(self._leaders(element, without, None), 1))

    def _leading(self, element: str, instead_of: int | None) -> tuple[Told, ...]:
        found = next(self._leaders(element, frozenset(), instead_of), None)
        return (found,) if found is not None else self._managing_body(instead_of)

    def _leaders(
        self, element: str, without: Collection[int], instead_of: int | None
    ) -> Iterator[Told]:
        """Head, then deputies by rank, or who acts for them; none concerned, none of `without`."""
        head = next(iter(self.staff.having(Role.HEAD)), None)
        if head is not None and instead_of is None and self._acting(head, _HEADS) not in without:
            instead_of = head
        for owner in (*self.staff.having(Role.HEAD), *self.staff.having(Role.DEPUTY_HEAD)):
            told = self._acting(owner, _HEADS)
            if told is not None and told not in without:
                yield Told(told, element, None if instead_of == told else instead_of)

    def _acting(self, person_id: int, roles: Collection[str]) -> int | None:
        return self.staff.acting(person_id, roles, but=self.case.concerned)

    def _managing_body(self, instead_of: int | None) -> tuple[Told, ...]:
        element = self.tasks[0].element if self.tasks else self.host
        found = []
        for owner in self.staff.having(Role.MANAGING_BODY):
            told = self._acting(owner, _BODY)
            if told is not None:
                missed = owner if told != owner else instead_of
                found.append(Told(told, element, missed, is_of_the_body=True))
        return tuple(found)
