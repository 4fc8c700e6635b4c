"""What `calendar set` and `calendar preview` change in what a school or a body entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import update_wrapper
from typing import Any

import click

from processes.working_time import editing
from processes.working_time.inheritance import Document
from service.cli.calendar_words import Day, Days, Span, Week, Weeks

EDITS = ("day_off", "make_up", "closure", "season", "sessions", "without")


@dataclass(frozen=True)
class Edit:
    """One edit as it was typed."""

    day_off: date | None
    make_up: date | None
    replaces: date | None
    closure: Span | None
    season: Span | None
    sessions: Week | None
    since: date | None
    without: date | None
    name: str | None
    name_en: str | None
    source: str | None

    def applied(self, own: Document, whole: Document, *, today: date) -> Document:
        """The document with the edit; `whole` is the calendar in force.

        Raises UsageError where none or more than one is asked for, or something to it is missing.
        """
        source = self.source or ""  # without one, the calendar says what is missing
        match self._asked():
            case "day_off" if self.day_off is not None:
                return editing.with_day_off(own, self.day_off, source=source, name=self._name())
            case "make_up" if self.make_up is not None and self.replaces is not None:
                return editing.with_make_up(
                    own,
                    self.make_up,
                    replaces=self.replaces,
                    source=source,
                    sessions=(self.sessions or {}).get("monday", ()),
                )
            case "closure" if self.closure is not None:
                name = self._name() or {"vi": "đóng cửa", "en": "closed"}
                return editing.with_closure(own, *self.closure, name=name, source=source)
            case "season" if self.season is not None and self.sessions is not None:
                name = self._name() or {"vi": "giờ theo mùa", "en": "seasonal hours"}
                return editing.with_season(
                    own, *self.season, name=name, week=self.sessions, source=self.source
                )
            case "sessions" if self.sessions is not None:
                since = self.since or today
                return editing.with_week(own, whole, self.sessions, since=since)
            case "without" if self.without is not None:
                return editing.without_date(own, self.without)
        raise click.UsageError("--make-up + --for / --season + --sessions")

    def _asked(self) -> str:
        asked = [name for name in EDITS if getattr(self, name) is not None]
        if len(asked) > 1 and "sessions" in asked:
            asked.remove("sessions")  # the sessions of a make-up day or of a season
        if len(asked) != 1:
            raise click.UsageError(
                "--day-off / --make-up / --closure / --season / --sessions / --without"
            )
        return asked[0]

    def _name(self) -> dict[str, str] | None:
        if self.name is None:
            return None
        return {"vi": self.name} | ({"en": self.name_en} if self.name_en is not None else {})


_OPTIONS = (
    click.option("--day-off", type=Day(), help="Ngày nghỉ. A date that is not worked."),
    click.option("--make-up", type=Day(), help="Ngày làm bù, cùng --for. A make-up day."),
    click.option("--for", "replaces", type=Day(), help="Làm bù cho ngày này. The day it replaces."),
    click.option("--closure", type=Days(), help="Đợt đóng cửa. Closed: FROM..TO."),
    click.option("--season", type=Days(), help="Mùa, cùng --sessions. A season: FROM..TO."),
    click.option("--sessions", type=Weeks(), help="Giờ làm việc. “mon-fri=07:30-11:30; sat=...”"),
    click.option("--from", "since", type=Day(), help="Giờ mới áp dụng từ. --sessions from then."),
    click.option("--without", type=Day(), help="Bỏ ngày đã nhập. Take a date out again."),
    click.option("--name", help="Tên gọi. What it is called."),
    click.option("--name-en", help="Tên tiếng Anh. The same in English."),
    click.option("--source", help="Văn bản làm căn cứ. The document that says so."),
)


def edits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of an edit, as one argument `edit`."""
    names = [field.name for field in fields(Edit)]

    def edited(**given: Any) -> Any:
        return command(edit=Edit(**{name: given.pop(name) for name in names}), **given)

    update_wrapper(edited, command)
    with_options: Callable[..., Any] = edited
    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options
