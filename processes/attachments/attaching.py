"""Attaching files to a case: each is judged alone, all that are taken are one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from models import attachments
from models.advance import Advanced
from models.cases import CaseState
from models.held import HeldCase
from models.journal import ATTACHED, canonical
from processes import journal, policies
from processes.attachments import listing
from processes.attachments.kinds import Kind, kind_of
from processes.attachments.limits import (
    LARGEST_CASE,
    LARGEST_FILE,
    LONGEST_ABOUT,
    MEGABYTE,
    MOST_FILES,
)
from processes.attachments.names import known_suffix, name_of, shown_name
from processes.attachments.refusals import (
    CaseFull,
    FileRefused,
    FileTooLarge,
    KindNotTaken,
    NotAsNamed,
    TooManyFiles,
)
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.journal import CaseEnded, CaseNotFound
from processes.permissions import Act, Caller, demand
from processes.workplace import Workplace


@dataclass(frozen=True)
class Sent:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Judged:
    """What became of a file: taken, the same as one that is there, or refused.

    `name` is the one under which it is kept, or what is shown of the one it came with.
    """

    name: str
    kind: Kind | None
    content: bytes
    refusal: FileRefused | None = None
    there: str = ""  # the name of the file of the same content

    @property
    def is_taken(self) -> bool:
        """Whether the case now has it by this upload."""
        return self.refusal is None and not self.there


def attach(
    workplace: Workplace,
    code: str,
    sent: Sequence[Sent],
    *,
    about: str,
    by: Caller,
    now: datetime,
) -> tuple[Judged, ...]:
    """Keep the files that can be taken, in one entry, and say of each what became of it.

    Raises CaseNotFound, NotPermitted, CaseEnded and ContentErased.
    """
    looked_at = [_looked_at(one, place) for place, one in enumerate(sent, 1)]
    judged: tuple[Judged, ...] = ()

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed | None:
        del bundle
        nonlocal judged
        _demand(case, by)
        data_key = case.data_key(workplace.keys)
        judged = tuple(_beside_others(session, case, looked_at, data_key))
        taken = [one for one in judged if one.is_taken]
        return _deed(case, taken, about, data_key, by, now) if taken else None

    journal.write(workplace, journal.by_code(code, now), decide, now=now)
    return judged


def _demand(case: HeldCase, by: Caller) -> None:
    if not policies.sees(by, case):
        raise CaseNotFound
    demand(by, Act.ATTACH, school_id=case.school_id)
    if case.state is CaseState.ENDED:
        raise CaseEnded


def _looked_at(one: Sent, place: int) -> Judged:
    """What the file is, whatever the case holds."""
    refusal: FileRefused
    try:
        if place > MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        if len(one.content) > LARGEST_FILE:
            raise FileTooLarge(largest_mb=LARGEST_FILE // MEGABYTE)
        kind = kind_of(one.content)
        return Judged(name_of(one.name, kind), kind, one.content)
    except KindNotTaken as refused:
        suffix = known_suffix(one.name)
        refusal = refused if suffix is None else NotAsNamed(suffix=suffix)
    except FileRefused as refused:
        refusal = refused
    return Judged(shown_name(one.name), None, b"", refusal)


def _beside_others(
    session: Session, case: HeldCase, looked_at: Sequence[Judged], data_key: bytes
) -> Sequence[Judged]:
    """The same files, now that it is known what the case holds."""
    there = {
        one.content_digest: one.name
        for one in listing.of_case(session, case.id, data_key)
        if one.mistake is None
    }
    room = LARGEST_CASE - sum(attachments.sizes(session, case.id).values())
    judged = []
    for one in looked_at:
        if one.refusal is None:
            digest = attachments.digest_of(one.content)
            if digest in there:
                one = replace(one, there=there[digest])
            elif len(one.content) > room:
                one = replace(one, refusal=CaseFull(largest_mb=LARGEST_CASE // MEGABYTE))
            else:
                there[digest] = one.name
                room -= len(one.content)
        judged.append(one)
    return judged


def _deed(
    case: HeldCase,
    taken: Sequence[Judged],
    about: str,
    data_key: bytes,
    by: Caller,
    now: datetime,
) -> Deed:
    sealed = [attachments.seal(data_key, one.content, case_id=case.id) for one in taken]
    files = [
        {
            "name": one.name,
            "kind": one.kind.id if one.kind is not None else "",
            "size": len(one.content),
            "sha256": attachments.digest_of(one.content),
        }
        for one in taken
    ]

    def also(session: Session, advanced: Advanced) -> None:
        del advanced
        attachments.keep(session, case.id, sealed)

    return Deed(
        Entry(
            kind=ATTACHED,
            at=journal.moment(case, now),
            routing={str(n): attachments.digest_of(one) for n, one in enumerate(sealed, 1)},
        ),
        actor_id=by.person_id,
        content=canonical({"about": about.strip()[:LONGEST_ABOUT], "files": files}).encode(),
        also=also,
    )
