"""Proposals: an owner uploads a changed version and names a date, a second one puts it in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import definitions, proposed_versions, version_signatures
from models.definitions import ProcessVersion
from models.proposed_versions import Outcome, ProposedVersion
from processes import bundle_files, checks
from processes import definitions as rules
from processes.bundle import Bundle
from processes.cases import PROCESS
from processes.permissions import Act, Caller, demand
from processes.proposal_refusals import (
    AlreadyPublished,
    AlreadyWaiting,
    AnotherWaits,
    DateInThePast,
    DatePassed,
    HasFindings,
    ProposalGone,
    SamePerson,
)
from processes.working_time.local_time import today
from processes.workplace import Workplace


@dataclass(frozen=True)
class Signature:
    """Who proposed a version, and when."""

    person_id: int
    at: datetime


def upload(workplace: Workplace, raw: bytes, *, by: Caller, now: datetime) -> int:
    """Keep a bundle as the caller's draft, findings or none; its id.

    Raises NotPermitted, BundleRefused, AlreadyPublished, AlreadyWaiting.
    """
    demand(by, Act.PROPOSE_DEFINITION)
    bundle = bundle_files.of_process(raw, PROCESS)
    with workplace.database.transaction() as session:
        _is_new(session, bundle)
        waiting = proposed_versions.waiting(session, PROCESS)
        if waiting is not None and waiting.digest == bundle.digest:
            raise AlreadyWaiting
        draft = proposed_versions.add(
            session,
            process=PROCESS,
            digest=bundle.digest,
            bundle=bundle.to_bytes(),
            author_id=by.person_id,
            now=now,
        )
        return draft.id


def seen(session: Session, proposal_id: int, *, by: Caller) -> ProposedVersion:
    """A proposal, or a draft of the caller's own; raises NotPermitted, ProposalGone."""
    demand(by, Act.SEE_DEFINITIONS)
    found = proposed_versions.get(session, proposal_id)
    if found is None or (found.is_draft and found.author_id != by.person_id):
        raise ProposalGone
    return found


def propose(
    workplace: Workplace, proposal_id: int, effective_from: date, *, by: Caller, now: datetime
) -> None:
    """Let the caller's draft wait for a second owner.

    Raises NotPermitted, ProposalGone, AlreadyPublished, HasFindings, DateInThePast, AnotherWaits.
    """
    demand(by, Act.PROPOSE_DEFINITION)
    with workplace.database.reading() as session:
        draft = seen(session, proposal_id, by=by)
        if not draft.is_draft:
            raise ProposalGone
        bundle = Bundle.from_bytes(proposed_versions.bundle_of(session, proposal_id))
        _is_new(session, bundle)
    _is_sound(bundle)
    _is_ahead(effective_from, now)
    try:
        with workplace.database.transaction() as session:
            if proposed_versions.waiting(session, PROCESS) is not None:
                raise AnotherWaits
            if not proposed_versions.propose(
                session, proposal_id, effective_from=effective_from, now=now
            ):
                raise ProposalGone
    except IntegrityError as error:  # somebody else proposed in the same moment
        raise AnotherWaits from error


def withdraw(workplace: Workplace, proposal_id: int, *, by: Caller, now: datetime) -> None:
    """Take back what waits, one's own or, refusing it, another's; ProposalGone, NotPermitted."""
    demand(by, Act.PROPOSE_DEFINITION)
    with workplace.database.transaction() as session:
        closed = proposed_versions.close(
            session, proposal_id, outcome=Outcome.WITHDRAWN, by=by.person_id, now=now
        )
        if not closed:
            raise ProposalGone


def approve(workplace: Workplace, proposal_id: int, *, by: Caller, now: datetime) -> ProcessVersion:
    """Put in force, from its date on, what another owner proposed.

    Raises NotPermitted, ProposalGone, SamePerson, DatePassed, HasFindings, AlreadyPublished.
    """
    demand(by, Act.APPROVE_DEFINITION)
    with workplace.database.reading() as session:
        proposal = seen(session, proposal_id, by=by)
        bundle = Bundle.from_bytes(proposed_versions.bundle_of(session, proposal_id))
    since, proposed_at = proposal.effective_from, proposal.proposed_at
    if since is None or proposed_at is None or not proposal.waits:
        raise ProposalGone
    if proposal.author_id == by.person_id:
        raise SamePerson
    if since < today(now):
        raise DatePassed(on=since)
    _is_sound(bundle)
    with workplace.database.transaction() as session:
        if not proposed_versions.close(
            session, proposal_id, outcome=Outcome.APPROVED, by=by.person_id, now=now
        ):
            raise ProposalGone
        return _put_in_force(
            session,
            bundle,
            since,
            by=by.person_id,
            proposed=Signature(proposal.author_id, proposed_at),
            now=now,
        )


def publish(
    session: Session,
    bundle: Bundle,
    effective_from: date,
    *,
    by: int,
    proposed_by: int | None,
    now: datetime,
) -> ProcessVersion:
    """Put a bundle in force at once, as two owners do at the command line.

    Only the first version of a process, which an installation begins with, needs one signature and
    may have a date in the past. Raises HasFindings, SamePerson, DateInThePast, AnotherWaits,
    AlreadyPublished.
    """
    _is_sound(bundle)
    if not definitions.all_versions(session, bundle.process):
        return rules.publish(session, bundle, effective_from=effective_from, by=by, now=now)
    _is_new(session, bundle)
    if proposed_by is None or proposed_by == by:
        raise SamePerson
    _is_ahead(effective_from, now)
    if proposed_versions.waiting(session, bundle.process) is not None:
        raise AnotherWaits
    proposed = Signature(proposed_by, now)
    return _put_in_force(session, bundle, effective_from, by=by, proposed=proposed, now=now)


def _put_in_force(
    session: Session,
    bundle: Bundle,
    since: date,
    *,
    by: int,
    proposed: Signature,
    now: datetime,
) -> ProcessVersion:
    _is_new(session, bundle)
    version = rules.publish(session, bundle, effective_from=since, by=by, now=now)
    version_signatures.add(
        session,
        version.id,
        proposed_by=proposed.person_id,
        proposed_at=proposed.at,
        approved_by=by,
        approved_at=now,
    )
    return version


def _is_new(session: Session, bundle: Bundle) -> None:
    known = definitions.by_digest(session, bundle.digest)
    if known is not None:
        raise AlreadyPublished(number=known.id, since=known.effective_from)


def _is_sound(bundle: Bundle) -> None:
    findings = checks.of_bundle(bundle)
    if findings:
        raise HasFindings(count=len(findings))


def _is_ahead(on: date, now: datetime) -> None:
    """What is in force on past days stays as it was: cases were opened by it."""
    if on < today(now):
        raise DateInThePast(on=on)
