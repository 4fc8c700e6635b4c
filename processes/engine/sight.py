"""What one waiting task or message sees of its case, without a step."""

from __future__ import annotations

from processes.bundle import Bundle
from processes.engine import snapshots
from processes.engine.loading import load
from processes.engine.outcomes import Routing
from processes.engine.tokens import Tokens


def routing_at(bundle: Bundle, snapshot: bytes, key: str) -> Routing:
    """The routing values that the open task or awaited message `key` holds, those that are set.

    Empty where nothing with this key waits.
    """
    diagrams = load(bundle)
    workflow, _frame = snapshots.read(snapshot, diagrams, None)
    tokens = Tokens(workflow, diagrams)
    for token in (*tokens.tasks(), *tokens.messages()):
        if token.key == key:
            return {name: written.value for name, written in token.task.data.items()}
    return {}
