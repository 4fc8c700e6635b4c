"""Corrections: a new entry with a reason mends an answer; the old one stays where it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.advance import Advanced
from models.held import HeldCase
from models.journal import canonical
from processes import (
    agencies,
    concerned,
    definitions,
    drafts,
    journal,
    known_moments,
    letter_numbers,
    papers,
    policies,
)
from processes.bundle import Bundle
from processes.deeds import Deed
from processes.engine import Entry
from processes.entries import INFORMANT, sees_informants, without_informant
from processes.forms.answers import Answers, AnswersRejected, FieldError, check
from processes.forms.definition import FormDefinition
from processes.forms.moments import spoken_moment
from processes.forms.wording import Text
from processes.journal import CaseNotFound, Written
from processes.once import Answer, Done, Once, answered_once
from processes.permissions import Act, Caller, demand
from processes.policies import RoleNeeded, lanes_in_case
from processes.tasks import findable
from processes.workplace import Workplace

# Only these may change after the case has gone on: a wrong t0 moves its limits. Every other answer
# on which the case took its way stands; a new decision is a new act.
MOVABLE = frozenset({"received_at"})
REASON = "reason"
LONGEST_REASON = 2_000


def correct(
    workplace: Workplace,
    code: str,
    seq: int,
    raw: Mapping[str, object],
    *,
    reason: str,
    by: Caller,
    now: datetime,
    once: Once | None = None,
) -> Done:
    """Mend the answers filed at entry `seq`, with a reason.

    Raises CaseNotFound, AnswersRejected (also for an answer that already decided the way of the
    case, and for a missing reason, at the path `_reason`), RoleNeeded: only the head corrects t0.
    """

    def decide(session: Session, case: HeldCase, bundle: Bundle) -> Deed:
        if not policies.sees(by, case):
            raise CaseNotFound
        demand(by, Act.CORRECT_ANSWER, school_id=case.school_id)
        versions = papers.one(session, case, workplace.keys, seq)
        if not versions:
            raise CaseNotFound
        filed, latest = versions[0], versions[-1]
        form = definitions.form(bundle, filed.form)
        answers = check(
            form,
            raw if sees_informants(by, case) else _informant_kept(form, raw, latest.values),
            now=now,
            wording=workplace.wording(session, case.school_id),
            agencies=agencies.listed(session, form),
            known=known_moments.before_entry(session, workplace, case, seq, form),
            filed_at=filed.at,
        )
        routing_before = dict(filed.routing) | dict(latest.routing)
        changed = {
            name: value
            for name, value in answers.routing.items()
            if routing_before.get(name) != value
        }
        _refuse(form, changed, reason)
        _refuse_after_acts(form, case, changed, routing_before)
        if changed and "head" not in lanes_in_case(by, case):
            raise RoleNeeded

        def said(answers: Answers) -> bytes:
            mended = {"form": filed.form, "answers": answers.values, "reason": reason.strip()}
            return canonical(mended).encode()

        def numbered(session: Session, own_seq: int) -> bytes:
            del own_seq
            before = latest.values
            return said(letter_numbers.corrected(session, case, seq, answers, before))

        def also(session: Session, advanced: Advanced) -> None:
            del advanced
            drafts.sent(session, case, by.person_id, drafts.paper_key(case, seq))
            findable(session, workplace, case.id, answers)
            concerned.shut_out(
                session,
                case.id,
                case.school_id,
                answers.values,
                by=by.person_id,
                now=now,
                before=latest.values,
            )

        return Deed(
            Entry(
                kind="corrected",
                at=journal.moment(case, now),
                element=filed.element,
                routing=changed,
                replaced={name: routing_before.get(name) for name in changed},
            ),
            actor_id=by.person_id,
            content=said(answers),
            content_at=numbered if letter_numbers.signs(filed.element, answers.values) else None,
            answers_to=seq,
            also=also,
        )

    def act() -> Answer:
        written: Written | None = journal.write(
            workplace, journal.by_code(code, now), decide, now=now, once=once
        )
        if written is None:
            raise CaseNotFound
        return written.told

    return Done.of(answered_once(workplace, once, act))


def _informant_kept(
    form: FormDefinition, raw: Mapping[str, object], before: Mapping[str, Any]
) -> dict[str, object]:
    """The answers of somebody who may not know the informant: what was said of them stays."""
    kept = {one.key for one in form.components if one.private == INFORMANT} & set(before)
    return without_informant(form, raw) | {key: before[key] for key in kept}


def _refuse_after_acts(
    form: FormDefinition,
    case: HeldCase,
    changed: Mapping[str, str],
    before: Mapping[str, str],
) -> None:
    """A moment from which a limit runs cannot come to lie after the act that met the limit."""
    errors = [
        FieldError(
            field.key,
            Text(
                vi=f"Giờ này đang ở sau việc đã làm lúc {spoken_moment(row.act_at, 'ngày')} "
                "để đáp ứng thời hạn; xem lại ngày giờ",
                en=f"This time is after what was done at {spoken_moment(row.act_at, 'on')} "
                "to meet the limit; look at the date and time again",
            ),
        )
        for field in form.fields()
        if field.routing in changed and field.routing in MOVABLE
        for row in case.deadlines
        if row.anchor_name == field.routing
        and row.anchor_at == datetime.fromisoformat(before[field.routing])
        and row.act_at is not None
        and row.act_at < datetime.fromisoformat(changed[field.routing])
    ]
    if errors:
        raise AnswersRejected(tuple(errors))


def _refuse(form: FormDefinition, changed: Mapping[str, str], reason: str) -> None:
    errors = [
        FieldError(
            field.key,
            Text(
                vi="Câu trả lời này đã quyết định đường đi của hồ sơ nên không sửa được; "
                "cần đổi thì ra quyết định mới trên hồ sơ",
                en="This answer decided the way of the case and stands; "
                "to change it, make a new decision on the case",
            ),
        )
        for field in form.fields()
        if field.routing in changed and field.routing not in MOVABLE
    ]
    if not reason.strip():
        errors.append(
            FieldError(f"_{REASON}", Text(vi="Ghi lý do sửa", en="Give the reason for the change"))
        )
    elif len(reason) > LONGEST_REASON:
        errors.append(
            FieldError(
                f"_{REASON}",
                Text(
                    vi=f"Rút ngắn lý do: nhận tối đa {LONGEST_REASON} ký tự",
                    en=f"Shorten the reason: at most {LONGEST_REASON} characters fit",
                ),
            )
        )
    if errors:
        raise AnswersRejected(tuple(errors))
