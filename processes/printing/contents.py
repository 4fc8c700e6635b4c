"""What a paper of a case says: the values for its template, its foot and its name as a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from models import appointments, lineage, names, people, schools
from models.appointments import Role
from models.held import HeldCase
from models.refusals import Refusal
from models.schools import ManagingBody, School
from processes import definitions, papers
from processes.beside import read_beside
from processes.bundle import Bundle
from processes.forms.component import Private
from processes.forms.wording import Wording
from processes.letter_numbers import symbol_of
from processes.papers import Paper
from processes.printing import answers
from processes.printing.press import Order
from processes.printing.register import Printed, papers_of
from processes.printing.sheet import Sheet
from processes.working_time.local_time import ZONE
from processes.workplace import Workplace

ALLOWED: Final = "allowed"
EVERYTHING_OF_AN_INFORMANT: Final = frozenset[Private]({"informant"})
NOT_COMPARED: Final = "Mẫu do trường lập theo quy trình, chưa đối chiếu với phụ lục chính thức."
SUBJECT: Final = re.compile(r"^V/v:? +", re.IGNORECASE)  # the template writes it itself


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


def printed_as(bundle: Bundle, paper: Paper) -> Printed | None:
    """How the paper is printed; None where it is not."""
    printed = papers_of(bundle).printed.get(paper.form)
    if printed is None or printed.when is None:
        return printed
    field, value = printed.when
    return printed if paper.values.get(field) == value else None


def order(session: Session, wanted: Print, *, now: datetime) -> Order:
    """All that the press needs; raises NotPrinted."""
    printed = printed_as(wanted.bundle, wanted.last)
    if printed is None:
        raise NotPrinted
    templates = papers_of(wanted.bundle).templates
    wording = wanted.workplace.wording(session, wanted.case.school_id)
    school = schools.by_ids(session, {wanted.case.school_id})[wanted.case.school_id]
    body = session.get_one(ManagingBody, school.body_id)
    title = printed.title or _title(wanted, wording)
    values = {
        "mark": printed.mark,
        "title": title,
        "signs": printed.signs,
        "body": body.name,
        "school": school.name,
        "place": school.commune,
        "code": wanted.case.code,
        "words": _words(wording),
        "symbol": symbol_of(school.code),
        **dated(_day_of(wanted.last)),
        **_said(session, wanted, printed, wording, school),
    }
    return Order(
        template=templates[printed.template],
        values=values,
        sheet=Sheet(title, school.name, tuple(_foot(wanted, printed, now))),
        at=now,
    )


def file_name(wanted: Print, kind: str) -> str:
    """`HS-2026-0047-mau-so-01-2.pdf`: what it is, and nothing of whom it is about."""
    printed = papers_of(wanted.bundle).printed[wanted.last.form]
    what = re.sub(r"[^a-z0-9]+", "-", names.fold(printed.mark or printed.title)).strip("-")
    return f"{wanted.case.code}-{what or 'giay'}-{wanted.last.seq}.{kind}"


def _said(
    session: Session, wanted: Print, printed: Printed, wording: Wording, school: School
) -> dict[str, Any]:
    """A letter holds only what it passes on; a report every question of its form."""
    if printed.contents is not None or printed.passes:
        return _letter(session, wanted, printed, wording, school)
    actors = {wanted.last.actor_id} if wanted.last.actor_id else set()
    writer = people.by_ids(session, actors).get(wanted.last.actor_id or 0)
    definition = definitions.form(wanted.bundle, wanted.last.form)
    return {
        "sections": answers.sections(definition, wanted.last.values, wording, wanted.hidden),
        "decision": _decision(session, wanted, printed, wording),
        "writer": "" if writer is None else writer.name,
        "number": "",
        "answers": {},
        "receiver": "",
        "passed": [],
        "signer": {},
    }


def _letter(
    session: Session, wanted: Print, printed: Printed, wording: Wording, school: School
) -> dict[str, Any]:
    signing = wanted.last
    found = _behind(session, wanted)
    contents = signing if printed.contents is None else found.get(printed.contents)
    if contents is None:
        raise NotPrinted
    definition = definitions.form(wanted.bundle, contents.form)
    said = answers.by_key(definition, contents.values, wording, EVERYTHING_OF_AN_INFORMANT)
    signed = {} if contents is signing else dict(signing.values)
    return {
        "sections": [],
        "decision": None,
        "writer": "",
        "number": str(signed.get("number", "")),
        "answers": {key: SUBJECT.sub("", one["words"]) for key, one in said.items()},
        "receiver": _receiver(contents.values),
        "passed": _passed(wanted, printed, contents, found, wording),
        "signer": _signer(session, signed, school, _day_of(signing)),
    }


def _receiver(values: Mapping[str, Any]) -> str:
    """To whom a letter goes; forms that were there before the list of agencies ask for a name."""
    agency = values.get("agency")
    return str(values.get("agency_name", "") if agency is None else agency["name"])


def _passed(
    wanted: Print,
    printed: Printed,
    contents: Paper,
    found: Mapping[str, Paper],
    wording: Wording,
) -> list[dict[str, Any]]:
    """What may be passed on of the student: only what the writer of the letter allowed."""
    passed = []
    for choice, one in printed.passes.items():
        if choice in contents.values.get(ALLOWED, ()) and one.form in found:
            definition = definitions.form(wanted.bundle, one.form)
            values = found[one.form].values
            said = answers.by_key(definition, values, wording, EVERYTHING_OF_AN_INFORMANT)
            passed += [said[field] for field in one.fields if field in said]
    return passed


def _behind(session: Session, wanted: Print) -> dict[str, Paper]:
    """The papers that a letter stands on, of its own branch, as they read when it was filed."""
    case, keys, seq = wanted.case, wanted.workplace.keys, wanted.last.seq
    definition = definitions.form(wanted.bundle, wanted.last.form)
    filed = papers.filed(session, case, keys)
    beside = read_beside(session, case, keys, wanted.bundle, definition, filed, opened_seq=seq)
    found: dict[str, Paper] = {}
    for paper in beside:
        if paper.form in definition.beside and paper.seq < seq:
            versions = papers.one(session, case, keys, paper.seq)
            then = [one for one in versions if one.seq < seq]
            found[paper.form] = replace(paper, values=then[-1].values)
    return found


def _signer(
    session: Session, signed: Mapping[str, Any], school: School, on: date
) -> dict[str, Any]:
    if signed.get("signed_as") == "for_head":
        return {"for_head": True, "name": str(signed.get("signer_name", ""))}
    heads = appointments.holders(session, school.id, Role.HEAD, on=on)
    return {"for_head": False, "name": heads[0].person.name if heads else ""}


def _decision(
    session: Session, wanted: Print, printed: Printed, wording: Wording
) -> dict[str, Any] | None:
    """The form in which this very paper was approved or sent back, where it was."""
    if printed.decided_by is None:
        return None
    case, seq = wanted.case, wanted.last.seq
    for paper in reversed(papers.filed(session, case, wanted.workplace.keys)):
        if (
            paper.form == printed.decided_by
            and paper.seq > seq
            and lineage.behind(session, case.id, paper.seq)[1:2] == [seq]
        ):
            definition = definitions.form(wanted.bundle, paper.form)
            who = people.by_ids(session, {paper.actor_id} if paper.actor_id else set())
            by = "".join(one.name for one in who.values())
            said = answers.sections(definition, paper.values, wording, wanted.hidden)
            return {
                "title": definition.worded(wording).title["vi"],
                "answers": [
                    one for section in said for one in section["answers"] if one.get("words")
                ],
                "filed": f"{by} ghi trên hệ thống lúc {_moment(paper.at)}; không phải chữ ký số.",
            }
    return None


def _title(wanted: Print, wording: Wording) -> str:
    return definitions.form(wanted.bundle, wanted.last.form).worded(wording).title["vi"]


def _words(wording: Wording) -> dict[str, str]:
    return {
        "student": wording.student["vi"],
        "head": wording.head["vi"],
        "school": wording.school["vi"],
    }


def _day_of(paper: Paper) -> date:
    """A letter is dated by the day on which it was sent, any other paper by that of its filing."""
    sent = paper.routing.get("sent_at")
    at = datetime.fromisoformat(sent) if sent else paper.at
    return at.astimezone(ZONE).date()


def dated(day: date) -> dict[str, str]:
    """Days below 10 and the months 1 and 2 with a leading zero (Nghị định 30/2020, phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return {
        "date": f"ngày {day.day:02d} tháng {month} năm {day.year}",
        "year": str(day.year),
    }


def _moment(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{local.hour}:{local.minute:02d} ngày {local.day}/{local.month}/{local.year}"


def _foot(wanted: Print, printed: Printed, now: datetime) -> list[str]:
    version = f"{wanted.bundle.description['title']['vi']}; phiên bản {wanted.bundle.digest[:8]}"
    if not papers_of(wanted.bundle).own:
        version += ", trình bày theo mẫu giấy của bản phần mềm"
    compared = f"Đã đối chiếu với {printed.compared}." if printed.compared else NOT_COMPARED
    return [compared, f"{wanted.by} in lúc {_moment(now)}. {version}."]
