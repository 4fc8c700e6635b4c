"""What a paper of a case says: the values for its template, its foot and its name as a file."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from models import lineage, names, people, schools
from models.schools import ManagingBody, School
from processes import definitions, papers
from processes.forms.wording import Wording
from processes.letter_numbers import symbol_of
from processes.printing import answers, official_letters
from processes.printing.press import Order
from processes.printing.register import Printed, papers_of
from processes.printing.sheet import Sheet
from processes.printing.wanted import NotPrinted, Print, printed_as
from processes.working_time.local_time import ZONE

NOT_COMPARED: Final = "Mẫu do trường lập theo quy trình, chưa đối chiếu với phụ lục chính thức."


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
        **dated(wanted.day),
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
        return official_letters.said(session, wanted, printed, wording, school)
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


def _decision(
    session: Session, wanted: Print, printed: Printed, wording: Wording
) -> dict[str, Any] | None:
    """The form in which this very paper was approved or sent back, where it was."""
    if printed.decided_by is None:
        return None
    next_ones = lineage.led_to(session, wanted.case.id, wanted.last.seq)
    filed = papers.filed(session, wanted.case, wanted.workplace.keys)
    decisions = [one for one in filed if one.form == printed.decided_by and one.seq in next_ones]
    if not decisions:
        return None
    first = decisions[-1]
    definition = definitions.form(wanted.bundle, first.form)
    who = people.by_ids(session, {first.actor_id} if first.actor_id else set())
    by = "".join(one.name for one in who.values())
    said = answers.sections(definition, first.values, wording, wanted.hidden)
    return {
        "title": definition.worded(wording).title["vi"],
        "answers": [one for section in said for one in section["answers"] if one.get("words")],
        "filed": f"{by} ghi trên hệ thống lúc {_moment(first.at)}; không phải chữ ký số.",
    }


def _title(wanted: Print, wording: Wording) -> str:
    return definitions.form(wanted.bundle, wanted.last.form).worded(wording).title["vi"]


def _words(wording: Wording) -> dict[str, str]:
    return {
        "student": wording.student["vi"],
        "head": wording.head["vi"],
        "school": wording.school["vi"],
    }


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
