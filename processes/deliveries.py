"""Deliveries: sending what the outbox holds.

At least once: an attempt is leased and noted before it begins, under a Message-ID that stays the
same. The other side gets a letter twice only where its acceptance never reached our database.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic, sleep

from sqlalchemy.exc import OperationalError

from models import delivery_leases
from models.deliveries import Channel, Delivery, DeliveryState, Outcome
from models.delivery_leases import Lease
from models.queue import DatabaseBusy
from processes import causes, letters
from processes.channels.letter import Answer, Line, failed
from processes.channels.outlets import Outlets
from processes.letters import NothingToTell
from processes.workplace import Workplace

log = logging.getLogger(__name__)

# Longer than any attempt may take (see the limits in `processes.channels`).
LEASE = timedelta(minutes=3)
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
GIVE_UP_AFTER = timedelta(days=3)
# What ends a delivery; a failure does only in the long run.
ENDS = {
    Outcome.ACCEPTED: DeliveryState.ACCEPTED,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.WITHDRAWN: DeliveryState.WITHDRAWN,
}
BATCH = 50
SETTLED_AFTER_SECONDS = (1.0, 5.0)
TRAINING = {"vi": "[Tập huấn]", "en": "[Training]"}
TURN = timedelta(seconds=10)


def send_due(workplace: Workplace, *, now: datetime, node: str, turn: timedelta = TURN) -> int:
    """Send what is due by every channel, each for no longer than a turn; how many attempts.

    A channel whose other side is down rests until the next time, and holds up no other one.
    """
    begun = monotonic()
    sent = 0
    for channel in workplace.outlets.channels():
        start = now + timedelta(seconds=monotonic() - begun)
        sent += _Turn(workplace, channel, node, start, turn).send()
    return sent


class _Turn:
    """One channel's turn: its open lines, which of them are down, and how late it is."""

    def __init__(
        self,
        workplace: Workplace,
        channel: Channel,
        node: str,
        start: datetime,
        length: timedelta,
    ) -> None:
        self._workplace = workplace
        self._channel = channel
        self._node = node
        self._start = start
        self._length = length
        self._begun = monotonic()
        self._lines: dict[str | None, Line] = {}
        self._down: set[str | None] = set()

    def send(self) -> int:
        """Batch after batch, until nothing is due, all is down, or the turn is over."""
        sent = 0
        try:
            while True:
                attempts, lost = self._batch()
                sent += attempts
                if attempts + lost == 0 or self._is_over():
                    return sent
        finally:
            for outlet in tuple(self._lines):
                self._hang_up(outlet)

    def _now(self) -> datetime:
        return self._start + timedelta(seconds=monotonic() - self._begun)

    def _is_over(self) -> bool:
        return self._now() - self._start >= self._length

    def _batch(self) -> tuple[int, int]:
        """How many attempts were made, and how many deliveries another node took before us."""
        if None in self._down:
            return 0, 0
        rooms = {one for one in self._down if one is not None}
        with self._workplace.database.reading() as session:
            due = delivery_leases.due(
                session, self._channel, now=self._now(), limit=BATCH, but=rooms
            )
        attempts = lost = 0
        for delivery in due:
            if self._is_over():
                break
            if delivery.outlet in self._down:
                continue
            lease = self._lease(delivery)
            if lease is not None:
                attempts += 1
                self._attempt(delivery, lease)
            elif delivery.outlet not in self._down:
                lost += 1
        return attempts, lost

    def _lease(self, delivery: Delivery) -> Lease | None:
        now = self._now()
        mail = self._workplace.outlets.mail
        with self._workplace.database.transaction() as session:
            if self._channel is Channel.MAIL and mail is not None and mail.per_hour is not None:
                last_hour = now - timedelta(hours=1)
                if delivery_leases.mails_since(session, last_hour) >= mail.per_hour:
                    self._down.add(delivery.outlet)
                    return None
            return delivery_leases.take(
                session, delivery.id, by=self._node, until=now + LEASE, now=now
            )

    def _attempt(self, delivery: Delivery, lease: Lease) -> None:
        try:
            answer = self._answer(delivery)
        except NothingToTell as nothing:
            answer = Answer(Outcome.WITHDRAWN, str(nothing))
        except Exception as error:  # the broad except of this sweep: it goes on with the others
            log.exception("delivery %s could not be sent", delivery.id)
            answer = failed(causes.of(error))
            self._hang_up(delivery.outlet)
        if answer.is_down:
            self._down.add(delivery.outlet)
        self._settle(lease, answer)

    def _answer(self, delivery: Delivery) -> Answer:
        with self._workplace.database.reading() as session:
            letter = letters.write(session, self._workplace, delivery, now=self._now())
        # What leaves the house bears the real time, and from a sandbox it says so.
        sent_at = self._workplace.clock.server_now()
        if self._workplace.clock.offset() is not None:
            letter = replace(letter, subject=f"{TRAINING[letter.language]} {letter.subject}")
        return self._line(self._workplace.outlets, delivery).send(letter, now=sent_at)

    def _line(self, outlets: Outlets, delivery: Delivery) -> Line:
        if delivery.outlet not in self._lines:
            line = outlets.line(delivery.channel, delivery.outlet)
            if line is None:
                raise NothingToTell("Kênh này không còn. / There is no such channel any more.")
            self._lines[delivery.outlet] = line
        return self._lines[delivery.outlet]

    def _hang_up(self, outlet: str | None) -> None:
        line = self._lines.pop(outlet, None)
        if line is not None:
            line.close()

    def _settle(self, lease: Lease, answer: Answer) -> None:
        """Keep what came of it, also past a short fault of the database: else it goes out twice."""
        for patience in SETTLED_AFTER_SECONDS:
            try:
                return self._keep(lease, answer)
            except (DatabaseBusy, OperationalError):
                sleep(patience)
        return self._keep(lease, answer)

    def _keep(self, lease: Lease, answer: Answer) -> None:
        now = self._now()
        with self._workplace.database.transaction() as session:
            state = ENDS.get(answer.outcome)
            if state is None:
                first = delivery_leases.first_begun(session, lease.delivery_id)
                if now - first < GIVE_UP_AFTER:
                    at = now + DELAYS[min(lease.n, len(DELAYS)) - 1]
                    delivery_leases.try_again(session, lease, answer=answer.text, at=at, now=now)
                    return
                state = DeliveryState.GIVEN_UP
            delivery_leases.close(
                session,
                lease,
                state=state,
                outcome=answer.outcome,
                answer=answer.text,
                now=now,
            )
