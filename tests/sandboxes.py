"""The filled demo as a sandbox, without the time that filling it takes."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil

from models.sandbox import Sandbox
from processes.workplace import Workplace
from tests.filled import NOW


def as_sandbox(workplace: Workplace, *, shows: datetime = NOW) -> None:
    """Put the row there that `demo --clock` would have made; from now on the clock shows `shows`.

    To be called before anybody has asked the clock of this workplace.
    """
    offset = shows - datetime.now(UTC)
    with workplace.database.transaction() as session:
        session.add(Sandbox(id=1, offset_seconds=ceil(offset.total_seconds())))
