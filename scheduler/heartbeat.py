"""The sweep that says that this node still looks for due work."""

from __future__ import annotations

import platform
from datetime import datetime

from models import heartbeats
from processes.workplace import Workplace


def beat(workplace: Workplace, *, now: datetime) -> None:
    """Note the moment under the name of this machine."""
    with workplace.database.transaction() as session:
        heartbeats.beat(session, platform.node(), now=now)
