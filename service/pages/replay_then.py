"""What a case waited for after one of its entries, what its limits were, who had been told."""

from __future__ import annotations

from dataclasses import dataclass

from models.held import HeldCase, HeldTask
from models.notices import Notice
from models.tasks import NEVER
from processes.bundle import Bundle
from processes.notices import PREFIXES, worded
from processes.replays import AsOf
from service.languages import language
from service.pages import lefts, limits, moments, titles
from service.pages.lefts import Left
from service.pages.limits import Limit
from service.pages.replay_steps import Doers
from service.speech import ngettext

LIMITS = 8  # those that run stand first, then the last begun


@dataclass(frozen=True)
class Task:
    """A task that was open then; see `parts.task`."""

    href: str
    title: str
    tag: None
    about: str
    lefts: tuple[Left, ...]
    waits: str
    tone: str


@dataclass(frozen=True)
class Told:
    """A notice that was sent by then."""

    at: str
    words: str
    to: str


@dataclass(frozen=True)
class Limits:
    """The limits then, and how many closed ones are left out, in a sentence."""

    shown: tuple[Limit, ...]
    more: str


def limits_of(as_of: AsOf, bundle: Bundle) -> Limits:
    """Each with its sum as it was."""
    found = limits.build(
        as_of.case.deadlines,
        as_of.calendar,
        bundle,
        {},
        now=as_of.row.at,
        decided=lefts.is_decided(as_of.case.tasks),
    )
    return Limits(found[:LIMITS], _more_limits(len(found) - LIMITS))


def tasks(as_of: AsOf, bundle: Bundle) -> tuple[Task, ...]:
    """The tasks that were open, the most pressing first."""
    case = as_of.case
    waiting = sorted(case.tasks, key=lambda task: task.due_at or NEVER)
    return tuple(
        Task(
            href="",
            title=titles.of_task(bundle, task),
            tag=None,
            about=_roles(task, bundle),
            lefts=lefts.in_case(
                task,
                case,
                case.deadlines,
                as_of.calendar,
                now=as_of.row.at,
                decided=lefts.is_decided(case.tasks),
            ),
            waits="",
            tone="",
        )
        for task in waiting
    )


def _more_limits(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext(
        "Còn %(num)d thời hạn đã đóng trước đó.",
        "Còn %(num)d thời hạn đã đóng trước đó.",
        number,
    )


def _roles(task: HeldTask, bundle: Bundle) -> str:
    roles = bundle.description["roles"]
    return " / ".join(str(roles[role][language()]) for role in task.roles)


def told(notice: Notice, case: HeldCase, bundle: Bundle, school_name: str, doers: Doers) -> Told:
    """What a person was told, when and to whom it was said."""
    words = worded(
        notice,
        code=case.code,
        bundle=bundle,
        school_name=school_name,
        language=language(),
        link="",
    )
    subject = words.subject.removeprefix(PREFIXES[notice.grade, language()]).strip()
    names = doers.names(moments.local(notice.decided_at).date())
    return Told(
        at=moments.moment(notice.decided_at),
        words=subject[:1].upper() + subject[1:],
        to=names.get(notice.recipient_id, ""),
    )
