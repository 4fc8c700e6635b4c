"""The pictures of the year in order, each with its moment, who looks, and a sentence."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page


@dataclass(frozen=True)
class Words:
    """The same sentence in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Picture:
    """One picture: `file` lies below the folder of the album."""

    file: Path
    at: datetime
    who: str
    words: Words
    wide: bool


@dataclass(frozen=True)
class Film:
    """What somebody did from when to when, as a video."""

    file: Path
    who: str


@dataclass
class Chapter:
    """A part of the year."""

    slug: str
    title: Words
    intro: Words
    pictures: list[Picture] = field(default_factory=list)
    films: list[Film] = field(default_factory=list)
    files: list[tuple[Path, Words]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)  # a command, and what it printed


@dataclass
class Album:
    """Chapters below one folder, which is emptied first."""

    folder: Path
    chapters: list[Chapter] = field(default_factory=list)

    @classmethod
    def begun(cls, folder: Path) -> Album:
        """An empty album."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return cls(folder)

    def open(self, slug: str, title: Words, intro: Words) -> Chapter:
        """Begin a chapter."""
        chapter = Chapter(slug, title, intro)
        self.chapters.append(chapter)
        (self.folder / slug).mkdir()
        return chapter

    @property
    def chapter(self) -> Chapter:
        """The chapter that is told now."""
        return self.chapters[-1]

    def take(self, page: Page, *, at: datetime, who: str, words: Words) -> None:
        """The whole page as it stands."""
        size = page.viewport_size
        assert size is not None
        chapter = self.chapter
        number = len(chapter.pictures) + 1
        file = Path(chapter.slug) / f"{number:02}.png"
        drawing = page.locator("[data-diagrams]")
        if drawing.count():
            # A drawing comes when it is looked at.
            drawing.first.scroll_into_view_if_needed()
            page.locator(".djs-element").first.wait_for()
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        page.screenshot(path=self.folder / file, full_page=True, animations="disabled")
        chapter.pictures.append(Picture(file, at, who, words, wide=size["width"] > size["height"]))

    def keep(self, name: str, content: bytes, words: Words) -> Path:
        """A file that somebody took along; where it lies."""
        file = Path(self.chapter.slug) / name
        (self.folder / file).write_bytes(content)
        self.chapter.files.append((file, words))
        return self.folder / file

    def film(self, recorded: Path, *, who: str) -> None:
        """The video of somebody's turn."""
        chapter = self.chapter
        file = Path(chapter.slug) / f"film-{len(chapter.films) + 1:02}.webm"
        recorded.rename(self.folder / file)
        chapter.films.append(Film(file, who))
