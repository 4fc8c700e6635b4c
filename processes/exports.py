"""Exports: a case that an auditor took along in one file, and that file made once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from models import accesses
from models.accesses import Access, AccessKind
from models.held import HeldCase
from models.keys import encrypt
from models.refusals import Refusal
from processes import audits, casefiles
from processes.casefiles import CaseFile
from processes.journal import CaseNotFound
from processes.permissions import Caller
from processes.workplace import Workplace

TOLD: Final = "sha256 "  # before the digest, where the head reads who took the case along


class NotTheSameFile(Refusal):
    """The case was altered since, or the service writes its files in another way now."""

    vi = "Tệp của lượt xuất này không làm lại được giống hệt nữa; hãy xuất hồ sơ một lần nữa."
    en = "The file of this export can no longer be made the same; export the case once more."


@dataclass(frozen=True)
class Export:
    """A case as it was taken along; `file` is None where the same file cannot be made again."""

    case: HeldCase
    at: datetime
    digest: str
    file: CaseFile | None


def take(workplace: Workplace, who: Caller, code: str, *, now: datetime) -> int:
    """Note that the person takes the case along, and the sha256 of that file; gives its number.

    Raises CaseNotFound.
    """
    with workplace.database.reading() as session:
        case = audits.audited(session, who, code, now=now)
        digest = casefiles.write(session, case, now=now).digest
    told = None
    if case.data_key_wrapped is not None:
        context = accesses.reason_context(case.id)
        told = encrypt(case.data_key(workplace.keys), f"{TOLD}{digest}".encode(), context=context)
    with workplace.database.transaction() as session:
        return accesses.record(
            session, case.id, who.person_id, kind=AccessKind.EXPORTED, now=now, reason=told
        )


def of_person(
    session: Session, workplace: Workplace, who: Caller, code: str, number: int, *, now: datetime
) -> Export:
    """An export of the person's own; raises CaseNotFound, also for that of somebody else."""
    case = audits.audited(session, who, code, now=now)
    access = session.get(Access, number)
    if access is None or not _is_of(access, who, case):
        raise CaseNotFound
    file = casefiles.write_again(session, case, at=access.at)
    told = _told(workplace, case, access) or file.digest
    return Export(case, access.at, told, file if file.digest == told else None)


def latest(session: Session, who: Caller, case: HeldCase, *, limit: int) -> Sequence[Access]:
    """The person's own exports of the case, the last first."""
    return accesses.exports_by(session, case.id, who.person_id, limit=limit)


def _is_of(access: Access, who: Caller, case: HeldCase) -> bool:
    """Did the person take that case along? A paper of it, which they may have printed, is less."""
    whole = access.kind is AccessKind.EXPORTED and access.element is None
    return whole and (access.case_id, access.person_id) == (case.id, who.person_id)


def _told(workplace: Workplace, case: HeldCase, access: Access) -> str:
    """The digest that was noted; "" where its content has been erased, or nobody noted it."""
    if case.data_key_wrapped is None:
        return ""
    return accesses.reason_of(access, case.data_key(workplace.keys)).removeprefix(TOLD)
