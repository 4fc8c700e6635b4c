"""`make year`: the demo school's year, walked once at the running service, into build/year."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import CHROMIUM, FLAGS
from tests.year import index, recorder
from tests.year.album import Album
from tests.year.telling import tell

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Walk the year, and say where its page lies."""
    album = Album.begun(ROOT / "build" / "year")
    filmed = recorder.is_ready(ROOT / "build" / "playwright")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--lang=vi"])
        proof = tell(
            chromium,
            album,
            database_url=f"sqlite:///{folder}/year.sqlite3",
            folder=Path(folder),
            filmed=filmed,
        )
        chromium.close()
    page = index.write(album, proof, commit=commit())
    print(f"{page}  ({proof.cases} hồ sơ / cases, {proof.seconds:.0f} s)")  # noqa: T201 - its answer


def commit() -> str:
    """What was run, and whether something was changed beside it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "?"


if __name__ == "__main__":
    main()
