"""What stays together on a line."""

from __future__ import annotations

import re

# A line may not end between these: it makes a number, a day or the name of a form unreadable.
_TIED = re.compile(
    r"(?<=\d) (?=giờ|phút|ngày|lần|tuổi|dòng|chỗ|trong|hours?\b|minutes?\b|days?\b)"
    r"|(?<=Mẫu) (?=số)|(?<=số) (?=\d)|(?<=Mẫu) (?=\d)|(?<=[Tt]hứ) (?=Hai|Ba|Tư|Năm|Sáu|Bảy)"
    r"|(?<=Chủ) (?=nhật)|(?<=chủ) (?=nhật)|(?<=[Nn]guy) (?=cơ)|(?<=lớp) (?=\d)|(?<=[Đđ]ầu) (?=mối)"
)


def tied(text: object) -> str:
    """The text with no-break spaces in "12 giờ", "thứ Hai", "Mẫu số 01", "nguy cơ"."""
    return _TIED.sub("\N{NO-BREAK SPACE}", str(text))
