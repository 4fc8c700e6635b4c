"""The same person's repeat of the same request gets the first answer, and nothing happens twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import replies
from models.refusals import Refusal
from processes.forms.answers import AnswersRejected
from processes.workplace import Workplace

Answer = Mapping[str, object]


class KeyReused(Refusal):
    """The same idempotency key came with another request."""

    vi = "Trang này đã được gửi trước đó với nội dung khác. Thầy cô mở lại hồ sơ để xem bản đã gửi."
    en = "This page was sent before with other content. Open the case to see what was sent."


@dataclass(frozen=True)
class Once:
    """A request under its idempotency key; `request_digest` tells it from any other request."""

    person_id: int
    key: str
    request_digest: str
    now: datetime

    def keep(self, session: Session, answer: Answer) -> None:
        """Keep the answer in the transaction of the act; a second one under the key cannot be."""
        replies.keep(
            session,
            self.person_id,
            self.key,
            request_digest=self.request_digest,
            status=200,
            body=json.dumps(answer),
            now=self.now,
        )

    def earlier(self, workplace: Workplace) -> Answer | None:
        """The answer that the first such request got; raises KeyReused."""
        with workplace.database.reading() as session:
            reply = replies.find(session, self.person_id, self.key)
        if reply is None:
            return None
        if reply.request_digest != self.request_digest:
            raise KeyReused
        answer: Answer = json.loads(reply.body)
        return answer


@dataclass(frozen=True)
class Done:
    """An act that is done: the case, the entry of its journal, and how the case stood after it.

    `version` is that of the case, `tasks` are the ids of its open tasks by key.
    """

    code: str
    seq: int
    version: int
    tasks: Mapping[str, int]

    @classmethod
    def of(cls, answer: Answer) -> Done:
        """From a kept answer."""
        return cls(
            str(answer["code"]),
            int(str(answer["seq"])),
            int(str(answer["version"])),
            cast(Mapping[str, int], answer["tasks"]),
        )


def answered_once(workplace: Workplace, once: Once | None, act: Callable[[], Answer]) -> Answer:
    """The answer of the act, or the one that the same request got before.

    Nobody asks first whether there was one: a repeat is refused by the database, or finds its task
    gone or its form out of date, and is then told what the first was told.
    """
    try:
        return act()
    except (IntegrityError, Refusal, AnswersRejected):
        earlier = None if once is None else once.earlier(workplace)
        if earlier is None:
            raise
        return earlier
