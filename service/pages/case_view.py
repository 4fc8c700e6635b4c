"""One look at one case: what the parts of its page share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.held import HeldCase, HeldTask
from processes.bundle import Bundle
from processes.forms.wording import Wording
from processes.permissions import Caller
from processes.working_time.calendar import Calendar
from processes.workplace import Workplace
from service.languages import language
from service.pages import lefts
from service.pages.lefts import Left


@dataclass(frozen=True)
class View:
    """A case, who looks at it and when, and what every part of its page needs beside."""

    session: Session
    workplace: Workplace
    case: HeldCase
    who: Caller
    now: datetime
    bundle: Bundle
    wording: Wording
    names: dict[int, str]
    calendar: Calendar

    @property
    def decided(self) -> bool:
        """Whether the route is known, and with it which limits hold."""
        return lefts.is_decided(self.case.tasks)

    def doer(self, task: HeldTask) -> str:
        """The person who has the task, else the roles that may do it."""
        if task.assignee_id is not None:
            return self.names.get(task.assignee_id, "")
        roles = self.bundle.description["roles"]
        return " / ".join(str(roles[role][language()]) for role in task.roles)

    def task_left(self, task: HeldTask) -> Left:
        """How much time is left for an open task."""
        return lefts.of_task(
            task,
            lefts.received(self.case, self.case.deadlines),
            self.case.deadlines,
            self.calendar,
            now=self.now,
            decided=self.decided,
        )
