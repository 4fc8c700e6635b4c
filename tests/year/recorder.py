"""Films of the year: Playwright makes them with an ffmpeg, which need not be its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LOCATION = re.compile(r"Install location:\s*(\S+)")


def is_ready(folder: Path) -> bool:
    """Put Debian's ffmpeg where Playwright looks for one, below `folder`; False without it."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        return False
    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(folder)
    said = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "--dry-run", "ffmpeg"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = LOCATION.search(said.stdout)
    assert found is not None, said.stdout
    place = Path(found[1])
    place.mkdir(parents=True, exist_ok=True)
    link = place / "ffmpeg-linux"
    link.unlink(missing_ok=True)
    link.symlink_to(ffmpeg)
    return True
