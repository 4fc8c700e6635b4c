"""Somebody at the pages, without a browser: signs in, keeps cookies, sends forms with their token.

One connection that stays open; `Gone` when the service breaks it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.world import PASSWORD, Member

PATIENCE_SECONDS = 60.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Gone(Exception):
    """The service died before it had answered."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def words(self) -> str:
        """The text of a page as it is read."""
        return unescape(self.text)


@dataclass
class Visitor:
    """A session at one service."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _connection: HTTPConnection | None = None

    def sign_in(self, member: Member) -> Visitor:
        """Through the sign-in page."""
        self._take_token("/dang-nhap")
        said = self.post("/dang-nhap", {"login": member.sign_in_name, "password": PASSWORD})
        assert said.status == 302, said.words
        self._take_token("/viec-cua-toi")
        return self

    def at(self, port: int) -> Visitor:
        """The same session, at another process or after a new start."""
        self.close()
        return Visitor(port, dict(self.cookies), self.token)

    def close(self) -> None:
        """Hang up; the next request opens a connection anew."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, raw: Mapping[str, Any], *, once: str | None = None) -> Answer:
        """Send a form; `once` is the key against sending it twice, a new one if none is given."""
        fields = [("csrf_token", self.token), ("_once", once or uuid4().hex), *typed(raw)]
        return self._ask("POST", path, urlencode(fields))

    def _take_token(self, path: str) -> None:
        found = _TOKEN.search(self.get(path).text)
        assert found is not None
        self.token = found[1]

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (HTTPException, OSError) as error:
            self.close()
            raise Gone from error
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location") or "", text)


def typed(raw: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Raw answers as the fields of a page: `rows-0-name`, `received_at-date`."""
    for key, value in raw.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from typed(value, f"{name}-")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from typed({str(n): row for n, row in enumerate(value)}, f"{name}-")
        elif isinstance(value, list):
            yield from ((name, str(one)) for one in value)
        else:
            yield name, str(value)
