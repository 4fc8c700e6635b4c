"""Forms as a browser gets them and as it would send them back, without database or sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from flask import Flask, render_template
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict

import service
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from processes.forms.wording import GENERAL, Language, Wording
from service.pages.forms import FormPage
from service.pages.words import tied
from service.security import headers

WAY = SimpleNamespace(href="/", label="Việc của tôi")
CASE = SimpleNamespace(href="/case", code="HS-2026-0047", about="học sinh lớp 7")
SITE = SimpleNamespace(
    signed_in=True,
    person=7,
    name="Lê Thị An",
    role="Đầu mối, THCS Vàm Lúa",
    home="/",
    nav=[SimpleNamespace(href="/", label="Việc của tôi", current=True, count=0)],
    sign_out="/dang-xuat",
    language="vi",
    other=SimpleNamespace(href="/en", label="English", code="en"),
    bars=(),
)


@cache
def application() -> Flask:
    """The templates and sheets alone, under the real headers."""
    app = Flask(service.__name__)
    app.config.update(SECRET_KEY="of the tests", TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["tied"] = tied
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"site": SITE})
    CSRFProtect(app)
    Babel(app, default_locale="vi")
    headers.install(app)
    return app


def task_page(
    definition: FormDefinition,
    values: Mapping[str, Any] | None = None,
    errors: Iterable[FieldError] = (),
    *,
    language: Language = "vi",
    wording: Wording = GENERAL,
) -> str:
    """The page of a task with this form."""
    form = FormPage.build(definition, values, errors, language=language, wording=wording)
    page = SimpleNamespace(
        title=form.title,
        back=WAY,
        case=CASE,
        lefts=[],
        form=form,
        action="/task",
        note="",
        signature="",
        earlier=[],
        meanwhile=[],
        own_plan=False,
        own_plan_reason="",
        own_plan_problem="",
        task="",
        then=[],
    )
    with application().test_request_context():
        return render_template("task.html", page=page)


def case_page(diagram: SimpleNamespace) -> str:
    """The page of a case with this drawing, and nothing else on it."""
    nothing: list[object] = []
    page = SimpleNamespace(
        title="HS-2026-0047",
        back=WAY,
        marks=nothing,
        notice=None,
        what="",
        now="",
        who="",
        left=None,
        main=nothing,
        limits=nothing,
        tasks=nothing,
        actions=nothing,
        papers=nothing,
        earlier_papers=nothing,
        attached=SimpleNamespace(files=nothing, all=None),
        reports=nothing,
        links=nothing,
        hand_over="",
        steps=nothing,
        diagrams=[diagram],
        happened=nothing,
        before=nothing,
        older="",
        accesses=None,
        version="",
        link="",
        concerned="",
    )
    with application().test_request_context():
        return render_template("case.html", page=page)


VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class _Reader(HTMLParser):
    """Well-formed pages only, twenty times as fast as html5lib."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        self.open.append(tag)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{self.getpos()}: </{tag}>"
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)


def read_html(text: str) -> Element:
    """The document; an element that is not closed where it was opened is an error."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.tree.close()


def sent(document: Element, button: tuple[str, str] | None = None) -> MultiDict[str, str]:
    """What a browser posts when the form of the main part is sent unchanged."""
    form = next(one for one in document.iter("form") if "data-form" in one.attrib)
    posted = MultiDict(
        (control.attrib["name"], value)
        for control in form.iter()
        if control.attrib.get("name")
        for value in _values(control)
    )
    if button is not None:
        posted.add(*button)
    return posted


def _values(control: Element) -> Iterator[str]:
    match control.tag, control.attrib.get("type", "text"):
        case "input", "radio" | "checkbox":
            if "checked" in control.attrib:
                yield control.attrib["value"]
        case "input", _:
            yield control.attrib.get("value", "")
        case "textarea", _:
            # The newline that opens a textarea is markup, not content.
            text = (control.text or "").replace("\r\n", "\n").removeprefix("\n")
            yield text.replace("\n", "\r\n")
        case "select", _:
            chosen = [one for one in control.iter("option") if "selected" in one.attrib]
            yield (chosen or list(control.iter("option")))[0].attrib["value"]
