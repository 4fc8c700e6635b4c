"""Vietnamese is the source language; English is complete."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "service/translations/en/LC_MESSAGES/messages.po"


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_of_the_pages_is_in_the_english_catalogue(
    english: Catalog, tmp_path: Path
) -> None:
    """`make words` brings in what is missing and drops what is gone."""
    found = tmp_path / "words.pot"
    pybabel = str(Path(sys.executable).parent / "pybabel")
    how = ["--mapping-file", "pyproject.toml", "--keyword", "lazy_gettext", "--output-file"]
    subprocess.run(
        [pybabel, "--quiet", "extract", *how, str(found), "service"], cwd=ROOT, check=True
    )
    with found.open("rb") as file:
        sentences = read_po(file)
    assert {message.id for message in english} == {message.id for message in sentences}


def test_every_sentence_is_translated_with_its_placeholders(english: Catalog) -> None:
    for message in english:
        if message.id:
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), message.id
            assert not message.fuzzy, message.id
            assert list(message.check(english)) == [], message.id
