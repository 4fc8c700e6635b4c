"""A case in the tests: its steps one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from processes.bundle import Bundle
from processes.engine import Entry, Step, step
from tests.processes.engine.calendar import OPENED_AT, PlainCalendar

CALENDAR = PlainCalendar()


class Case:
    """Keeps the newest step and every entry."""

    def __init__(self, bundle: Bundle, **routing: str) -> None:
        self.bundle = bundle
        self.entries = [Entry("opened", OPENED_AT, routing=routing)]
        self.now = step(bundle, CALENDAR, None, self.entries[0])

    def complete(self, element: str, **routing: str) -> Step:
        """Complete the first open task of this element, or the one of this key."""
        return self.complete_at(OPENED_AT, element, routing)

    def complete_at(self, at: datetime, element: str, routing: Mapping[str, str]) -> Step:
        """The same at another moment."""
        key = element if "#" in element else self.first(element)
        return self.enter(Entry("completed", at, element, key, routing))

    def send(self, element: str, **routing: str) -> Step:
        """Send the message for which the event waits."""
        return self.enter(Entry("message", OPENED_AT, element, None, routing))

    def fire(self, element: str, at: datetime = OPENED_AT) -> Step:
        """Let the timer fire."""
        key = next(timer.key for timer in self.now.timers if timer.element == element)
        return self.enter(Entry("timer_fired", at, element, key))

    def enter(self, entry: Entry) -> Step:
        """Any entry; a refused one leaves the case as it was."""
        self.now = step(self.bundle, CALENDAR, self.now.snapshot, entry)
        self.entries.append(entry)
        return self.now

    def first(self, element: str) -> str:
        """The key of the first open task of the element; its own id when there is none."""
        keys = (task.key for task in self.now.tasks if task.element == element)
        return next(keys, f"{element}#none")

    @property
    def open(self) -> list[str]:
        """The elements of the open tasks, sorted."""
        return sorted(task.element for task in self.now.tasks)
