"""What a command calls the steps and limits of a case: as its own version of the procedure does."""

from __future__ import annotations

from dataclasses import dataclass

from models.deadlines import Deadline
from processes.bundle import Bundle
from processes.engine import load
from processes.working_time.date_words import clock, date_vi, weekday_vi
from processes.working_time.local_time import ZONE


@dataclass(frozen=True)
class Called:
    """The Vietnamese names of one version; the ids stand beside them, the same in any language."""

    bundle: Bundle

    def element(self, element: str) -> str:
        """A task, event or timer as the diagram calls it; "" for what is not drawn."""
        drawn = load(self.bundle).elements.get(element)
        return "" if drawn is None else drawn.name

    def limit(self, name: str) -> str:
        """A limit, with its id where the version does not name it."""
        return str(self.bundle.description.get("limits", {}).get(name, {}).get("vi", name))

    def end(self, row: Deadline) -> str:
        """Until when, as the pages say it: a limit in days ends with its last day."""
        if row.due_on is not None:
            return f"hết {weekday_vi(row.due_on)}, {date_vi(row.due_on)}"
        local = row.due_at.astimezone(ZONE)
        day = local.date()
        return f"{clock(local.time())} {weekday_vi(day)}, {date_vi(day)}"
