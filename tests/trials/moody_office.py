"""An SMTP server that refuses for now, hangs or dies at times, and may be frozen altogether."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.post_office import PostOffice

HANGS_SECONDS = 6.0
OUT_OF_A_THOUSAND = {"refuses": 30, "hangs": 1, "dies": 10}


@dataclass
class MoodyOffice(PostOffice):
    """`taken` holds exactly those that were answered by 250."""

    chance: Random = field(default_factory=lambda: Random("moods"))
    frozen: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await super().handle_MAIL(server, session, envelope, address, options)
        while self.frozen.is_set():
            await asyncio.sleep(0.05)
        return "451 4.3.0 later" if self._happens("refuses") else answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self._happens("hangs"):
            await asyncio.sleep(HANGS_SECONDS)
            return self._died(server)
        if self._happens("dies"):
            return self._died(server)
        return await super().handle_DATA(server, session, envelope)

    def _happens(self, mood: str) -> bool:
        return self.chance.randrange(1000) < OUT_OF_A_THOUSAND[mood]

    def _died(self, server: SMTP) -> str:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "421 4.3.2 gone"
