"""Random cases, lived through the rules and stored; and what a replay of the journal gives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from models import held, journal
from models.cases import Case, CaseState
from models.database import Database
from models.held import HeldCase, HeldMessage, HeldTask
from models.keys import KeyRing, new_key
from processes import assignments, cases, corrections, definitions, messages, tasks, timers
from processes.forms.definition import FormDefinition
from processes.history import replayed
from processes.workplace import Workplace
from tests.trials.guesses import Avoided, guess
from tests.world import START, Member, World

# Answers that lead a case to its end, kept back until it is old enough.
ENDINGS: Avoided = {
    "route": {"untrue", "no_intervention", "development_support", "drop_out"},
    "conclusion": {"end"},
    "monitoring": {"done"},
    "silence_action": {"end"},
}
ENDING_MESSAGES = frozenset({"close_early"})
HEADS = frozenset({"head"})

# After a write: case, its last entry, the snapshot.
Lived = dict[tuple[int, int], bytes]


@dataclass
class Life:
    """One case from its report on; `lived` keeps the snapshot after each write."""

    world: World
    chance: Random
    now: datetime = START
    code: str = ""
    lived: Lived = field(default_factory=dict)

    def live(self, entries: int) -> Lived:
        """Until it has so many entries, or a few more; it may end only then."""
        self.code = self._open()
        case = self._look()
        while case.last_seq < entries:
            self._go_on(case, ENDINGS)
            case = self._look()
        for _ in range(self.chance.randint(0, 4)):
            if case.state is CaseState.OPEN:
                self._go_on(case, {})
                case = self._look()
        return self.lived

    def _open(self) -> str:
        with self.world.workplace.database.reading() as session:
            bundle = self.world.workplace.bundle(session, 1)
        raw = guess(definitions.form(bundle, cases.REPORT), self.chance, self.now, avoided={})
        opened = cases.open_by_report(
            self.world.workplace, self.world.school.id, raw, by=self.world.an.caller, now=self.now
        )
        return opened.case_code

    def _look(self) -> HeldCase:
        with self.world.workplace.database.reading() as session:
            case = held.by_code(session, self.code, now=self.now)
        assert case is not None
        assert case.snapshot is not None
        self.lived[case.id, case.last_seq] = case.snapshot
        return case

    def _go_on(self, case: HeldCase, avoided: Avoided) -> None:
        self.now += timedelta(minutes=self.chance.choice([1, 20, 300, 3000]))
        waiting = [
            message
            for message in case.messages
            if message.form is not None and (not avoided or message.element not in ENDING_MESSAGES)
        ]
        acts: list[Callable[[], object]] = []
        for task in case.tasks:
            acts += [partial(self._complete, case, task, avoided)] * 4
            acts.append(partial(self._take_or_give_back, task))
        acts += [partial(self._send, case, message) for message in waiting]
        acts.append(partial(timers.fire_case, self.world.workplace, case.id, now=self.now))
        # A receipt cannot come to lie after the act that met its limit.
        if all(row.act_at is None for row in case.deadlines):
            acts.append(partial(self._correct_the_report, case))
        if any(message.form is None for message in case.messages):
            acts.append(self._answer_as_the_agency)
        self.chance.choice(acts)()

    def _complete(self, case: HeldCase, task: HeldTask, avoided: Avoided) -> None:
        raw = guess(self._form(case, task.form), self.chance, self.now, avoided=avoided)
        by = self._hand(task.roles)
        tasks.complete(self.world.workplace, task.id, raw, by=by.caller, now=self.now)

    def _take_or_give_back(self, task: HeldTask) -> None:
        act = assignments.claim if task.assignee_id is None else assignments.release
        by = self._hand(task.roles)
        act(self.world.workplace, task.id, by=by.caller, now=self.now)

    def _send(self, case: HeldCase, message: HeldMessage) -> None:
        raw = guess(self._form(case, message.form or ""), self.chance, self.now, avoided={})
        by = self._hand(message.roles)
        messages.send(
            self.world.workplace, self.code, message.element, raw, by=by.caller, now=self.now
        )

    def _answer_as_the_agency(self) -> None:
        messages.receive(
            self.world.workplace,
            "agency_answered",
            self.code,
            {"said": "Đã nhận."},
            sender=self.world.agency.caller,
            now=self.now,
        )

    def _correct_the_report(self, case: HeldCase) -> None:
        """The head mends t0, which moves the limits that count from it."""
        with self.world.workplace.database.reading() as session:
            opened = journal.entry(session, case.id, 1)
        assert opened is not None
        said = json.loads(opened.routing)["emergency"]
        stands = {"emergency": {"yes", "no"} - {said}}
        raw = guess(self._form(case, cases.REPORT), self.chance, self.now, avoided=stands)
        corrections.correct(
            self.world.workplace,
            self.code,
            1,
            raw,
            reason="Ghi nhầm giờ.",
            by=self.world.binh.caller,
            now=self.now,
        )

    def _form(self, case: HeldCase, form_id: str) -> FormDefinition:
        with self.world.workplace.database.reading() as session:
            bundle = self.world.workplace.bundle(session, case.process_version_id)
        return definitions.form(bundle, form_id)

    def _hand(self, roles: tuple[str, ...]) -> Member:
        return self.world.binh if set(roles) == HEADS else self.world.an


def stepped(workplace: Workplace) -> Iterator[tuple[int, int, bytes, str]]:
    """Case, entry, snapshot and state digest of every step, from the journal alone."""
    with workplace.database.reading() as session:
        for case in session.scalars(select(Case).order_by(Case.id)):
            for row, step in replayed(session, workplace, case):
                yield case.id, row.seq, step.snapshot, step.state_digest


def digest_of_steps(url: str) -> str:
    """One digest over every step of every case; the key to the content is not needed."""
    database = Database(url)
    sha = hashlib.sha256()
    for case_id, seq, snapshot, state_digest in stepped(Workplace(database, KeyRing([new_key()]))):
        sha.update(f"{case_id} {seq} {state_digest} ".encode() + snapshot)
    database.dispose()
    return sha.hexdigest()
