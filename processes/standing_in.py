"""Acting for somebody else: deputies for the head (KT.), an author whom nobody else can replace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Role
from models.held import HeldCase
from models.refusals import Refusal
from processes.permissions import Caller, lanes_of

HEADS = (Role.HEAD, Role.DEPUTY_HEAD)


class ReasonNeeded(Refusal):
    """The author approves the own plan because nobody else can; that wants a reason."""

    vi = "Trường không còn ai khác để phê duyệt. Ghi lý do thầy cô tự phê duyệt kế hoạch của mình."
    en = "Nobody else at the school can approve. Give the reason for approving your own plan."


def stood_in_for(
    session: Session, caller: Caller, case: HeldCase, roles: Collection[str], *, on: date
) -> int | None:
    """For whom the caller acts in a task of these roles; None for who does what is their own.

    A deputy acts for the head (KT.), where the post of head is not vacant; whoever is named to
    stand in for an absent focal point acts for that one.
    """
    held = [one for one in caller.held if one.school_id == case.school_id]
    filling = [one for one in held if not lanes_of({one.role}).isdisjoint(roles)]
    if any(one.acting_for_id is None and one.role is not Role.DEPUTY_HEAD for one in filling):
        return None
    for one in filling:
        if one.role is not Role.DEPUTY_HEAD:
            return one.acting_for_id
    if not filling:
        return None
    heads = appointments.holders(session, case.school_id, Role.HEAD, on=on)
    return heads[0].person.id if heads else None


def others_who_decide(
    session: Session, case: HeldCase, without: Collection[int], *, on: date
) -> bool:
    """Is there a head or deputy who is neither concerned in the case nor among `without`?"""
    out = {*without, *case.concerned}
    return any(
        holder.person.id not in out
        for role in HEADS
        for holder in appointments.holders(session, case.school_id, role, on=on)
    )
