"""What an entry would change, before anybody applies it: dates, limits that move, closed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from processes.calendars import Move, Preview, Proposal
from processes.working_time.duration_words import Words
from service.languages import language
from service.pages import moments
from service.pages.calendar_owners import Owner
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way

MOST_LINES = 60
MOST_MOVES = 200
MOST_NAMES = 12


@dataclass(frozen=True)
class School:
    """The dates that change at a school or several; `name` is empty where one is asked about."""

    name: str
    lines: tuple[str, ...]
    more: str


@dataclass(frozen=True)
class Limit:
    """A limit of a case, and its end before and after."""

    code: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """See `templates/calendar_preview.html`."""

    schools: tuple[School, ...]
    unchanged: str
    moves: tuple[Limit, ...]
    moves_title: str
    more_moves: str
    noted: tuple[Limit, ...]
    noted_title: str
    more_noted: str


@dataclass(frozen=True)
class PreviewPage:
    """See `templates/calendar_preview.html`; `sent` is posted again with the button."""

    title: str
    about: str
    back: Way
    notice: str
    change: Change
    may_edit: bool
    action: str
    sent: tuple[tuple[str, str], ...]
    based_on: str


def of_preview(preview: Preview, proposals: tuple[Proposal, ...]) -> Change:
    """The preview of these proposals in words."""
    several = len(proposals) > 1
    schools = tuple(_schools(preview, proposals, several=several))
    return Change(
        schools=schools,
        unchanged="" if schools else _("Không ngày nào đổi giờ làm việc."),
        moves=_limits(preview.moves),
        moves_title=ngettext(
            "%(num)d hạn đang chạy sẽ dời", "%(num)d hạn đang chạy sẽ dời", len(preview.moves)
        )
        if preview.moves
        else _("Không hạn đang chạy nào dời"),
        more_moves=_more(len(preview.moves)),
        noted=_limits(preview.noted),
        noted_title=ngettext(
            "%(num)d hạn đã đóng giữ nguyên", "%(num)d hạn đã đóng giữ nguyên", len(preview.noted)
        ),
        more_noted=_more(len(preview.noted)),
    )


def page(
    owner: Owner,
    title: str,
    change: Change,
    notice: str,
    *,
    back: Way,
    action: str,
    posted: MultiDict[str, str],
    may_edit: bool,
) -> PreviewPage:
    """What would change; the buttons post the same once more."""
    own = ("csrf_token", "_apply", "_edit", "_based_on")
    return PreviewPage(
        title=_("Xem trước: %(title)s", title=title[:1].lower() + title[1:]),
        about=owner.name,
        back=back,
        notice=notice,
        change=change,
        may_edit=may_edit,
        action=action,
        sent=tuple((key, value) for key, value in posted.items(multi=True) if key not in own),
        based_on="" if owner.based_on is None else str(owner.based_on),
    )


def _schools(preview: Preview, proposals: Iterable[Proposal], *, several: bool) -> Iterator[School]:
    """Schools at which the same dates change are told together."""
    alike: dict[tuple[Words, ...], list[str]] = {}
    for proposal in proposals:
        words = preview.differences[proposal.school.id].words
        alike.setdefault(words, []).append(proposal.school.name)
    for words, names in alike.items():
        if words:
            lines = [one.en if language() == "en" else one.vi for one in words[:MOST_LINES]]
            rest = len(words) - len(lines)
            yield School(
                _names(names) if several else "",
                tuple(line[:1].upper() + line[1:] for line in lines),
                ngettext("và %(num)d ngày nữa", "và %(num)d ngày nữa", rest) if rest else "",
            )


def _names(names: list[str]) -> str:
    shown = names[:MOST_NAMES]
    rest = len(names) - len(shown)
    more = ngettext("và %(num)d trường nữa", "và %(num)d trường nữa", rest)
    return ", ".join([*shown, more] if rest else shown)


def _limits(moves: Iterable[Move]) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            one.code,
            one.titles.get(language(), one.limit),
            _end(one.from_at, one.from_on),
            _end(one.to_at, one.to_on),
        )
        for one in list(moves)[:MOST_MOVES]
    )


def _end(at: datetime, on: date | None) -> str:
    if on is not None:
        return _("hết %(day)s", day=moments.day(on))
    return moments.moment(at)


def _more(number: int) -> str:
    rest = number - MOST_MOVES
    return ngettext("và %(num)d hạn nữa", "và %(num)d hạn nữa", rest) if rest > 0 else ""
