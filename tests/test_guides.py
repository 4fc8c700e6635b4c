"""The guides say what the pages say: each word in bold stands on a page, each picture is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from processes.forms.wording import GENERAL, Text

ROOT = Path(__file__).parent.parent
GUIDES = [
    ROOT / "docs" / f"{guide}-guide.{language}.md"
    for guide in ("staff", "administrator", "owner", "auditor")
    for language in ("vi", "en")
]
# Where the words of pages are: in code and templates, in translations, in the procedure as data.
PLACES = ("service", "processes/catalogue", "processes/working_time", "processes/sandbox.py")
KINDS = {".py", ".html", ".po", ".json", ".toml", ".bpmn"}
LARGEST_PICTURE = 60_000
LONGEST_GUIDE = 1_200  # words: two printed pages


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_word_in_bold_stands_on_a_page(guide: Path) -> None:
    """What ends in a full stop begins a paragraph and is no word of the screen."""
    text = " ".join(guide.read_text(encoding="utf-8").split())
    in_bold = {one for one in re.findall(r"\*\*(.+?)\*\*", text) if not one.endswith(".")}
    assert len(in_bold) > 10
    assert sorted(one for one in in_bold if one not in words_of_pages()) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_a_guide_is_short_and_its_links_and_pictures_lead_somewhere(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    assert len(text.split()) < LONGEST_GUIDE
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (guide.parent / link).is_file(), link


def test_the_pictures_are_light_and_each_is_used() -> None:
    pictures = sorted((ROOT / "docs/screenshots").glob("*.png"))
    told = [one.read_text(encoding="utf-8") for one in (*GUIDES, ROOT / "README.md")]
    for picture in pictures:
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name
        assert any(f"screenshots/{picture.name}" in text for text in told), picture.name
    assert len(pictures) > 3


@cache
def words_of_pages() -> frozenset[str]:
    return frozenset(word for file in files() for word in quoted(file.read_text(encoding="utf-8")))


def files() -> Iterator[Path]:
    for place in PLACES:
        found = ROOT / place
        yield from (one for one in (found, *found.rglob("*")) if one.suffix in KINDS)


def quoted(text: str) -> Iterator[str]:
    """What stands between quotes or tags, in the words of a general school."""
    for words in re.findall(r'"([^"\n]+)"|>([^<>\n]+)<', text):
        said = (words[0] or words[1]).strip()
        filled = GENERAL.fill(Text(vi=said, en=said))
        yield from (filled["vi"], filled["en"])
