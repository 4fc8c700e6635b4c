"""Mail by SMTP: one line to the server, kept open from letter to letter."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from socket import socket

from models.addresses import AddressRefused
from models.deliveries import Outcome
from processes.channels.letter import Answer, Letter, accepted, down, failed, one_line, refused
from processes.channels.time_limit import time_limit

GOODBYE_SECONDS = 1.0


@dataclass(frozen=True)
class Patience:
    """How long the server may take, in seconds: for each answer, and for all of a letter.

    One that has the whole message gets more time: hanging up on it then means sending twice.
    """

    connect: float = 10.0
    answer: float = 30.0
    taken_over: float = 60.0
    whole: float = 90.0


@dataclass(frozen=True)
class MailServer:
    """How to reach the server that takes our mail; the fields as in `models.settings`."""

    host: str
    port: int
    tls: str
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    per_hour: int | None = None
    patience: Patience = Patience()

    @property
    def domain(self) -> str:
        """Of the sender: for Message-IDs, and how we greet."""
        return parseaddr(self.sender)[1].rpartition("@")[2]

    def line(self) -> MailLine:
        """A line, not yet open."""
        return MailLine(self)


class MailLine:
    """Opened with the first letter, and anew after whatever was no acceptance."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """See `Line`. What the server says against the recipient or the message is for good."""
        # The libraries behind it take a third of a second: only for those who send.
        from processes.channels.message import message

        try:
            content = message(letter, sender=self._server.sender, now=now).as_bytes()
        except AddressRefused as error:
            return refused(str(error))
        try:
            with time_limit(self._server.patience.whole, self._socket):
                answer = self._open() or self._hand_over(letter, content)
        except (OSError, smtplib.SMTPException) as error:
            answer = down(_said(error))
        if answer.outcome is not Outcome.ACCEPTED:
            self.close()
        return answer

    def close(self) -> None:
        """See `Line`."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                _be_patient(smtp, GOODBYE_SECONDS)
                smtp.quit()
            smtp.close()

    def _open(self) -> Answer | None:
        """Connect, encrypt and sign in unless that is done; an answer only if it failed."""
        if self._smtp is not None and _is_open(self._smtp):
            return None
        server = self._server
        if server.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                local_hostname=server.domain,
                timeout=server.patience.connect,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(local_hostname=server.domain, timeout=server.patience.connect)
        self._smtp = smtp
        # The name that the server's certificate must bear.
        smtp._host = server.host  # type: ignore[attr-defined]
        code, said = smtp.connect(server.host, server.port)
        if code != 220:
            return down(_words(code, said))
        _be_patient(smtp, server.patience.answer)
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.user is not None and server.password is not None:
            smtp.login(server.user, server.password)
        return None

    def _hand_over(self, letter: Letter, content: bytes) -> Answer:
        smtp = self._smtp
        assert smtp is not None
        _be_patient(smtp, self._server.patience.answer)
        code, said = smtp.mail(parseaddr(self._server.sender)[1])
        if code != 250:
            return down(_words(code, said))
        code, said = smtp.rcpt(letter.address.strip())
        if code not in (250, 251):
            return _against(code, said)
        try:
            _be_patient(smtp, self._server.patience.taken_over)
            code, said = smtp.data(content)
        except smtplib.SMTPDataError as error:
            code, said = error.smtp_code, _bytes(error.smtp_error)
        return accepted(_words(code, said)) if code == 250 else _against(code, said)

    def _socket(self) -> socket | None:
        return None if self._smtp is None else self._smtp.sock


def _be_patient(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _is_open(smtp: smtplib.SMTP) -> bool:
    """Many servers hang up after some letters; that is no failure of the next one."""
    try:
        return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        smtp.close()
        return False


def _against(code: int, said: bytes) -> Answer:
    if code == 421:
        return down(_words(code, said))
    return refused(_words(code, said)) if 500 <= code <= 599 else failed(_words(code, said))


def _said(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, _bytes(error.smtp_error))
    return one_line(f"{type(error).__name__}: {error}")


def _words(code: int, said: bytes) -> str:
    return one_line(f"{code} {said.decode('utf-8', 'replace')}")


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
