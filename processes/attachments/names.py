"""The name of a file as somebody sent it, made fit to be shown and to be saved under."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from processes.attachments.kinds import KINDS, Kind
from processes.attachments.limits import LONGEST_NAME

NAMELESS = "tai-lieu"
_UNFIT = re.compile(r'[<>:"|?*]')  # what Windows takes in no name


def name_of(told: str, kind: Kind) -> str:
    """The last part of the path that was sent, without what cannot be seen, ending as its kind.

    A wrong ending is no secret: `kham.html` that is a JPEG becomes `kham.html.jpg`.
    """
    shown = shown_name(told)
    stem, suffix = shown, ""
    for one in kind.suffixes:
        if shown.casefold().endswith(one):
            stem, suffix = shown[: -len(one)], shown[-len(one) :]
    stem = stem[: LONGEST_NAME - len(suffix or kind.suffixes[0])].strip(" .") or NAMELESS
    return stem + (suffix or kind.suffixes[0])


def shown_name(told: str) -> str:
    """The last part of a path in one line of at most 120 characters; "" where nothing is left."""
    last = told.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", last))
    plain = " ".join(_UNFIT.sub("-", seen).split()).strip(" .")
    return plain if len(plain) <= LONGEST_NAME else _cut(plain)


def known_suffix(told: str) -> str | None:
    """The ending of the name, where it is that of a kind that is taken."""
    suffix = PurePosixPath(shown_name(told)).suffix.casefold()
    known = {one for kind in KINDS.values() for one in kind.suffixes}
    return suffix if suffix in known else None


def _cut(name: str) -> str:
    """A long name keeps its ending."""
    suffix = PurePosixPath(name).suffix[:10]
    return name[: LONGEST_NAME - len(suffix)] + suffix
