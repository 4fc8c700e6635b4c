"""In which state of a case an act is possible; who may at all is in `processes.permissions`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from models.held import HeldCase, HeldMessage, HeldTask
from models.refusals import Refusal
from processes import permissions
from processes.permissions import SCHOOL_STAFF, Caller, lanes_of

NAMED_IN_PLAN = "named_in_plan"


class TaskGone(Refusal):
    """Somebody else completed the task, or the case went another way."""

    vi = "Việc này không còn mở: đã có người làm xong hoặc hồ sơ đã chuyển sang bước khác."
    en = "This task is no longer open: somebody completed it, or the case has moved on."


class TaskOfAnother(Refusal):
    """The task is assigned to somebody else."""

    vi = "Việc này đang giao cho người khác. Người quản trị có thể giao lại."
    en = "This task is assigned to somebody else. An administrator can reassign it."


class OwnPlan(Refusal):
    """Nobody approves their own plan while somebody else can [design]."""

    vi = (
        "Người lập kế hoạch không tự phê duyệt kế hoạch của mình; việc này chờ người đứng đầu khác."
    )
    en = "Nobody approves their own plan; this waits for another head or deputy."


class RoleNeeded(Refusal):
    """Another role does this."""

    vi = "Việc này thuộc vai trò khác trong quy trình."
    en = "Another role of the procedure does this."


def lanes_in_case(caller: Caller, case: HeldCase) -> frozenset[str]:
    """The lanes that the caller fills in this case: roles at the school, and a name in the plan."""
    lanes = lanes_of(caller.roles_at(case.school_id))
    if is_named(caller, case):
        lanes |= {NAMED_IN_PLAN}
    return lanes


def is_named(caller: Caller, case: HeldCase) -> bool:
    """Does the plan name the caller, who still works at the school and is not concerned?"""
    return (
        caller.person_id in case.participants
        and caller.person_id not in case.concerned
        and not caller.roles_at(case.school_id).isdisjoint(SCHOOL_STAFF)
    )


def sees(caller: Caller, case: HeldCase) -> bool:
    """May the caller open the case?"""
    return permissions.sees_case(caller, school_id=case.school_id, concerned=case.concerned)


def knows_of(caller: Caller, case: HeldCase) -> bool:
    """May the caller open the case, or send what its plan asks of those whom it names?"""
    return is_named(caller, case) or sees(caller, case)


def fills(roles: Collection[str], lanes: frozenset[str]) -> bool:
    """Does one of the lanes fill one of the roles?"""
    return not lanes.isdisjoint(roles)


def is_for(caller: Caller, case: HeldCase, task: HeldTask) -> bool:
    """Is the open task one of the caller's role, and with nobody else?"""
    return fills(task.roles, lanes_in_case(caller, case)) and not _is_of_another(caller, case, task)


def _is_of_another(caller: Caller, case: HeldCase, task: HeldTask) -> bool:
    """Whoever has since been shut out holds no task back, nor does whom the caller acts for."""
    holder = task.assignee_id
    if holder is None or holder in (caller.person_id, *case.concerned):
        return False
    return not caller.stands_in_for(holder, case.school_id, task.roles)


def demand_task(
    caller: Caller, case: HeldCase, task: HeldTask, *, authors: Collection[int], others: bool
) -> None:
    """Raise unless the caller may complete the task now.

    `authors` submitted what the task decides on; `others` tells whether somebody else could
    decide. Raises RoleNeeded, TaskOfAnother, OwnPlan.
    """
    if not fills(task.roles, lanes_in_case(caller, case)):
        raise RoleNeeded
    if _is_of_another(caller, case, task):
        raise TaskOfAnother
    if caller.person_id in authors and others:
        raise OwnPlan


def may_send(caller: Caller, case: HeldCase, message: HeldMessage) -> bool:
    """May the caller send the message that the case waits for?"""
    return message.form is not None and fills(message.roles, lanes_in_case(caller, case))


def sendable(caller: Caller, case: HeldCase) -> Iterable[HeldMessage]:
    """The messages that the caller may send to the case now."""
    return [message for message in case.messages if may_send(caller, case, message)]
