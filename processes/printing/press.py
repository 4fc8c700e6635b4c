"""The press: papers are made by child processes, two at a time, within a limit of time and memory.

Nothing of reportlab or python-docx is loaded by the service itself, and a paper leaves no memory
behind in it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, Final, Literal

from models.refusals import Refusal
from processes.printing.sheet import Sheet

Kind = Literal["pdf", "docx"]

SECONDS: Final = 20.0
CHILDREN: Final = 2
ROOT: Final = Path(__file__).parents[2]
LOG: Final = logging.getLogger(__name__)


class PaperNotMade(Refusal):
    """The paper could not be made within the limits."""

    vi = (
        "Chưa lập được bản giấy này. Nội dung trong hồ sơ vẫn còn nguyên; "
        "thử lại sau ít phút, còn lỗi thì báo người quản trị."
    )
    en = (
        "This paper could not be made. What the case holds is untouched; "
        "try again in a few minutes, and tell an administrator if it fails again."
    )


class PressBusy(Refusal):
    """Others' papers are being made."""

    vi = "Đang lập nhiều bản giấy cùng lúc. Thử lại sau nửa phút."
    en = "Many papers are being made at this moment. Try again in half a minute."


@dataclass(frozen=True)
class Order:
    """One paper to be made; `values` are plain data for the template."""

    template: str
    values: Mapping[str, Any]
    sheet: Sheet
    at: datetime


@dataclass(frozen=True)
class Press:
    """Two papers at a time are made on it; nobody waits longer than `seconds` for a paper."""

    seconds: float = SECONDS
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(CHILDREN))

    def make(self, order: Order, kind: Kind) -> bytes:
        """The file; raises PressBusy and PaperNotMade."""
        until = monotonic() + self.seconds
        if not self._turns.acquire(timeout=self.seconds):
            raise PressBusy
        try:
            return self._made(order, kind, seconds=until - monotonic())
        finally:
            self._turns.release()

    def _made(self, order: Order, kind: Kind, *, seconds: float) -> bytes:
        said = json.dumps(
            {
                "kind": kind,
                "template": order.template,
                "values": order.values,
                "title": order.sheet.title,
                "author": order.sheet.author,
                "foot": order.sheet.foot,
                "at": order.at.isoformat(),
            }
        )
        try:
            child = subprocess.run(
                [sys.executable, "-m", "processes.printing.child"],
                input=said.encode(),
                capture_output=True,
                timeout=seconds,
                cwd=ROOT,
                env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            # What the child said may quote an answer, so only how it ended is logged.
            ended = getattr(error, "returncode", type(error).__name__)
            LOG.warning("a paper (%s) was not made: %s", kind, ended)
            raise PaperNotMade from error
        return child.stdout


PRESS: Final = Press()
