"""Numbers of official letters (số công văn): one row for each signed letter of a school and year.

A number is given in the transaction that files the signing, so that it is gone again where that
transaction is, and none is left out or given twice.
"""

from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.cases import CaseMoved
from models.tables import Key, Table


class LetterCounter(Table):
    """The last number of a school's year."""

    __tablename__ = "letter_counters"

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class LetterNumber(Table):
    """The number of the letter whose signing is entry `seq` of the case."""

    __tablename__ = "letter_numbers"
    __table_args__ = (
        UniqueConstraint("school_id", "year", "number"),
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )

    id: Mapped[Key]
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str]  # what stands behind the number: `THCSVL` in `07/THCSVL`
    by_hand: Mapped[bool]  # taken from the school's paper register, not counted here
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one school and year."""

    school_id: int
    year: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of a journal that signs a letter."""

    case_id: int
    seq: int


class NumberTaken(Exception):
    """Another letter of the school and year has this number."""


def give_next(session: Session, register: Register, entry: Entry, *, symbol: str) -> LetterNumber:
    """The number after the last one; the symbol is that of the school's latest letter, if any.

    The register stays locked until the transaction ends. Raises CaseMoved as `take`.
    """
    number = _count(session, register, 0, 1)
    _demand_first(session, entry)
    return _add(session, register, entry, number, _latest_symbol(session, register) or symbol)


def take(
    session: Session, register: Register, entry: Entry, *, number: int, symbol: str
) -> LetterNumber:
    """Register a number of the school's paper register; counting goes on after the highest.

    Raises NumberTaken, and CaseMoved where somebody else has just written this very entry. The
    register stays locked until the transaction ends.
    """
    _count(session, register, number, 0)
    _demand_first(session, entry)
    _demand_free(session, register, number, but=entry)
    return _add(session, register, entry, number, symbol, by_hand=True)


def change(session: Session, letter: LetterNumber, *, number: int, symbol: str) -> None:
    """Another number by hand instead; raises NumberTaken."""
    register = Register(letter.school_id, letter.year)
    _count(session, register, number, 0)
    _demand_free(session, register, number, but=Entry(letter.case_id, letter.seq))
    session.execute(
        update(LetterNumber)
        .where(LetterNumber.id == letter.id)
        .values(number=number, symbol=symbol)
        .execution_options(synchronize_session=False)
    )


def of_entry(session: Session, entry: Entry) -> LetterNumber | None:
    """The number that the entry gave."""
    return session.scalars(
        select(LetterNumber).where(
            LetterNumber.case_id == entry.case_id, LetterNumber.seq == entry.seq
        )
    ).one_or_none()


def _count(session: Session, register: Register, at_least: int, more: int) -> int:
    """Lock the counter, move it on by `more`, but to no less than `at_least`; the new last."""
    counted = session.connection().execute(
        text(
            "INSERT INTO letter_counters (school_id, year, last)"
            " VALUES (:school_id, :year, :at_least + :more)"
            " ON CONFLICT (school_id, year) DO UPDATE SET last ="
            " CASE WHEN letter_counters.last + :more < :at_least THEN :at_least"
            " ELSE letter_counters.last + :more END"
            " RETURNING last"
        ),
        {
            "school_id": register.school_id,
            "year": register.year,
            "at_least": at_least,
            "more": more,
        },
    )
    return int(counted.scalar_one())


def _demand_first(session: Session, entry: Entry) -> None:
    """Of two who sign one letter, the second learns here what the case's version would tell."""
    if of_entry(session, entry) is not None:
        raise CaseMoved


def _demand_free(session: Session, register: Register, number: int, *, but: Entry) -> None:
    held = session.scalars(
        select(LetterNumber).where(
            LetterNumber.school_id == register.school_id,
            LetterNumber.year == register.year,
            LetterNumber.number == number,
        )
    ).one_or_none()
    if held is not None and (held.case_id, held.seq) != (but.case_id, but.seq):
        raise NumberTaken


def _latest_symbol(session: Session, register: Register) -> str | None:
    return session.scalar(
        select(LetterNumber.symbol)
        .where(LetterNumber.school_id == register.school_id, LetterNumber.symbol != "")
        .order_by(LetterNumber.year.desc(), LetterNumber.number.desc())
        .limit(1)
    )


def _add(
    session: Session,
    register: Register,
    entry: Entry,
    number: int,
    symbol: str,
    *,
    by_hand: bool = False,
) -> LetterNumber:
    letter = LetterNumber(
        school_id=register.school_id,
        year=register.year,
        number=number,
        symbol=symbol,
        by_hand=by_hand,
        case_id=entry.case_id,
        seq=entry.seq,
    )
    session.add(letter)
    session.flush()
    return letter
