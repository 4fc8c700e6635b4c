"""A real SMTP server for tests: it takes mail, refuses, hangs, dies, asks for TLS and sign-in."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "donghanh", "a secret of the server"
TAKEN = "250 2.0.0 taken over"


@dataclass
class PostOffice:
    """What the server answers, to be changed at any time, and every mail that it has taken."""

    at_mail: str = "250 OK"
    at_recipient: str = "250 OK"
    at_data: str = TAKEN
    hangs: bool = False  # with the whole message in hand
    dies: bool = False  # with the whole message in hand
    taken: list[EmailMessage] = field(default_factory=list)
    spoken_to: int = 0
    signed_in: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.spoken_to += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.at_mail

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs:
            await asyncio.sleep(3600)
        if self.dies:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        elif self.at_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            self.taken.append(mail)
        return self.at_data

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        signed_in = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        if signed_in:
            self.signed_in.append(mechanism)
        return AuthResult(success=signed_in, handled=signed_in)

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.taken]


@contextmanager
def open_office(office: PostOffice, port: int, **options: Any) -> Iterator[PostOffice]:
    """The office is open on this port; options as aiosmtpd's Controller takes them."""
    controller = Controller(office, hostname=HOST, port=port, ready_timeout=30, **options)
    controller.start()
    office.port = port
    try:
        yield office
    finally:
        controller.stop(no_assert=True)


@dataclass(frozen=True)
class Certificate:
    """A certificate for the host, signed by itself, in one file with its key."""

    file: Path

    def context(self) -> ssl.SSLContext:
        """For a server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context


def certificate(folder: Path) -> Certificate:
    """Made anew; a client trusts it where SSL_CERT_FILE names its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "certificate"
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(signed.public_bytes(Encoding.PEM) + pem)
    return Certificate(file)
