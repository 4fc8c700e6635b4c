"""Chat by apprise: one address, such as a group of the school (extra `chat`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from models.refusals import Refusal
from processes.channels.letter import Answer, Letter, accepted, down


class ChatMissing(Refusal):
    """The library is an extra."""

    vi = "DONGHANH_CHAT_URLS cần thư viện apprise; hãy cài donghanh[chat]."
    en = "DONGHANH_CHAT_URLS needs the library apprise; install donghanh[chat]."


class ChatRefused(Refusal):
    """An address is of no kind that apprise knows; it may hold a secret, so it is not shown."""

    vi = "Cấu hình DONGHANH_CHAT_URLS: không dùng được địa chỉ thứ {n}."
    en = "Setting DONGHANH_CHAT_URLS: address number {n} cannot be used."


@dataclass(frozen=True)
class Chat:
    """One address of apprise; it is its own line."""

    url: str = field(repr=False)

    @property
    def outlet(self) -> str:
        """A short name for the address that tells nothing of it."""
        return sha256(self.url.encode()).hexdigest()[:12]

    def line(self) -> Chat:
        return self

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """See `Line`. The library says whether it was delivered, not what was answered."""
        del now
        from apprise import Apprise

        room = Apprise()
        room.add(self.url)
        told = room.notify(title=letter.subject, body="\n".join(letter.paragraphs()))
        return accepted("apprise") if told else down("apprise")

    def close(self) -> None:
        """See `Line`."""


def chats(urls: tuple[str, ...]) -> tuple[Chat, ...]:
    """The addresses of the settings; raises ChatMissing or ChatRefused."""
    if not urls:
        return ()
    try:
        from apprise import Apprise
    except ModuleNotFoundError:
        raise ChatMissing from None
    for n, url in enumerate(urls, 1):
        if not Apprise().add(url):
            raise ChatRefused(n=n)
    return tuple(map(Chat, urls))
