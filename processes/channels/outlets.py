"""Outlets: the channels that this installation has, by its settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from models.deliveries import Channel
from models.settings import Settings
from processes.channels.chat import Chat, chats
from processes.channels.letter import Line
from processes.channels.mail import MailServer
from processes.channels.webhook import Webhook


@dataclass(frozen=True)
class Outlets:
    """Without any, people read their notices on their page, and nothing leaves the house."""

    address: str = "http://127.0.0.1:8017"  # of the service, for links
    mail: MailServer | None = None
    webhook: Webhook | None = None
    chats: tuple[Chat, ...] = field(default=())

    @classmethod
    def of(cls, settings: Settings) -> Outlets:
        """Those of the settings; raises ChatMissing or ChatRefused."""
        mail = webhook = None
        if settings.smtp_host is not None and settings.mail_from is not None:
            mail = MailServer(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_tls,
                settings.mail_from,
                settings.smtp_user,
                settings.smtp_password,
                settings.mail_per_hour,
            )
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            webhook = Webhook(settings.webhook_url, settings.webhook_secret)
        return cls(settings.address, mail, webhook, chats(settings.chat_urls))

    @property
    def domain(self) -> str:
        """What our Message-IDs end in."""
        if self.mail is not None:
            return self.mail.domain
        return urlsplit(self.address).hostname or "localhost"

    def channels(self) -> Collection[Channel]:
        """Those by which something can go out."""
        return [
            channel
            for channel, there in (
                (Channel.MAIL, self.mail),
                (Channel.WEBHOOK, self.webhook),
                (Channel.CHAT, self.chats),
            )
            if there
        ]

    def line(self, channel: Channel, outlet: str | None) -> Line | None:
        """A line to the other side; None when the settings have it no more."""
        if channel is Channel.MAIL:
            return None if self.mail is None else self.mail.line()
        if channel is Channel.WEBHOOK:
            return self.webhook
        return next((chat for chat in self.chats if chat.outlet == outlet), None)
