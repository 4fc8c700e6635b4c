"""The templates, sheets and scripts themselves: valid, labelled, bounded, nothing inline."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from service.pages.conditions import OPTION_RULES, TEXT_RULES
from service.pages.words import tied
from tests.browser import DESK, PHONE
from tests.processes.forms.forms import CATALOGUE, NOW, catalogue_form, form_names
from tests.service.drawn import application, case_page, read_html, task_page

SERVICE = Path(__file__).parents[2] / "service"
TEMPLATES = sorted((SERVICE / "templates").rglob("*.html"))
STATIC = SERVICE / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
VENDOR = STATIC / "vendor/bpmn-js"
FORMS = {name: catalogue_form(name) for name in form_names()}
ADDRESS = "http://127.0.0.1:9"
LARGEST_PAGE = 60_000
PALETTES = ("light", "dark")
# Text on its ground and the least contrast: 4.5 for text, 3 for the edge of a control (WCAG AA).
PAIRS = [
    ("ink", "paper", 7.0), ("ink", "card", 7.0), ("soft", "card", 4.5), ("soft", "paper", 4.5),
    ("soft", "sunk", 4.5), ("brand", "card", 4.5), ("brand", "paper", 4.5), ("brand", "tint", 4.5),
    ("on", "brand", 4.5), ("on", "deep", 4.5), ("late", "card", 4.5), ("late", "late-tint", 4.5),
    ("today", "card", 4.5), ("today", "today-tint", 4.5), ("met", "met-tint", 4.5),
    ("ink", "today-tint", 7.0), ("edge", "card", 3.0), ("edge", "paper", 3.0),
    ("focus", "card", 3.0),
]  # fmt: skip


def errors_of(definition: FormDefinition) -> tuple[FieldError, ...]:
    try:
        check(definition, {}, now=NOW)
    except AnswersRejected as rejected:
        return rejected.errors
    return ()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_at_its_top_what_it_is_given(template: Path) -> None:
    assert template.read_text(encoding="utf-8").startswith("{#-")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_the_files_that_templates_name_exist(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for name in re.findall(r"filename='([^']+)'", text):
        assert (STATIC / name).is_file(), name


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_valid_html(name: str) -> None:
    page = task_page(FORMS[name], {}, errors_of(FORMS[name]))
    html5lib.HTMLParser(strict=True).parse(page)
    assert len(page.encode()) < LARGEST_PAGE


@pytest.mark.parametrize("name", FORMS)
def test_every_control_has_a_label_and_every_reference_an_end(name: str) -> None:
    document = read_html(task_page(FORMS[name], {}, errors_of(FORMS[name])))
    ids = [one.attrib["id"] for one in document.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    assert len(list(document.iter("h1"))) == 1
    labelled = {one.attrib["for"] for one in document.iter("label")}
    for control in _controls(document):
        assert control.attrib["id"] in labelled
    for one in document.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            assert set(one.attrib.get(attribute, "").split()) <= set(ids)
        if one.attrib.get("href", "").startswith("#"):
            assert one.attrib["href"][1:] in ids


def test_the_sheet_has_a_rule_for_each_trigger() -> None:
    sheet = (STATIC / "forms.css").read_text(encoding="utf-8")
    for number in range(1, OPTION_RULES + 1):
        assert f"form:has(.k{number}:checked) .w{number}" in sheet
    for number in range(1, TEXT_RULES + 1):
        assert f"form:has(.f{number}:not(:placeholder-shown)) .v{number}" in sheet


@pytest.mark.parametrize("name", FORMS)
def test_the_rules_are_enough_for_every_form_of_the_catalogue(name: str) -> None:
    assert "when-open" not in task_page(FORMS[name])


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_words_stand_out_from_their_ground(
    palette: str, text: str, ground: str, least: float
) -> None:
    light, dark = _palettes()
    colours = light if palette == "light" else light | dark
    assert _contrast(colours[text], colours[ground]) >= least


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_short(script: Path) -> None:
    assert len(script.read_text(encoding="utf-8").splitlines()) < 150


def test_the_vendored_viewer_is_the_published_one() -> None:
    for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Còn 12 giờ làm việc", "12_giờ"),
        ("đến 10:00 thứ Hai, 24/8/2026", "thứ_Hai"),
        ("Báo cáo (Mẫu số 01)", "Mẫu_số_01"),
        ("Đánh giá nguy cơ", "nguy_cơ"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, kept: str) -> None:
    assert kept in tied(text).replace("\N{NO-BREAK SPACE}", "_")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_conditional_fields_open_without_scripts(page_without_scripts: Page, width: int) -> None:
    page = page_without_scripts
    serve(page, task_page(FORMS["record_intake"]))
    reason = page.locator("[name=emergency_reason]")
    assert not reason.is_visible()
    page.check("[name=emergency][value=yes]")
    assert reason.is_visible()
    page.check("[name=emergency][value=no]")
    assert not reason.is_visible()
    page.check("[name=student_known][value=yes]")
    page.check("[name=student_birth-kind][value=age]")
    assert page.locator("[name=student_birth-age]").is_visible()
    assert not page.locator("[name=student_birth-date]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["record_intake", "assess_risk", "plan_intervention"])
def test_axe_finds_nothing_in_a_form_with_errors(page: Page, width: int, name: str) -> None:
    serve(page, task_page(FORMS[name], {}, errors_of(FORMS[name])))
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.activeElement.className") == "summary"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_drawing_marks_the_path_and_comes_up_where_the_case_is(page: Page, width: int) -> None:
    diagram = SimpleNamespace(
        name="intake_and_decision",
        title="Tiếp nhận và quyết định",
        href="/intake_and_decision.bpmn",
        done="record_intake",
        taken="",
        here="decide_route",
        current=True,
    )
    serve(page, case_page(diagram))
    page.locator("[data-diagrams]").scroll_into_view_if_needed()
    here = page.locator(".djs-element.here")
    expect(here).to_have_attribute("data-element-id", "decide_route")
    expect(here).to_be_in_viewport()
    # The licence of the drawing's library asks for its mark: there, and not covered.
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport()
    expect(page.locator(".djs-element.done")).to_have_attribute("data-element-id", "record_intake")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []


def test_without_scripts_the_drawing_is_a_file_to_download(page_without_scripts: Page) -> None:
    page = page_without_scripts
    diagram = SimpleNamespace(
        name="x", title="Sơ đồ", href="/x.bpmn", done="", taken="", here="", current=True
    )
    serve(page, case_page(diagram))
    expect(page.get_by_text("Bảng các bước nói cùng một điều")).to_be_visible()
    expect(page.get_by_role("link", name="Sơ đồ")).to_have_attribute("href", "/x.bpmn")


def serve(page: Page, text: str) -> None:
    """Open a drawn page in the browser, its sheets and scripts under the real headers."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        with application().test_client() as client:
            asset = client.get(path, buffered=True)
        body: str | bytes = asset.get_data()
        kind = asset.content_type
        if path == "/":
            body, kind = text, "text/html"
        elif path.endswith(".bpmn"):
            body, kind = (CATALOGUE / path[1:]).read_bytes(), "application/xml"
        route.fulfill(
            body=body, headers={**asset.headers, "Content-Type": f"{kind}; charset=utf-8"}
        )

    page.route(f"{ADDRESS}/**", answer)
    page.goto(ADDRESS)


def _controls(document: Element) -> Iterator[Element]:
    for one in document.iter():
        hidden = one.attrib.get("type") == "hidden"
        if one.tag in ("input", "select", "textarea") and not hidden:
            yield one


def _palettes() -> tuple[dict[str, str], dict[str, str]]:
    sheet = (STATIC / "site.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    )
    return light, dark


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (
        (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for part in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
