"""What is to be printed, and for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.held import HeldCase
from models.refusals import Refusal
from processes.bundle import Bundle
from processes.forms.component import Private
from processes.papers import Paper
from processes.printing.register import Printed, papers_of
from processes.working_time.local_time import ZONE
from processes.workplace import Workplace


class NotPrinted(Refusal):
    """No paper is made from this form."""

    vi = "Biểu mẫu này không có bản giấy."
    en = "No paper is printed from this form."


@dataclass(frozen=True)
class Print:
    """What is to be printed, for whom: a paper of a case with all its versions, the first first."""

    workplace: Workplace
    case: HeldCase
    bundle: Bundle
    versions: tuple[Paper, ...]
    hidden: Collection[Private]
    by: str

    @property
    def last(self) -> Paper:
        """As it reads now, at the moment at which it was filed."""
        return replace(self.versions[0], values=self.versions[-1].values)

    @property
    def day(self) -> date:
        """A letter is dated by the day on which it was sent, another paper by that of filing."""
        sent = self.last.routing.get("sent_at")
        at = datetime.fromisoformat(sent) if sent else self.last.at
        return at.astimezone(ZONE).date()


def printed_as(bundle: Bundle, paper: Paper) -> Printed | None:
    """How the paper is printed; None where it is not."""
    printed = papers_of(bundle).printed.get(paper.form)
    if printed is None or printed.when is None:
        return printed
    field, value = printed.when
    return printed if paper.values.get(field) == value else None
