"""Signing in: passwords, lock-out, and who it is that a session or a token speaks for."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from models import people, sign_ins
from models.appointments import Appointment
from models.database import Database
from models.names import fold
from models.people import Person
from models.refusals import Refusal
from processes.permissions import ActingFor, Caller, Held, lanes_of

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
ALLOWED_FAILURES = 8
# A whole school may come from one address: one person's slips do not lock out the others.
ALLOWED_FAILURES_OF_AN_ADDRESS = 50
LOCK_FOR = timedelta(minutes=10)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


class SignInRefused(Refusal):
    """The name or the password is wrong; which of them is not said."""

    vi = "Tên đăng nhập hoặc mật khẩu chưa đúng. Thầy cô kiểm tra lại rồi nhập lần nữa."
    en = "The sign-in name or the password is not right. Check both and try again."


class LockedOut(Refusal):
    """Too many failures in a row."""

    vi = "Đã nhập sai quá nhiều lần. Thầy cô thử lại sau {minutes} phút."
    en = "Too many attempts failed. Try again in {minutes} minutes."


class PasswordRefused(Refusal):
    """A new password is too short or too long."""

    vi = "Mật khẩu cần từ {shortest} đến {longest} ký tự."
    en = "A password needs {shortest} to {longest} characters."


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to keep, of the text in one Unicode form; raises PasswordRefused."""
    normal = _normal(password)
    if not SHORTEST_PASSWORD <= len(normal) <= LONGEST_PASSWORD:
        raise PasswordRefused(shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    return _hasher().hash(normal)


def _matches(password_hash: str | None, password: str) -> bool:
    # An unknown name costs as much time as a known one, so that nobody learns which names exist.
    normal = _normal(password[: LONGEST_PASSWORD * 4])
    try:
        _hasher().verify(password_hash or _nobodys_hash(), normal)
    except VerifyMismatchError:
        return False
    return password_hash is not None


def sign_in(
    database: Database, sign_in_name: str, password: str, *, address: str, now: datetime
) -> str:
    """Begin a session and give its token; raises SignInRefused or LockedOut."""
    allowed = {
        f"name:{fold(sign_in_name)}": ALLOWED_FAILURES,
        f"address:{address}": ALLOWED_FAILURES_OF_AN_ADDRESS,
    }
    with database.reading() as session:
        locked_until = sign_ins.locked_until(session, list(allowed), now=now)
        person = people.by_sign_in_name(session, sign_in_name)
    if locked_until is not None:
        raise LockedOut(minutes=-(-(locked_until - now) // timedelta(minutes=1)))
    known = person if person is not None and person.active else None
    if not _matches(known.password_hash if known is not None else None, password) or known is None:
        with database.transaction() as session:
            for subject, failures in allowed.items():
                sign_ins.failed(session, subject, now=now, allowed=failures, lock_for=LOCK_FOR)
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    with database.transaction() as session:
        sign_ins.succeeded(session, f"name:{fold(sign_in_name)}")
        sign_ins.begin(session, known.id, token=token, now=now)
    return token


def caller_of(
    person: Person,
    appointments: tuple[Appointment, ...],
    behind: Collection[Appointment] = (),
) -> Caller:
    """The caller that permissions are asked about.

    `behind`: by which appointments those whom the person acts for act for others themselves.
    """
    return Caller(
        person_id=person.id,
        name=person.name,
        language=person.language.value,
        held=tuple(
            Held(one.role, one.school_id, one.body_id, one.rank, one.acting_for_id)
            for one in appointments
        ),
        acting_for=_acting_for(person, (*appointments, *behind)),
    )


def _acting_for(person: Person, appointments: Collection[Appointment]) -> frozenset[ActingFor]:
    """Everybody at the end of whose chain the person stands, lane by lane (`Staff.acting`)."""
    steps = [
        (one.person_id, ActingFor(one.acting_for_id, one.school_id, lane))
        for one in appointments
        if one.acting_for_id is not None and one.school_id is not None
        for lane in lanes_of({one.role})
    ]
    found = {step for by, step in steps if by == person.id}
    while True:
        further = {
            step
            for by, step in steps
            for one in found
            if (one.person_id, one.school_id, one.lane) == (by, step.school_id, step.lane)
        }
        if further <= found:
            return frozenset(one for one in found if one.person_id != person.id)
        found |= further
