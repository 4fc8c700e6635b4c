"""How much is taken: of one file, at once, and of one case."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 10 * MEGABYTE
MOST_FILES: Final = 10  # at once
LARGEST_UPLOAD: Final = 30 * MEGABYTE  # all files sent at once
LARGEST_CASE: Final = 200 * MEGABYTE  # as stored
LONGEST_NAME: Final = 120
LONGEST_ABOUT: Final = 300
LONGEST_REASON: Final = 300
