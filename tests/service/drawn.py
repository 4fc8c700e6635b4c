"""Forms as a browser gets them and as it would send them back, without database or sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
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
    name="Lê Thị An",
    role="Đầu mối, THCS Vàm Lúa",
    home="/",
    nav=[SimpleNamespace(href="/", label="Việc của tôi", current=True)],
    sign_out="/dang-xuat",
    language="vi",
    other=SimpleNamespace(href="/en", label="English", code="en"),
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
        then=[],
    )
    with application().test_request_context():
        return render_template("task.html", page=page)


def read_html(text: str) -> Element:
    """The document; a fault in the markup is an error."""
    parser = html5lib.HTMLParser(
        html5lib.treebuilders.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    document: Element = parser.parse(text)
    return document


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
            yield (control.text or "").replace("\n", "\r\n")
        case "select", _:
            chosen = [one for one in control.iter("option") if "selected" in one.attrib]
            yield (chosen or list(control.iter("option")))[0].attrib["value"]
