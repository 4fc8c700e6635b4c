"""`calendar import`, `calendar set` and `calendar preview`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from models.refusals import Refusal
from processes import calendars
from processes.calendars import Move, Preview, Proposal
from processes.working_time.date_words import date_vi
from processes.working_time.inheritance import Document, merged
from processes.working_time.local_time import today
from processes.working_time.seeding import seeded
from processes.workplace import Workplace
from service.cli import opening
from service.cli.answers import Answer, answers, clock, columns
from service.cli.calendar_edits import Edit, edits
from service.cli.calendars import calendar
from service.cli.people import person_called, school_called
from service.cli.schools import body_called

__all__ = ["calendar"]  # with the commands of this module

NOT_ENTERED = "Chưa nhập; thêm --yes để nhập. / Nothing was entered; add --yes to enter it."


class FileUnreadable(Refusal):
    """The file is not a calendar document."""

    vi = "Tệp {path} không phải JSON: {reason}"
    en = "The file {path} is not JSON: {reason}"


@dataclass(frozen=True)
class _Place:
    """The school or the body that is entered for, and what it works by."""

    workplace: Workplace
    school_id: int | None
    body_id: int | None
    own: Document
    whole: Document
    now: datetime

    def propose(self, document: Mapping[str, Any]) -> tuple[Proposal, ...]:
        if self.school_id is not None:
            return calendars.propose(self.workplace, self.school_id, document, now=self.now)
        assert self.body_id is not None
        return calendars.propose_for_body(self.workplace, self.body_id, document, now=self.now)

    def enter(self, document: Mapping[str, Any], *, by: int | None) -> None:
        if self.school_id is not None:
            calendars.enter(self.workplace, self.school_id, document, by=by, now=self.now)
        if self.body_id is not None:
            calendars.enter_for_body(self.workplace, self.body_id, document, by=by, now=self.now)


Change = Callable[[_Place], Document]

_school = click.option("--school", "school", help="Mã trường. Code of the school.")
_body = click.option("--body", "body", help="Mã cơ quan quản lý. Code of the managing body.")
_yes = click.option("--yes", is_flag=True, help="Nhập thật. Enter what is shown.")
_by = click.option("--by", "by", help="Tên đăng nhập của người nhập. Who enters it.")
_file = click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False))
_seed = click.option("--seed", is_flag=True, help="Ngày lễ và hoán đổi đã biết. Known holidays.")


@calendar.command(name="import")
@_file
@_seed
@_school
@_body
@_yes
@_by
@answers
def import_(
    *,
    file: str | None,
    seed: bool,
    school: str | None,
    body: str | None,
    yes: bool,
    by: str | None,
) -> Answer:
    """Enter a calendar document, or the holidays and swaps of the seed; first shows the changes.

    Nhập lịch từ tệp, thay cho tất cả những gì trường đã nhập; hoặc thêm các ngày lễ đã biết.
    """
    return _answer(school, body, _of_file(file, seed), yes=yes, by=by)


@calendar.command(name="set")
@edits
@_school
@_body
@_yes
@_by
@answers
def set_(*, edit: Edit, school: str | None, body: str | None, yes: bool, by: str | None) -> Answer:
    """Enter one day off, make-up day, closure, season, or new hours; first shows the changes.

    Nhập một ngày nghỉ, ngày làm bù, đợt đóng cửa, mùa hoặc giờ làm việc mới.
    """
    return _answer(school, body, _of_edit(edit), yes=yes, by=by)


@calendar.command()
@_file
@_seed
@edits
@_school
@_body
@answers
def preview(
    *, edit: Edit, file: str | None, seed: bool, school: str | None, body: str | None
) -> Answer:
    """What a file or an edit would change: dates, and each open limit from when to when.

    Xem trước; không nhập gì.
    """
    change = _of_file(file, seed) if file is not None or seed else _of_edit(edit)
    with opening.workplace() as workplace:
        place = _place(workplace, school, body)
        shown = _shown(place, place.propose(change(place)))
    return Answer(shown.document(entered=False), shown.lines)


def _answer(
    school: str | None, body: str | None, change: Change, *, yes: bool, by: str | None
) -> Answer:
    with opening.workplace() as workplace:
        place = _place(workplace, school, body)
        document = change(place)
        shown = _shown(place, place.propose(document))
        if not yes:
            return Answer(shown.document(entered=False), shown.lines, failure=NOT_ENTERED)
        place.enter(document, by=_person(workplace, by))
    return Answer(shown.document(entered=True), [*shown.lines, "Đã nhập. Entered."])


def _of_file(file: str | None, seed: bool) -> Change:
    if (file is None) != seed:
        raise click.UsageError(
            "cho đúng một trong hai: tệp hoặc --seed / "
            "give exactly one of the two: a file or --seed"
        )
    if file is None:
        return lambda place: seeded(place.own)
    try:
        document: Document = json.loads(Path(file).read_text(encoding="utf-8"))
    except ValueError as error:
        raise FileUnreadable(path=file, reason=error) from error
    return lambda place: document


def _of_edit(edit: Edit) -> Change:
    return lambda place: edit.applied(place.own, place.whole, today=today(place.now))


def _place(workplace: Workplace, school: str | None, body: str | None) -> _Place:
    now = workplace.clock.now()
    if (school is None) == (body is None):
        raise click.UsageError(
            "cho đúng một trong hai: --school hoặc --body / "
            "give exactly one of the two: --school or --body"
        )
    with workplace.database.reading() as session:
        school_id = school_called(session, school).id if school is not None else None
        body_id = body_called(session, body).id if body is not None else None
    if school_id is not None:
        found = calendars.of_school(workplace, school_id, now=now)
        own = {} if found is None else found.own
        whole = merged({}, {}) if found is None else found.calendar.to_document()
        return _Place(workplace, school_id, None, own, whole, now)
    assert body_id is not None
    own = calendars.of_body(workplace, body_id)
    return _Place(workplace, None, body_id, own, merged(own, {}), now)


def _person(workplace: Workplace, name: str | None) -> int | None:
    if name is None:
        return None
    with workplace.database.reading() as session:
        return person_called(session, name).id


@dataclass(frozen=True)
class _Shown:
    proposals: Sequence[Proposal]
    preview: Preview

    def document(self, *, entered: bool) -> Mapping[str, object]:
        return {
            "entered": entered,
            "changes": {
                one.school.code: [words.to_document() for words in self._words(one)]
                for one in self.proposals
            },
            "moves": self.preview.moves,
            "noted": self.preview.noted,
        }

    @property
    def lines(self) -> list[str]:
        lines = []
        for one in self.proposals:
            lines.append(f"{one.school.code} {one.school.name}")
            words = self._words(one)
            lines += [f"  {line.vi} / {line.en}" for line in words]
            lines += [] if words else ["  không đổi ngày nào / no date changes"]
        moves, noted = self.preview.moves, self.preview.noted
        lines.append(f"Hạn đang chạy sẽ dời: {len(moves)}. Open limits that move: {len(moves)}.")
        lines += columns([_row(move) for move in moves])
        lines.append(
            f"Hạn đã đóng, giữ nguyên và ghi chú: {len(noted)}. "
            f"Closed limits that stay, with a note: {len(noted)}."
        )
        return lines + columns([_row(move) for move in noted])

    def _words(self, proposal: Proposal) -> Sequence[Any]:
        return self.preview.differences[proposal.school.id].words


def _shown(place: _Place, proposals: Sequence[Proposal]) -> _Shown:
    return _Shown(proposals, calendars.preview(place.workplace, proposals, now=place.now))


def _row(move: Move) -> tuple[str, ...]:
    before, after = _end(move.from_at, move.from_on), _end(move.to_at, move.to_on)
    return f"  {move.code}", str(move.titles.get("vi", move.limit)), before, "→", after


def _end(at: datetime, on: date | None) -> str:
    return clock(at) if on is None else f"hết {date_vi(on)}"
