"""A program that speaks the API on behalf of one person after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.answers import answers_to
from tests.world import Member, World

HANDS = {
    "decide_route": "binh",
    "approve_plan": "binh",
    "confirm_end": "binh",
    "sign_letter": "binh",
    "close_early": "binh",
}


@dataclass(frozen=True)
class Program:
    """Requests at the hour of the world's clock."""

    app: Flask
    world: World

    def get(self, path: str, by: Member | None, **arguments: Any) -> TestResponse:
        return self.send("GET", path, by, **arguments)

    def post(
        self, path: str, by: Member | None, body: object, key: str | None = None
    ) -> TestResponse:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.send("POST", path, by, json=body, headers=headers)

    def send(
        self,
        method: str,
        path: str,
        by: Member | None,
        headers: Mapping[str, str] | None = None,
        **arguments: Any,
    ) -> TestResponse:
        sent = dict(headers or {}) | (by.headers if by is not None else {})
        with self.world.clock.kept():
            return self.app.test_client().open(
                f"/api/v1{path}", method=method, headers=sent, **arguments
            )

    def open(self, process: str = "school_social_work", **given: object) -> dict[str, Any]:
        """A case that An opens."""
        form = "report" if process == "school_social_work" else "open_development_support"
        answers = answers_to(form, now=self.world.clock.now, **given)
        body = {"process": process, "school": self.world.school.code, "answers": answers}
        return said(self.post("/cases", self.world.an, body), 201)

    def tasks(self, code: str) -> dict[str, dict[str, Any]]:
        """The open tasks of a case by element."""
        case = said(self.get(f"/cases/{code}", self.world.an))
        return {task["element"]: task for task in case["tasks"]}

    def complete(self, code: str, element: str, **given: object) -> dict[str, Any]:
        """Complete the open task of this element by whoever does it."""
        task = self.tasks(code)[element]
        by = self.hand(element)
        form = said(self.get(f"/tasks/{task['id']}", by))
        answers = answers_to(task["form"], now=self.world.clock.now, **given)
        body = {"answers": answers, "revision": form["revision"]}
        return said(self.post(f"/tasks/{task['id']}/complete", by, body))

    def tell(self, code: str, element: str, **given: object) -> dict[str, Any]:
        """Send the form of an event by whoever may."""
        answers = answers_to(element, now=self.world.clock.now, **given)
        path = f"/cases/{code}/events/{element}"
        return said(self.post(path, self.hand(element), {"answers": answers}))

    def hand(self, element: str) -> Member:
        """Who does this in the procedure: the focal point, or the head."""
        member: Member = getattr(self.world, HANDS.get(element, "an"))
        return member


def said(response: TestResponse, status: int = 200) -> dict[str, Any]:
    """The JSON of an answer with this status."""
    assert response.status_code == status, (response.status_code, response.get_data(as_text=True))
    document: dict[str, Any] = response.get_json()
    return document
