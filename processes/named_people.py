"""People named in a plan: whom of the school the names that somebody wrote mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from models import appointments
from models.appointments import Holder, Role
from models.held import HeldCase
from models.names import fold
from models.people import Person
from processes.forms.definition import FormDefinition
from processes.permissions import CASE_OWNERS, SCHOOL_STAFF

_BETWEEN: Final = re.compile(r"[,;/&+\n]|\s(?:và|cùng|and|with)\s", re.IGNORECASE)
_MARKS: Final = re.compile(r"[^\w\s]+")


@dataclass(frozen=True)
class Named:
    """The ids of those who have an account, and the names, as written, that mean nobody here."""

    people: frozenset[int]
    unknown: tuple[str, ...]


def staff_of(session: Session, school_id: int, *, on: date) -> list[Person]:
    """The people of the school who may be named in a plan, by name."""
    return _bearing(SCHOOL_STAFF, appointments.at_school(session, school_id, on=on))


def who_take_part(
    session: Session,
    case: HeldCase,
    form: FormDefinition,
    values: Mapping[str, Any],
    *,
    on: date,
) -> set[int]:
    """Whom the plan names: people of the school who are not concerned.

    A name alone makes nobody a participant who has the case before them anyway.
    """
    holders = appointments.at_school(session, case.school_id, on=on)
    staff = _bearing(SCHOOL_STAFF, holders)
    owners = {one.id for one in _bearing(CASE_OWNERS, holders)}
    meant = named(form, values, staff).people - owners
    return {one.id for one in staff} & meant - case.concerned


def suggested(session: Session, case: HeldCase, form: FormDefinition, *, on: date) -> list[str]:
    """The names to choose from where the form asks for people of the school."""
    if not form.asks_for_staff:
        return []
    staff = staff_of(session, case.school_id, on=on)
    return [one.name for one in staff if one.id not in case.concerned]


def named(form: FormDefinition, values: Mapping[str, Any], staff: Sequence[Person]) -> Named:
    """Whom the fields of the form that ask for people of the school mean."""
    people: set[int] = set()
    unknown: dict[str, None] = {}
    for text in _texts(form, values):
        for written in filter(None, map(str.strip, _BETWEEN.split(text))):
            person = _meant(written, staff)
            if person is None:
                unknown[written] = None
            else:
                people.add(person.id)
    return Named(frozenset(people), tuple(unknown))


def _bearing(roles: Collection[Role], holders: Iterable[Holder]) -> list[Person]:
    """Who holds one of the roles, each once, in the order of the holders."""
    found = {one.person.id: one.person for one in holders if one.appointment.role in roles}
    return list(found.values())


def _texts(form: FormDefinition, values: Mapping[str, Any]) -> Iterator[str]:
    for one in form.components:
        if one.staff and one.key in values:
            yield values[one.key]
        for row in values.get(one.key, ()) if one.type == "rows" else ():
            yield from (row[part.key] for part in one.components if part.staff and part.key in row)


def _meant(written: str, staff: Sequence[Person]) -> Person | None:
    """The one person of that name, with or without marks and a title; None where two bear it."""
    for spelt in (_exactly, fold):
        line = _words(spelt(_MARKS.sub(" ", written)))
        bearers = [one for one in staff if _words(spelt(one.name)) in line]
        longest = max((len(spelt(one.name)) for one in bearers), default=0)
        bearers = [one for one in bearers if len(spelt(one.name)) == longest]
        if bearers:
            return bearers[0] if len(bearers) == 1 else None
    return None


def _exactly(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _words(text: str) -> str:
    """So that only whole words are found in one another."""
    return f" {text} "
