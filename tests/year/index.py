"""The page that tells the year: chapters, moments, people, sentences, pictures; no script."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.year.album import Album
from tests.year.moments import written
from tests.year.telling import Proof

HERE = Path(__file__).parent


def write(album: Album, proof: Proof, *, commit: str) -> Path:
    """Write `index.html` into the folder of the album; where it lies."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["written"] = written
    page = environment.get_template("index.html").render(album=album, proof=proof, commit=commit)
    file = album.folder / "index.html"
    file.write_text(page, encoding="utf-8")
    return file
