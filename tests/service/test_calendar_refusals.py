"""What cannot be entered in a calendar comes back in words, with everything that was typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.calendar_desk import DAY_OFF, ENTRIES, HERE, chi, kept, world
from tests.service.drawn import read_html
from tests.service.visitor import Visitor
from tests.world import World

__all__ = ["chi", "world"]

REFUSED: list[tuple[str, dict[str, Any], str, str, str]] = [
    (
        "ngay-nghi",
        {**DAY_OFF, "source": " "},
        "source",
        "Ghi văn bản làm căn cứ",
        "Enter the document it is based on",
    ),
    (
        "ngay-nghi",
        {**DAY_OFF, "on": "31/9/2026"},
        "on",
        "Không có ngày 31/9/2026; xem lại ngày và tháng",
        "There is no 31/9/2026; look at the day and month again",
    ),
    (
        "lam-bu",
        {**ENTRIES["lam-bu"], "sessions": "7:30-11:30, 11:00-17:00"},
        "sessions",
        "Hai buổi làm việc “07:30-11:30” và “11:00-17:00” chồng lên nhau "
        "(mục “Giờ làm việc riêng của ngày làm bù”).",
        "The sessions “07:30-11:30” and “11:00-17:00” overlap (at “Its own working hours”).",
    ),
    (
        "dong-cua",
        {**ENTRIES["dong-cua"], "to": "1/10/2026"},
        "to",
        "Đợt đóng cửa “Lũ” kết thúc (2026-10-01) trước khi bắt đầu (2026-10-05).",
        "The closure “Lũ” ends (2026-10-01) before it begins (2026-10-05).",
    ),
    (
        "mua",
        {**ENTRIES["mua"], "to": "1/11/2026"},
        "to",
        "Mùa “Mùa đông” kết thúc (2026-11-01) trước khi bắt đầu (2026-11-02).",
        "The season “Mùa đông” ends (2026-11-01) before it begins (2026-11-02).",
    ),
    (
        "mua",
        {**ENTRIES["mua"], "tuesday": "7h30-11h30"},
        "tuesday",
        "Không đọc được buổi làm việc “7h30-11h30”; hãy viết như 07:30-11:30.",
        "The session “7h30-11h30” cannot be read; write it like 07:30-11:30.",
    ),
    (
        "gio-lam-viec",
        {"since": "7/9/2026", "monday": "11:30-07:30"},
        "monday",
        "Buổi làm việc “11:30-07:30” kết thúc trước hoặc ngay khi bắt đầu.",
        "The session “11:30-07:30” closes before or just as it opens.",
    ),
    (
        "gio-lam-viec",
        {"since": "7/9/2026"},
        "since",
        "thời hạn sẽ không bao giờ kết thúc.",
        "the limit would never end.",
    ),
]


@pytest.mark.parametrize(("kind", "answers", "field", "vi", "en"), REFUSED)
def test_what_cannot_be_entered_comes_back_with_the_reason_at_its_field(
    chi: Visitor, world: World, kind: str, answers: dict[str, Any], field: str, vi: str, en: str
) -> None:
    before = kept(world)
    for language, sentence in (("vi", vi), ("en", en)):
        chi.client.set_cookie("language", language)
        answer = chi.post(f"{HERE}/{kind}", answers)
        assert answer.status_code == 422
        document = read_html(answer.text)
        (shown,) = [one for one in document.iter() if one.attrib.get("id") == f"f-{field}-e"]
        assert sentence in " ".join("".join(shown.itertext()).split())
        typed = {one.attrib["name"]: one for one in document.iter("input") if "name" in one.attrib}
        assert typed[field].attrib["aria-invalid"] == "true"
        for name, value in answers.items():
            if name != "swapped":
                assert typed[name].attrib["value"] == value
    assert kept(world) == before
