"""The number of an official letter: counted per school and year, or taken from a paper register.

The number is given in the transaction that files the signing, and stands in that entry of the
journal as the answer `number`. A school that keeps its register on paper types the number that the
register gave; counting goes on after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from models import letter_numbers, schools
from models.held import HeldCase
from models.letter_numbers import Entry, LetterNumber, NumberTaken, Register
from processes.forms.answers import Answers, AnswersRejected, FieldError
from processes.forms.wording import Text
from processes.working_time.local_time import ZONE

SIGNING: Final = "sign_letter"
NUMBER: Final = "number"
_TYPED: Final = re.compile(r"(?P<number>[0-9]{1,6})(?:\s*/\s*(?P<symbol>.*))?", re.DOTALL)


def signs(element: str | None, answers: Mapping[str, Any]) -> bool:
    """Do these answers say that a letter was signed and sent?"""
    return element == SIGNING and answers.get("signed") == "yes"


def numbered(session: Session, case: HeldCase, seq: int, answers: Answers) -> Answers:
    """The answers with the number of the letter that entry `seq` signs.

    Raises AnswersRejected where what was typed is no number, or that of another letter.
    """
    register = Register(case.school_id, _year(answers.values))
    entry = Entry(case.id, seq)
    typed = answers.values.get(NUMBER)
    if typed is not None:
        number, symbol = _read(typed)
        try:
            letter_numbers.take(session, register, entry, number=number, symbol=symbol)
        except NumberTaken as taken:
            raise _taken(typed, register) from taken
        return answers
    school = schools.by_ids(session, {case.school_id})[case.school_id]
    letter = letter_numbers.give_next(session, register, entry, symbol=symbol_of(school.code))
    return _with_number(answers, written(letter))


def corrected(
    session: Session, case: HeldCase, seq: int, answers: Answers, before: Mapping[str, Any]
) -> Answers:
    """The corrected answers of the signing at entry `seq`; a number counted here stays.

    Raises AnswersRejected as `numbered`, and where the number was counted here.
    """
    typed = answers.values.get(NUMBER)
    if typed is None:
        return _with_number(answers, before[NUMBER])
    if typed == before.get(NUMBER):
        return answers
    letter = letter_numbers.of_entry(session, Entry(case.id, seq))
    if letter is None:  # filed before letters were counted here
        return numbered(session, case, seq, answers)
    if not letter.by_hand:
        raise _rejected(
            f"Số {before[NUMBER]} do hệ thống cấp, không sửa được; để nguyên số này",
            f"Number {before[NUMBER]} was given by the system and stays; leave it as it is",
        )
    number, symbol = _read(typed)
    try:
        letter_numbers.change(session, letter, number=number, symbol=symbol)
    except NumberTaken as taken:
        raise _taken(typed, Register(letter.school_id, letter.year)) from taken
    return answers


def written(letter: LetterNumber) -> str:
    """`07/THCSVL`: a number below ten has a leading zero (Nghị định 30/2020/NĐ-CP, phụ lục I)."""
    number = f"{letter.number:02d}"
    return f"{number}/{letter.symbol}" if letter.symbol else number


def symbol_of(school_code: str) -> str:
    """`THCSVL` of `THCS-VAM-LUA`, until the school types a symbol of its own [design]."""
    first, *others = school_code.split("-")
    return first + "".join(one[:1] for one in others)


def _year(values: Mapping[str, Any]) -> int:
    """The register is that of the year in which the letter was sent, in Vietnam."""
    return datetime.fromisoformat(values["sent_at"]).astimezone(ZONE).year


def _read(typed: str) -> tuple[int, str]:
    found = _TYPED.fullmatch(typed.strip())
    if found is None or int(found["number"]) == 0:
        raise _rejected(
            "Ghi số trước, rồi gạch chéo và ký hiệu, ví dụ 45/THCSVL; để trống nếu cần cấp số",
            "Write the number first, then a slash and the symbol, as in 45/THCSVL; "
            "leave it empty to be given one",
        )
    return int(found["number"]), (found["symbol"] or "").strip()


def _with_number(answers: Answers, number: str) -> Answers:
    values = dict(sorted({**answers.values, NUMBER: number}.items()))
    return replace(answers, values=values)


def _taken(typed: str, register: Register) -> AnswersRejected:
    return _rejected(
        f"Số {typed} đã dùng cho một công văn khác năm {register.year} của trường",
        f"Another letter of the school in {register.year} has the number {typed}",
    )


def _rejected(vi: str, en: str) -> AnswersRejected:
    return AnswersRejected((FieldError(NUMBER, Text(vi=vi, en=en)),))
