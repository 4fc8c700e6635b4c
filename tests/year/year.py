"""The year as it is walked: whose turn it is, and how late it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from models import people, reports, timers, watches
from models.database import Database
from tests.browser import DESK, PATIENCE, PHONE, Breaches
from tests.year.album import Album
from tests.year.moments import moment
from tests.year.resident import Resident
from tests.year.school import School

HEIGHTS = {PHONE: 844, DESK: 800}
AT_A_DESK = ("binh", "phuc", "lan", "khanh", "chi", "tuyet", "tho")
CATCHING_UP_SECONDS = 30.0


@dataclass
class Year:
    """The school, a browser for whoever has their turn, the album, and the cases by their child."""

    school: School
    browser: Browser
    album: Album
    filmed: bool = False
    breaches: Breaches = field(default_factory=Breaches)
    codes: dict[str, str] = field(default_factory=dict)
    _signed_in: dict[str, Any] = field(default_factory=dict, repr=False)
    _windows: dict[tuple[str, int], Resident] = field(default_factory=dict, repr=False)

    @property
    def now(self) -> datetime:
        """What the clock of the school shows."""
        return self.school.workplace.clock.now()

    @contextmanager
    def turn(self, name: str, *, width: int | None = None) -> Iterator[Resident]:
        """Somebody sits down at their phone or desk, and goes again; a film is made of it."""
        width = width or width_of(name)
        if not self.filmed:
            yield self._at_the_window(name, width)
            return
        resident = self._new_window(name, width, filmed=True)
        if name not in self._signed_in:
            resident.come_in()
        yield resident
        self._signed_in[name] = resident.page.context.storage_state()
        film = resident.page.video
        assert film is not None
        resident.page.context.close()
        self.album.film(Path(film.path()), who=self.full_name(name))

    def until(self, words: str) -> None:
        """The administrator moves the clock to this moment; the scheduler does what falls due."""
        self._at_the_window("khanh", DESK).moves_the_clock(moment(words))
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until nothing is due any more."""
        give_up = time.monotonic() + CATCHING_UP_SECONDS
        while self._is_behind():
            assert time.monotonic() < give_up, "the scheduler does not catch up"
            time.sleep(0.1)

    def full_name(self, sign_in: str) -> str:
        """Whom a sign-in name belongs to."""
        with self.database.reading() as session:
            person = people.by_sign_in_name(session, sign_in)
        assert person is not None
        return person.name

    def case_of(self, receipt: str) -> str:
        """The code of the case that this report opened: who reports does not learn it."""
        with self.database.reading() as session:
            report = reports.by_code(session, receipt)
            assert report is not None
            return reports.cases_of(session, report.id)[0].code

    @property
    def database(self) -> Database:
        """For a look behind the pages."""
        return self.school.workplace.database

    def _is_behind(self) -> bool:
        now = self.now
        with self.database.reading() as session:
            wakes_at = watches.next_wake(session)
            due = timers.cases_due(session, now=now, limit=1)
        return bool(due) or (wakes_at is not None and wakes_at <= now)

    def _at_the_window(self, name: str, width: int) -> Resident:
        """The window that stays open for this person all year."""
        if (name, width) not in self._windows:
            self._windows[name, width] = self._new_window(name, width, filmed=False)
            self._windows[name, width].come_in()
        return self._windows[name, width]

    def _new_window(self, name: str, width: int, *, filmed: bool) -> Resident:
        context = self.browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": HEIGHTS[width]},
            reduced_motion="reduce",
            storage_state=self._signed_in.get(name),
            record_video_dir=self.album.folder / self.album.chapter.slug if filmed else None,
            record_video_size={"width": width, "height": HEIGHTS[width]},
        )
        context.set_default_timeout(PATIENCE)
        self.breaches.watch(context)
        return Resident(context.new_page(), self.school.url, name, year=self)


def width_of(name: str) -> int:
    """Staff have a phone at hand; who decides, keeps and looks into the whole sits at a desk."""
    return DESK if name in AT_A_DESK else PHONE
