"""What happened in a case: each entry of its journal as a sentence, day by day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from models.held import HeldCase
from models.journal import ATTACHED, MISTAKEN, JournalEntry
from processes import assignments
from processes.bundle import Bundle
from processes.engine import load
from service.pages import moments, titles
from service.speech import gettext as _
from service.speech import ngettext

LATE = 300  # seconds between the fact and its entry that are worth a note


@dataclass(frozen=True)
class Line:
    """One entry; `tone` is "", "late" or "quiet"."""

    time: str
    iso: str
    words: str
    note: str
    href: str
    label: str
    tone: str


@dataclass(frozen=True)
class Day:
    """The entries of a day, the last first."""

    title: str
    entries: tuple[Line, ...]


def days(
    bundle: Bundle,
    case: HeldCase,
    entries: Sequence[JournalEntry],
    names: Mapping[int, str],
    data_key: bytes,
) -> tuple[Day, ...]:
    """`entries` come the last first."""
    found = []
    for on, of_day in groupby(entries, key=lambda entry: moments.local(entry.at).date()):
        lines = tuple(_line(bundle, case, entry, names, data_key) for entry in of_day)
        found.append(Day(moments.title_of_day(on), lines))
    return tuple(found)


def _line(
    bundle: Bundle,
    case: HeldCase,
    entry: JournalEntry,
    names: Mapping[int, str],
    data_key: bytes,
) -> Line:
    has_paper = entry.kind in ("opened", "completed", "message") and entry.content is not None
    return Line(
        time=moments.time_of(entry.at),
        iso=entry.at.isoformat(timespec="seconds"),
        words=sentence(bundle, entry, names),
        note=" ".join(filter(None, (_why(entry, data_key), recorded_late(entry)))),
        href=url_for("papers.show", code=case.code, seq=entry.seq) if has_paper else "",
        label=_("Xem") if has_paper else "",
        tone=_tone(bundle, entry),
    )


def _why(entry: JournalEntry, data_key: bytes) -> str:
    reason = assignments.reason_of(entry, data_key)
    return _("Lý do: %(reason)s", reason=reason) if reason else ""


def recorded_late(entry: JournalEntry) -> str:
    """Of a limit also why: the moment it fell due is its own, whoever ticked or did not."""
    if (entry.recorded_at - entry.at).total_seconds() <= LATE:
        return ""
    recorded = moments.moment(entry.recorded_at)
    if entry.kind == "timer_fired":
        return _("Ghi lúc %(moment)s: khi đến giờ không có bộ hẹn giờ nào chạy.", moment=recorded)
    return _("Ghi lúc %(moment)s.", moment=recorded)


def sentence(bundle: Bundle, entry: JournalEntry, names: Mapping[int, str]) -> str:
    """What the entry says, without anything that was written in it."""
    who = names.get(entry.actor_id or 0, _("Hệ thống"))
    if entry.on_behalf_of is not None:
        head = names.get(entry.on_behalf_of, "")
        if "head" in load(bundle).elements[entry.element or ""].roles:
            who = _("%(who)s (KT. %(head)s)", who=who, head=head)
        else:
            who = _("%(who)s (thay %(absent)s)", who=who, absent=head)
    what = titles.of_element(bundle, entry.element) if entry.element is not None else ""
    files = len(json.loads(entry.routing)) if entry.kind == ATTACHED else 0
    sentences: dict[str, str] = {
        "opened": _("%(who)s ghi tin, hồ sơ mở.", who=who),
        "completed": _("%(who)s làm xong: %(what)s.", who=who, what=what),
        "message": _("%(who)s ghi: %(what)s.", who=who, what=what),
        "timer_fired": _("Đến giờ: %(what)s.", what=what),
        "corrected": _("%(who)s sửa, có lý do: %(what)s.", who=who, what=what or _("tin báo")),
        "deadline_moved": _("Lịch làm việc đổi, hạn dời theo: %(what)s.", what=what),
        "calendar_changed": _("Lịch làm việc đổi, các hạn đang chạy được tính lại."),
        "assigned": _("%(who)s giao lại việc: %(what)s.", who=who, what=what),
        "handed_over": _("%(who)s bàn giao hồ sơ cho đầu mối khác.", who=who),
        "report_added": _("%(who)s gộp một tin báo vào hồ sơ này.", who=who),
        ATTACHED: ngettext(
            "%(who)s đính kèm %(num)d tài liệu.",
            "%(who)s đính kèm %(num)d tài liệu.",
            files,
            who=who,
        ),
        MISTAKEN: _("%(who)s ghi một tài liệu là đính kèm nhầm.", who=who),
        "concerned_noted": _("%(who)s ghi người có liên quan; họ không mở được hồ sơ.", who=who),
    }  # fmt: skip
    return sentences.get(entry.kind, entry.kind)


def _tone(bundle: Bundle, entry: JournalEntry) -> str:
    if entry.kind == "timer_fired":
        return "late" if entry.element in load(bundle).deadlines else "quiet"
    return "quiet" if entry.kind in ("assigned", "handed_over") else ""


def people_of(entries: Iterable[JournalEntry]) -> set[int]:
    """Everybody whose name the sentences need."""
    return {
        person
        for entry in entries
        for person in (entry.actor_id, entry.on_behalf_of)
        if person is not None
    }
