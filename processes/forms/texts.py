"""Text as people type or paste it: one Unicode form, no control characters, a limit."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from processes.forms.refusals import Refused

TEXT_LIMIT: Final = 5_000
TEXTAREA_LIMIT: Final = 20_000

# Invisible characters that come with text pasted from a web page or Word and mean nothing.
_INVISIBLE: Final = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
_LINE_ENDS: Final = re.compile("\r\n|\r|\u2028|\u2029")
# Controls but newline and tab; marks that turn the reading direction; lone surrogates.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Normalising takes time with the square of a run of marks; no writing stacks so many.
_MOST_MARKS: Final = 10


def clean_line(raw: str, *, limit: int = TEXT_LIMIT) -> str:
    """One line of text; Refused when it is too long or holds a control character."""
    text = clean_lines(raw, limit=limit)
    if "\n" in text or "\t" in text:
        raise Refused.because(
            "Viết trên một dòng, không xuống dòng và không dùng phím Tab",
            "Write on one line, without line breaks or tabs",
        )
    return text


def clean_lines(raw: str, *, limit: int = TEXTAREA_LIMIT) -> str:
    """Text of any number of lines, ended by \\n; empty when nothing visible is left."""
    # No script needs more than four code points for a letter: longer text cannot fit.
    if len(raw) > 4 * limit:
        raise _too_long(len(raw), limit)
    text = _LINE_ENDS.sub("\n", raw.translate(_INVISIBLE))
    if found := _CONTROLS.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise Refused.because(
            f"Xóa ký tự điều khiển không nhìn thấy được ({code}); gõ lại thay vì dán",
            f"Remove the invisible control character ({code}); type instead of pasting",
        )
    if _has_tower_of_marks(text):
        raise Refused.because(
            "Xóa bớt các dấu chồng lên nhau trên một chữ",
            "Remove the many marks stacked on one letter",
        )
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > limit:
        raise _too_long(len(text), limit)
    return text


def _has_tower_of_marks(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MOST_MARKS:
            return True
    return False


def _too_long(length: int, limit: int) -> Refused:
    over = length - limit
    return Refused.because(
        f"Bớt {_grouped(over, '.')} ký tự: mục này nhận tối đa {_grouped(limit, '.')} ký tự",
        f"Shorten by {_grouped(over, ',')} characters: at most {_grouped(limit, ',')} fit here",
    )


def _grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)
