"""The demo school's year (`make year`): one chapter of it each time, the whole in `make trials`."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.kinds import WHOLE, kinds
from tests.year import index, october
from tests.year.album import Album
from tests.year.telling import CHAPTERS, tell

SAMPLE = (october,)


@pytest.mark.parametrize("database_url", kinds(0), indirect=True)
def test_the_year_is_walked_and_every_case_of_it_verifies(
    browser: Browser, tmp_path: Path, database_url: str
) -> None:
    album = Album.begun(tmp_path / "year")
    chapters = CHAPTERS if WHOLE else SAMPLE
    proof = tell(browser, album, database_url=database_url, folder=tmp_path, chapters=chapters)
    page = index.write(album, proof, commit="").read_text(encoding="utf-8")
    assert all(chapter.pictures for chapter in album.chapters)
    assert page.count("<figure>") >= sum(len(chapter.pictures) for chapter in album.chapters)
    assert not any(name in subject for _to, subject in proof.mails for name in ("Ngọc", "Huy"))
