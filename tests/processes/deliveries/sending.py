"""Notices to be sent, for tests: the small world, a case in it, and a watch to tell people of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import cases, notices, rows, watches
from models.definitions import ProcessVersion
from models.deliveries import Delivery, DeliveryAttempt, DeliveryNotice
from models.notices import Grade, Notice
from models.people import Person
from models.watches import Watch, WatchState
from processes import outbox
from processes.channels.mail import MailServer, Patience
from processes.channels.outlets import Outlets
from processes.deliveries import send_due
from processes.working_time.calendar import Calendar
from processes.working_time.vietnam import demo_calendar
from processes.workplace import Workplace
from tests.post_office import HOST
from tests.world import START, Member, World

NODE = "node/1"
ADDRESS = "https://ctxh.example"
SENDER = "Đồng Hành <nhac-viec@truong.example>"


def mail_server(port: int, **more: Any) -> MailServer:
    """One that is not waited for long."""
    patience = Patience(connect=2.0, answer=2.0, taken_over=2.0, whole=3.0)
    return replace(MailServer(HOST, port, "none", SENDER, patience=patience), **more)


@dataclass
class Sending:
    """The world with one case, and what tests do to its outbox."""

    world: World
    workplace: Workplace
    case_id: int
    code: str
    calendar: Calendar

    @classmethod
    def of(cls, world: World, outlets: Outlets) -> Sending:
        """A case at An's school; everybody has an address."""
        workplace = replace(world.workplace, outlets=outlets)
        with workplace.database.transaction() as session:
            for person in session.scalars(select(Person)):
                person.email = f"{person.sign_in_name}@truong.example"
            session.flush()
            version = session.scalars(select(ProcessVersion)).one()
            case, _ = cases.create(
                session,
                workplace.keys,
                school_id=world.school.id,
                process_version_id=version.id,
                opened_at=START,
                year=2026,
            )
        return cls(world, workplace, case.id, case.code, demo_calendar())

    def use(self, outlets: Outlets) -> None:
        """The installation has these channels from now on."""
        self.workplace = replace(self.workplace, outlets=outlets)

    def wish(self, member: Member, **columns: object) -> None:
        """How somebody wants to be told, and other columns of theirs."""
        with self.workplace.database.transaction() as session:
            session.execute(update(Person).where(Person.id == member.person_id).values(columns))

    def watch(self, **columns: Any) -> int:
        """A new watch on the approval of a plan."""
        n = next(_NUMBERS)
        row = {
            "case_id": self.case_id,
            "school_id": self.world.school.id,
            "subject": f"approve_plan#{n}",
            "ladder": "plan_approval_deadline",
            "element": "three_days_passed",
            "host": "approve_plan",
            "started_at": START,
            "due_at": START + timedelta(days=4),
            "due_on": date(2026, 8, 25),
            "rung": "half",
            "round": 0,
            "wake_at": START,
            "failures": 0,
            "state": WatchState.WAITING,
            **columns,
        }
        with self.workplace.database.transaction() as session:
            written = rows.write(session, Watch, [row], returning=("id",))
            return int(written.scalar_one())

    def stop(self, watch_id: int) -> None:
        """What was awaited is done."""
        with self.workplace.database.transaction() as session:
            stopped = {"state": WatchState.STOPPED, "closed_seq": 1}
            session.execute(update(Watch).where(Watch.id == watch_id).values(stopped))

    def tell(
        self,
        *members: Member,
        now: datetime,
        before_the_end: Callable[[], None] = lambda: None,
        **columns: Any,
    ) -> Sequence[Notice]:
        """Decide that people are told at a rung; of a new watch unless one is named."""
        watch_id = columns.pop("watch_id", None) or self.watch()
        with self.workplace.database.transaction() as session:
            watch = watches.by_ids(session, {watch_id})[watch_id]
            told = notices.insert(session, [_notice(watch, one, now, columns) for one in members])
            outbox.enqueue(session, self.workplace, told, calendar=self.calendar, now=now)
            before_the_end()
        return told

    def send(self, *, now: datetime, node: str = NODE) -> int:
        """What the sweep does."""
        return send_due(self.workplace, now=now, node=node)

    def all(self) -> Sequence[Delivery]:
        """Every delivery in the order of its writing."""
        with self.workplace.database.reading() as session:
            return session.scalars(select(Delivery).order_by(Delivery.id)).all()

    def one(self) -> Delivery:
        """The only delivery."""
        (delivery,) = self.all()
        return delivery

    def attempts(self, delivery: Delivery) -> Sequence[DeliveryAttempt]:
        """Every attempt, the first one first."""
        found = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery.id)
        with self.workplace.database.reading() as session:
            return session.scalars(found.order_by(DeliveryAttempt.n)).all()

    def carried(self, delivery: Delivery) -> int:
        """How many notices the delivery carries."""
        with self.workplace.database.reading() as session:
            return len(_carried(session, delivery))


_NUMBERS = count(1)


def _carried(session: Session, delivery: Delivery) -> Sequence[int]:
    return session.scalars(
        select(DeliveryNotice.notice_id).where(DeliveryNotice.delivery_id == delivery.id)
    ).all()


def _notice(
    watch: Watch, member: Member, now: datetime, columns: dict[str, Any]
) -> dict[str, object]:
    return {
        "case_id": watch.case_id,
        "school_id": watch.school_id,
        "watch_id": watch.id,
        "ladder": watch.ladder,
        "rung": watch.rung,
        "round": watch.round,
        "recipient_id": member.person_id,
        "instead_of_id": None,
        "grade": Grade.REMINDER,
        "name": "limit_half",
        "awaited": "approve_plan",
        "started_at": watch.started_at,
        "due_at": watch.due_at,
        "due_on": watch.due_on,
        "urgent": False,
        "decided_at": now,
        **columns,
    }
