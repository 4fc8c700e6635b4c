"""What the work on cases needs at hand: the database, the keys, and what never changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from models import calendars, case_names, data_keys, definitions, schema, schools
from models.database import Database
from models.held import HeldCase
from models.keys import KeyRing, ring_of
from models.refusals import Refusal
from models.settings import Settings
from processes.bundle import Bundle
from processes.channels.outlets import Outlets
from processes.clock import Clock
from processes.forms.wording import WORDINGS, Wording
from processes.working_time.calendar import Calendar


class NoCalendar(Refusal):
    """No limit can be computed without the school's calendar."""

    vi = "Trường chưa có lịch làm việc. Người quản trị nhập lịch trước khi nhận tin báo."
    en = "The school has no calendar yet. An administrator enters it before reports can come in."


@dataclass(frozen=True)
class Workplace:
    """Shared by all threads of a process.

    Bundles and calendar versions are immutable, so each is read once and kept by its id.
    """

    database: Database
    keys: KeyRing
    outlets: Outlets = field(default_factory=Outlets)
    _bundles: dict[int, Bundle] = field(default_factory=dict, repr=False)
    _calendars: dict[int, Calendar] = field(default_factory=dict, repr=False)
    _wordings: dict[int, Wording] = field(default_factory=dict, repr=False)
    _index_keys: dict[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, settings: Settings) -> Workplace:
        """Open and check the database and the keys, once a process.

        Raises a Refusal that says what is wrong: a database newer or older than the code, journal
        triggers that are missing, a key file that is missing, open to others, or not of this data.
        """
        schema.check(settings.database_url)
        keys = ring_of(settings.key, settings.key_file)
        outlets = Outlets.of(settings)
        workplace = cls(Database(settings.database_url), keys, outlets)
        with ExitStack() as unless_opened:
            unless_opened.callback(workplace.database.dispose)
            with workplace.database.transaction() as session:
                data_keys.check_ring(session, keys)
                workplace.index_key(session)
            unless_opened.pop_all()
        return workplace

    @cached_property
    def clock(self) -> Clock:
        """The clock that the work on its cases goes by."""
        return Clock(self.database)

    def bundle(self, session: Session, version_id: int) -> Bundle:
        """The bundle of a process version."""
        if version_id not in self._bundles:
            raw = definitions.bundle_of(session, version_id)
            self._bundles[version_id] = Bundle.from_bytes(raw)
        return self._bundles[version_id]

    def calendar(self, session: Session, version_id: int) -> Calendar:
        """The calendar of a calendar version."""
        if version_id not in self._calendars:
            document = json.loads(calendars.get(session, version_id).document)
            self._calendars[version_id] = Calendar.from_document(document)
        return self._calendars[version_id]

    def calendar_of(self, session: Session, case: HeldCase) -> Calendar:
        """The calendar of the case's school, as known now; raises NoCalendar."""
        if case.calendar_version_id is None:
            raise NoCalendar
        return self.calendar(session, case.calendar_version_id)

    def calendars_of(
        self, session: Session, school_ids: Iterable[int], *, now: datetime
    ) -> dict[int, Calendar]:
        """The calendars of schools, as known now; without those that have none."""
        known = {}
        for school_id in set(school_ids):
            version = calendars.current(session, school_id, now=now)
            if version is not None:
                known[school_id] = self.calendar(session, version.id)
        return known

    def index_key(self, session: Session) -> bytes:
        """The key of the blind index of names."""
        if "names" not in self._index_keys:
            self._index_keys["names"] = case_names.index_key(session, self.keys)
        return self._index_keys["names"]

    def wording(self, session: Session, school_id: int) -> Wording:
        """The words of the school's kind, which a school keeps for life."""
        if school_id not in self._wordings:
            school = schools.by_ids(session, {school_id})[school_id]
            self._wordings[school_id] = WORDINGS[school.kind.value]
        return self._wordings[school_id]
