"""Who may do what: the one table of roles, and the one place that asks it.

In which state of a case an act is possible is the business of `processes.policies`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from models.appointments import Role

EVERYBODY = frozenset(Role)
SCHOOL_STAFF = frozenset({Role.STAFF, Role.FOCAL_POINT, Role.HEAD, Role.DEPUTY_HEAD})
CASE_OWNERS = frozenset({Role.FOCAL_POINT, Role.HEAD, Role.DEPUTY_HEAD})


class Act(StrEnum):
    """An act that a route demands; `docs/permissions.md` lists each with its roles."""

    SEE_OWN_TASKS = "see_own_tasks"
    ENTER_REPORT = "enter_report"
    LIST_CASES = "list_cases"
    SEE_CASE = "see_case"
    READ_HISTORY = "read_history"
    AUDIT = "audit"
    OPEN_CONTENT = "open_content"
    SEE_ACCESSES = "see_accesses"
    DO_TASK = "do_task"
    SEND_MESSAGE = "send_message"
    CORRECT_ANSWER = "correct_answer"
    ATTACH = "attach"
    LINK_CASES = "link_cases"
    NAME_CONCERNED = "name_concerned"
    REASSIGN = "reassign"
    CHECK_DEFINITION = "check_definition"
    SEE_DEFINITIONS = "see_definitions"
    PROPOSE_DEFINITION = "propose_definition"
    APPROVE_DEFINITION = "approve_definition"
    COMPUTE_DEADLINE = "compute_deadline"
    SEE_NOTICES = "see_notices"
    SEE_BOARD = "see_board"
    OPERATE = "operate"
    MOVE_CLOCK = "move_clock"
    KEEP_CALENDARS = "keep_calendars"
    KEEP_AGENCIES = "keep_agencies"
    APPOINT = "appoint"


PERMITTED = MappingProxyType(
    {
        Act.SEE_OWN_TASKS: EVERYBODY,
        Act.ENTER_REPORT: SCHOOL_STAFF,
        Act.LIST_CASES: CASE_OWNERS,
        Act.SEE_CASE: CASE_OWNERS,
        Act.READ_HISTORY: CASE_OWNERS | {Role.AUDITOR},
        Act.AUDIT: frozenset({Role.AUDITOR}),
        Act.OPEN_CONTENT: frozenset({Role.AUDITOR}),
        Act.SEE_ACCESSES: frozenset({Role.FOCAL_POINT, Role.HEAD}),
        Act.DO_TASK: CASE_OWNERS,
        Act.SEND_MESSAGE: CASE_OWNERS | {Role.STAFF},
        Act.CORRECT_ANSWER: CASE_OWNERS,
        Act.ATTACH: CASE_OWNERS,
        Act.LINK_CASES: frozenset({Role.FOCAL_POINT, Role.HEAD}),
        Act.NAME_CONCERNED: CASE_OWNERS,
        Act.REASSIGN: frozenset({Role.ADMINISTRATOR}),
        Act.CHECK_DEFINITION: frozenset({Role.PROCESS_OWNER}),
        Act.SEE_DEFINITIONS: frozenset({Role.PROCESS_OWNER}),
        Act.PROPOSE_DEFINITION: frozenset({Role.PROCESS_OWNER}),
        Act.APPROVE_DEFINITION: frozenset({Role.PROCESS_OWNER}),
        Act.COMPUTE_DEADLINE: EVERYBODY,
        Act.SEE_NOTICES: EVERYBODY,
        Act.SEE_BOARD: frozenset({Role.HEAD, Role.DEPUTY_HEAD, Role.MANAGING_BODY}),
        Act.OPERATE: frozenset({Role.ADMINISTRATOR}),
        Act.MOVE_CLOCK: frozenset({Role.ADMINISTRATOR}),
        Act.KEEP_CALENDARS: frozenset({Role.ADMINISTRATOR}),
        Act.KEEP_AGENCIES: frozenset({Role.ADMINISTRATOR}),
        Act.APPOINT: frozenset({Role.ADMINISTRATOR, Role.HEAD}),
    }
)


class NotPermitted(Exception):
    """Vai trò của thầy cô không làm được việc này. Your role does not allow this."""


@dataclass(frozen=True)
class Held:
    """A role that a person holds today, at a school or at a managing body (neither: everywhere)."""

    role: Role
    school_id: int | None
    managing_body_id: int | None
    rank: int | None
    acting_for_id: int | None = None


@dataclass(frozen=True)
class ActingFor:
    """Somebody whose tasks in a lane at a school are the caller's too, for now."""

    person_id: int
    school_id: int
    lane: str


@dataclass(frozen=True)
class Caller:
    """The person who acts, with the roles in force today."""

    person_id: int
    name: str
    language: str
    held: tuple[Held, ...]
    acting_for: frozenset[ActingFor] = frozenset()

    def stands_in_for(self, person_id: int, school_id: int, roles: Collection[str]) -> bool:
        """Does the caller act for the person in tasks of one of these roles?"""
        return any(
            one.person_id == person_id and one.school_id == school_id and one.lane in roles
            for one in self.acting_for
        )

    def roles_at(self, school_id: int) -> frozenset[Role]:
        """The roles in force at the school, and those that hold everywhere."""
        return frozenset(
            held.role
            for held in self.held
            if held.school_id == school_id
            or (held.school_id is None and held.managing_body_id is None)
        )

    @property
    def roles(self) -> frozenset[Role]:
        """Every role in force, wherever."""
        return frozenset(held.role for held in self.held)

    def schools_for(self, act: Act) -> tuple[int, ...]:
        """The schools at which the act is permitted, in a stable order."""
        schools = {
            held.school_id
            for held in self.held
            if held.school_id is not None and held.role in PERMITTED[act]
        }
        return tuple(sorted(schools))


def permitted(caller: Caller, act: Act, *, school_id: int | None = None) -> bool:
    """Does a role of the caller, at that school where one is named, allow the act?"""
    roles = caller.roles if school_id is None else caller.roles_at(school_id)
    return not roles.isdisjoint(PERMITTED[act])


def demand(caller: Caller, act: Act, *, school_id: int | None = None) -> None:
    """Raise NotPermitted unless the act is permitted."""
    if not permitted(caller, act, school_id=school_id):
        raise NotPermitted(act)


def lanes_of(roles: Iterable[Role]) -> frozenset[str]:
    """The roles of the diagrams (lanes) that a person with these roles may fill.

    A deputy head stands in for the head (KT.) while the appointment is in force.
    """
    lanes = {role.value for role in roles if role in CASE_OWNERS}
    if Role.DEPUTY_HEAD in roles:
        lanes.discard(Role.DEPUTY_HEAD.value)
        lanes.add(Role.HEAD.value)
    return frozenset(lanes)


def sees_case(caller: Caller, *, school_id: int, concerned: Collection[int]) -> bool:
    """May the caller open a case of the school?

    Whoever is accused in it, or a relative of the accused, sees nothing of it: to them the case
    does not exist, as it does not for people of other schools.
    """
    return caller.person_id not in concerned and permitted(
        caller, Act.SEE_CASE, school_id=school_id
    )
