"""What reaches a case from outside: the only cause of change in its state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One entry of the journal, as far as the engine reads it.

    Kinds that change the state:

    - `opened`: `routing` holds the values at the start;
    - `completed`: the user task `task_key`, with the routing values of its form;
    - `message`: the boundary or catch event `element` (`task_key`: which of them; absent, the
      first that waits), with the routing values of its form;
    - `timer_fired`: the timer `task_key` of `element`, due or not: the caller decides;
    - `corrected`: each of `routing` takes the place of its old value (`replaced`; absent: not yet
      set) in every token that holds it; timers that count from it are computed anew, and so is
      the due moment of a limit whose timer has fired already (the timer does not wait again);
    - `deadline_moved`: the waiting timer `task_key` is due at `routing["due_at"]` (ISO 8601).

    Every other kind (`calendar_changed`, `assigned` ...) leaves the state as it is. `at` is aware
    and is the only "now" of the step.
    """

    kind: str
    at: datetime
    element: str | None = None
    task_key: str | None = None
    routing: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, str | None] = field(default_factory=dict)
