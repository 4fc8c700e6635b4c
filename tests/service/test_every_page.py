"""Every page that there is, of the filled demo: valid, headed, light, in English whole.

Which pages there are is told in tests/every_page.py.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from html5lib.html5parser import ParseError

from processes import demo
from processes.working_time.vietnam import demo_calendar
from tests.every_page import House
from tests.service.residents import app

__all__ = ["app"]

# Of the document as sent. Sheets and scripts are not counted, nor the drawing: a browser keeps
# them from page to page.
LARGEST_PAGE = 60_000
# Names that stay as they are in English: our own, the other language's, and numbers of letters.
AS_THEY_ARE = re.compile(r"Đồng Hành|Tiếng Việt|\b\S*/\S*GDĐT\b|\b\d+/QĐ-THCS\b")
VIETNAMESE = re.compile(r"[À-ỹđĐ]")


def test_every_page_is_valid_headed_light_and_whole_in_both_languages(app: Flask) -> None:
    house = House(app)
    faults = []
    seen_before: set[str] = set()
    for visit in house.visits():
        # What others see of the same page is read in English only: it tells more.
        languages = ("en",) if visit.endpoint in seen_before else ("vi", "en")
        seen_before.add(visit.endpoint)
        browser = house.browser_of(visit.name)
        for language in languages:
            browser.set_cookie("language", language)
            answer = browser.get(visit.address)
            seen = f"{visit.address} as {visit.name} sees it ({language})"
            if answer.status_code != 200:
                faults.append(f"{seen}: {answer.status_code}")
            else:
                faults += [f"{seen}: {fault}" for fault in faults_of(answer.text, language)]
    assert faults == []


def faults_of(page: str, language: str) -> Iterator[str]:
    try:
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except ParseError as error:
        yield f"not valid: {error}"
        return
    ids = Counter(one.get("id") for one in document.iter() if one.get("id"))
    if twice := [one for one, times in ids.items() if times > 1]:
        yield f"ids that stand twice: {twice}"
    headings = ["".join(one.itertext()).strip() for one in document.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"not one heading: {headings}"
    titles = [one.text or "" for one in document.iter("title") if one.text != "Đồng Hành"]
    if len(titles) != 1 or not titles[0].strip():
        yield f"not one title: {titles}"
    if document.get("lang") != language:
        yield f"its language is {document.get('lang')}"
    if len(page.encode()) > LARGEST_PAGE:
        yield f"{len(page.encode())} bytes"
    if language == "en":
        yield from (f"not in English: {words}" for words in left_in_vietnamese(document))


def left_in_vietnamese(document: Element) -> Iterator[str]:
    """What the page says in Vietnamese although nobody of the demo and no document said it."""
    for one in document.iter():
        for said in (one.text, one.tail, one.get("aria-label"), one.get("title")):
            words = " ".join((said or "").split())
            if VIETNAMESE.search(words):
                rest = AS_THEY_ARE.sub("", words)
                for told in told_in_vietnamese():
                    rest = rest.replace(told, "")
                if VIETNAMESE.search(rest):
                    yield words


@cache
def told_in_vietnamese() -> tuple[str, ...]:
    """Names and stories of the demo, titles of legal documents: the longest first."""
    told = {"", *strings(demo_calendar().to_document())}
    for story in Path(demo.__file__).parent.rglob("*.toml"):
        told.update(strings(tomllib.loads(story.read_text(encoding="utf-8"))))
    whole = {" ".join(one.split()) for one in told if VIETNAMESE.search(one)}
    return tuple(sorted(whole, key=len, reverse=True))


def strings(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, Mapping | list):
        inside = document.values() if isinstance(document, Mapping) else document
        for one in inside:
            yield from strings(one)
