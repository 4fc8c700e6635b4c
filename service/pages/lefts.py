"""How much time is left, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.cases import Case
from models.deadlines import Deadline, DeadlineRow, DeadlineState
from models.held import HeldCase, HeldTask
from models.tasks import Task
from processes.working_time.calendar import Calendar
from processes.working_time.words import Remaining, Standing, remaining_days, remaining_hours
from service.languages import language
from service.pages import moments
from service.speech import gettext as _
from service.speech import ngettext

REFERRAL = "referral"
BEFORE_DECISION = "intake_and_decision"  # the process in which the route is still open
AT_ONCE = "authority_notice"  # the form of what must be done at once, counted on the clock
TONES = {Standing.OPEN: "", Standing.DUE_TODAY: "today", Standing.LATE: "late"}


@dataclass(frozen=True)
class Left:
    """What remains, as a sentence, until when, and how pressing it is ("", "today" or "late")."""

    words: str
    moment: str
    tone: str


def of_deadline(
    row: Deadline | DeadlineRow, calendar: Calendar, *, now: datetime, only_if: bool = False
) -> Left:
    """Of a limit that runs; `only_if`: it applies only if the case is to be referred."""
    if row.due_on is None:
        remaining = remaining_hours(calendar, row.due_at, now=now)
    else:
        remaining = remaining_days(calendar, row.due_on, now=now)
    left = _left(remaining)
    if not only_if:
        return left
    return Left(left.words, _("%(moment)s, nếu phải chuyển, gửi", moment=left.moment), left.tone)


def of_date(due_at: datetime, calendar: Calendar, *, now: datetime) -> Left:
    """Of a date that the plan itself names, such as that of the review."""
    return _left(remaining_days(calendar, moments.local(due_at).date(), now=now))


def received(case: Case | HeldCase, deadlines: Iterable[Deadline | DeadlineRow]) -> datetime:
    """When the school learned of it: the first moment from which the referral's hours count."""
    rows = [row for row in deadlines if row.limit_name == REFERRAL]
    # One that was corrected is closed, and counts no more.
    running = [row for row in rows if row.state is DeadlineState.OPEN]
    return min((row.anchor_at for row in running or rows), default=case.opened_at)


def since(received_at: datetime, *, now: datetime) -> Left:
    """Of an emergency: the time elapsed on the clock, nights and holidays too."""
    minutes = int((now - received_at).total_seconds() // 60)
    if minutes < 120:
        words = ngettext(
            "Đã %(num)d phút từ khi nhận tin", "Đã %(num)d phút từ khi nhận tin", minutes
        )
    else:
        words = ngettext(
            "Đã %(num)d giờ từ khi nhận tin", "Đã %(num)d giờ từ khi nhận tin", minutes // 60
        )
    return Left(words, _("Nhận lúc %(moment)s", moment=moments.moment(received_at)), "late")


def no_limit(opened_at: datetime) -> Left:
    """Of a task that the procedure does not limit."""
    given = _("Nhận việc %(day)s", day=moments.day(moments.local(opened_at).date()))
    return Left(_("Quy trình không đặt thời hạn"), given, "none")


def is_decided(tasks: Iterable[Task | HeldTask]) -> bool:
    """Whether the route of a case with these open tasks is known, and with it which limits hold."""
    return all(task.process != BEFORE_DECISION for task in tasks)


def of_task(
    task: Task | HeldTask,
    received_at: datetime,
    deadlines: Iterable[Deadline | DeadlineRow],
    calendar: Calendar,
    *,
    now: datetime,
    decided: bool,
) -> Left:
    """Of a task by its due moment, or since the receipt where it must be done at once.

    `decided`: the route is known, so the referral limit is sure.
    """
    if task.form == AT_ONCE:
        return since(received_at, now=now)
    if task.due_at is None:
        return no_limit(task.opened_at)
    for row in deadlines:
        if row.due_at == task.due_at:
            only_if = row.limit_name == REFERRAL and not decided
            return of_deadline(row, calendar, now=now, only_if=only_if)
    return of_date(task.due_at, calendar, now=now)


def in_case(
    task: Task | HeldTask,
    case: Case | HeldCase,
    deadlines: Sequence[Deadline | DeadlineRow],
    calendar: Calendar,
    *,
    now: datetime,
    decided: bool,
) -> tuple[Left, ...]:
    """Of a task; in an emergency, until the route is known, the time elapsed stands before it."""
    received_at = received(case, deadlines)
    left = of_task(task, received_at, deadlines, calendar, now=now, decided=decided)
    if task.form != AT_ONCE and case.emergency and not decided:
        return since(received_at, now=now), left
    return (left,)


def _left(remaining: Remaining) -> Left:
    words, until = remaining.amount, remaining.until
    said = (words.en, until.en) if language() == "en" else (words.vi, until.vi)
    return Left(said[0], said[1][:1].upper() + said[1][1:], TONES[remaining.standing])
