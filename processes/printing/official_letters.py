"""What an official letter says: the form that drafted it, what it passes on, who signs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Role
from models.schools import School
from processes import definitions, papers
from processes.beside import read_beside
from processes.forms.component import Private
from processes.forms.wording import Wording
from processes.papers import Paper
from processes.printing import answers
from processes.printing.register import Printed
from processes.printing.wanted import NotPrinted, Print

ALLOWED: Final = "allowed"
EVERYTHING_OF_AN_INFORMANT: Final = frozenset[Private]({"informant"})
SUBJECT: Final = re.compile(r"^V/v:? +", re.IGNORECASE)  # the template writes it itself


def said(
    session: Session, wanted: Print, printed: Printed, wording: Wording, school: School
) -> dict[str, Any]:
    """A letter says what the form behind it, and what its writer allowed to be passed on, say.

    Raises NotPrinted where nothing stands behind it.
    """
    signing = wanted.last
    found = _behind(session, wanted)
    contents = signing if printed.contents is None else found.get(printed.contents)
    if contents is None:
        raise NotPrinted
    definition = definitions.form(wanted.bundle, contents.form)
    told = answers.by_key(definition, contents.values, wording, EVERYTHING_OF_AN_INFORMANT)
    signed = {} if contents is signing else dict(signing.values)
    return {
        "sections": [],
        "decision": None,
        "writer": "",
        "number": str(signed.get("number", "")),
        "answers": {key: SUBJECT.sub("", one["words"]) for key, one in told.items()},
        "receiver": _receiver(contents.values),
        "passed": _passed(wanted, printed, contents, found, wording),
        "signer": _signer(session, signed, school, wanted.day),
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
            told = answers.by_key(definition, values, wording, EVERYTHING_OF_AN_INFORMANT)
            passed += [told[field] for field in one.fields if field in told]
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
