"""A person at the pages without a browser: signs in, reads, posts forms with their tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import PASSWORD, Member

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ONCE = re.compile(r'name="_once" value="([^"]+)"')
BY = re.compile(r'name="_by" value="([^"]+)"')


class Visitor:
    """One person with a session of their own."""

    def __init__(self, app: Flask, member: Member) -> None:
        self.client: FlaskClient = app.test_client()
        first = self.client.get("/dang-nhap").text
        answer = self.client.post(
            "/dang-nhap",
            data={
                "csrf_token": _found(TOKEN, first),
                "login": member.sign_in_name,
                "password": PASSWORD,
            },
        )
        assert answer.status_code == 302, answer.text

    def get(self, address: str) -> TestResponse:
        """Read a page."""
        return self.client.get(address)

    def post(self, address: str, answers: Mapping[str, Any], *, page: str = "") -> TestResponse:
        """Post a form as the page at `page` (or the same address) gives it."""
        form = self.client.get(page or address).text
        data = {"csrf_token": _found(TOKEN, form), **posted(answers)}
        for name, pattern in (("_once", ONCE), ("_by", BY)):
            found = pattern.search(form)
            if found is not None:
                data[name] = found.group(1)
        return self.client.post(address, data=data)


def posted(answers: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Raw answers under the names that the fields of a page have."""
    fields: dict[str, Any] = {}
    for key, answer in answers.items():
        name = f"{prefix}{key}"
        if isinstance(answer, dict):
            fields |= posted(answer, f"{name}-")
        elif isinstance(answer, list) and answer and isinstance(answer[0], dict):
            for number, row in enumerate(answer):
                fields |= posted(row, f"{name}-{number}-")
        else:
            fields[name] = answer
    return fields


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match is not None, text[:500]
    return match.group(1)
