"""A webhook: each notice as a signed POST to one address of the installation.

Signed as Standard Webhooks says: https://www.standardwebhooks.com (specification 1.0).
"""

from __future__ import annotations

import base64
import hmac
import json
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from models.outlet_settings import secret_bytes
from processes.channels.letter import Answer, Letter, accepted, down, one_line, refused
from processes.channels.time_limit import time_limit

READ_OF_ANSWER = 500
GONE = 410  # "the endpoint shall get no more webhooks", says the specification


@dataclass(frozen=True)
class Webhook:
    """One address and the secret shared with it; it is its own line, nothing stays open."""

    url: str
    secret: str = field(repr=False)
    step_seconds: float = 15.0  # for each answer
    whole_seconds: float = 30.0

    def line(self) -> Webhook:
        return self

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """See `Line`. Only 2xx is acceptance; no redirection is followed."""
        body = json.dumps(letter.facts, ensure_ascii=False, sort_keys=True).encode()
        parts = urlsplit(self.url)
        connection: HTTPConnection
        if parts.scheme == "https":
            connection = HTTPSConnection(
                parts.hostname or "",
                parts.port,
                timeout=self.step_seconds,
                context=ssl.create_default_context(),
            )
        else:
            connection = HTTPConnection(parts.hostname or "", parts.port, timeout=self.step_seconds)
        try:
            with time_limit(self.whole_seconds, lambda: connection.sock):
                connection.request(
                    "POST",
                    (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                    body,
                    self.headers(letter.message_id, body, now),
                )
                response = connection.getresponse()
                said = response.read(READ_OF_ANSWER).decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            return down(one_line(f"{type(error).__name__}: {error}"))
        finally:
            connection.close()
        text = one_line(f"{response.status} {response.reason} {said}")
        if 200 <= response.status <= 299:
            return accepted(text)
        return refused(text) if response.status == GONE else down(text)

    def headers(self, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
        """The identifier is the same at every attempt, so that a receiver knows a repeat."""
        moment = str(int(now.timestamp()))
        signed = f"{message_id}.{moment}.".encode() + body
        signature = hmac.new(secret_bytes(self.secret), signed, sha256).digest()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "DongHanh",
            "webhook-id": message_id,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
        }

    def close(self) -> None:
        """See `Line`."""
