"""What an administrator may enter in a calendar: five forms.

They are those of `processes.forms`, so that a date is typed and refused here as anywhere.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from processes.forms.definition import FormDefinition
from processes.working_time.date_words import WEEKDAYS_EN, WEEKDAYS_VI
from processes.working_time.sessions import WEEKDAY_KEYS


def _text(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _field(type_: str, key: str, label: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"type": type_, "key": key, "label": label, "private": "none", "required": True} | more


_SOURCE = _field(
    "text",
    "source",
    _text("Căn cứ vào văn bản nào?", "By which document?"),
    hint=_text(
        "Số, ngày và tên văn bản, ví dụ: Công văn 123/SGDĐT ngày 12/8/2026.",
        "Its number, date and title, for example: Letter 123/SGDĐT of 12 August 2026.",
    ),
    missing=_text("Ghi văn bản làm căn cứ", "Enter the document it is based on"),
    max=300,
)
_NAME = _field(
    "text",
    "name",
    _text("Tên gọi", "Name"),
    missing=_text("Ghi tên gọi", "Enter a name"),
    max=120,
)
_NAME_EN = _field(
    "text", "name_en", _text("Tên bằng tiếng Anh", "Name in English"), required=False, max=120
)
_SINCE = _field(
    "date",
    "since",
    _text("Từ ngày", "From"),
    missing=_text("Ghi ngày bắt đầu", "Enter the first day"),
)
_TO = _field(
    "date",
    "to",
    _text("Đến hết ngày", "Through"),
    missing=_text("Ghi ngày cuối cùng", "Enter the last day"),
)
_SESSIONS_HINT = _text(
    "Viết như 7:30-11:30, 13:30-17:00. Để trống ngày không làm việc.",
    "Write it like 7:30-11:30, 13:30-17:00. Leave a day empty that is not worked.",
)
_WEEK = [
    {
        "type": "heading",
        "key": "week",
        "label": _text("Giờ làm việc từng ngày", "Working hours of each day"),
        "hint": _SESSIONS_HINT,
    },
    *(
        _field(
            "text",
            key,
            _text(f"{vi[:1].upper()}{vi[1:]}", en),
            required=False,
            max=120,
        )
        for key, vi, en in zip(WEEKDAY_KEYS, WEEKDAYS_VI, WEEKDAYS_EN, strict=True)
    ),
]
_FORMS: dict[str, tuple[dict[str, str], dict[str, str], list[dict[str, Any]]]] = {
    "ngay-nghi": (
        _text("Thêm ngày nghỉ", "Add a day off"),
        _text(
            "Một ngày thường làm việc mà nay được nghỉ. Hạn tính qua ngày này sẽ lùi lại.",
            "A day that is usually worked and is now off. Limits that run over it end later.",
        ),
        [
            _field(
                "date",
                "on",
                _text("Nghỉ ngày nào?", "Which day is off?"),
                missing=_text("Ghi ngày nghỉ", "Enter the day off"),
            ),
            _field(
                "text",
                "name",
                _text("Nghỉ vì sao?", "Why?"),
                hint=_text(
                    "Hiện trong bảng tính hạn, ví dụ: nghỉ tránh bão.",
                    "Shown in the sum of a limit, for example: storm.",
                ),
                required=False,
                max=120,
            ),
            _NAME_EN,
            _SOURCE,
        ],
    ),
    "lam-bu": (
        _text("Thêm ngày làm bù", "Add a make-up day"),
        _text(
            "Ngày làm bù có giờ làm việc của ngày mà nó thay.",
            "A make-up day has the working hours of the day that it replaces.",
        ),
        [
            _field(
                "date",
                "on",
                _text("Làm bù ngày nào?", "Which day is worked?"),
                missing=_text("Ghi ngày làm bù", "Enter the make-up day"),
            ),
            _field(
                "date",
                "replaces",
                _text("Làm bù cho ngày nào?", "Which day does it make up for?"),
                missing=_text("Ghi ngày được làm bù", "Enter the day it makes up for"),
            ),
            _field(
                "radio",
                "swapped",
                _text("Ngày được làm bù có được nghỉ không?", "Is that other day off?"),
                values=[
                    {
                        "value": "yes",
                        "label": _text("Có, hoán đổi hai ngày", "Yes, the two days are swapped"),
                    },
                    {
                        "value": "no",
                        "label": _text(
                            "Không, hoặc đã ghi là ngày nghỉ", "No, or it is already entered as off"
                        ),
                    },
                ],
            ),
            _field(
                "text",
                "sessions",
                _text("Giờ làm việc riêng của ngày làm bù", "Its own working hours"),
                hint=_text(
                    "Chỉ ghi nếu khác giờ của ngày được làm bù. Viết như 7:30-11:30.",
                    "Only where they differ from those of the other day. Write it like 7:30-11:30.",
                ),
                required=False,
                max=120,
            ),
            _SOURCE,
        ],
    ),
    "dong-cua": (
        _text("Thêm đợt đóng cửa", "Add a closure"),
        _text(
            "Trường đóng cửa theo văn bản, ví dụ vì bão lũ. Nghỉ hè không phải là đóng cửa: "
            "hạn do luật định vẫn chạy.",
            "The school is closed by a document, for example for a flood. The summer holidays are "
            "no closure: legal limits go on.",
        ),
        [_NAME, _NAME_EN, _SINCE, _TO, _SOURCE],
    ),
    "mua": (
        _text("Thêm mùa", "Add a season"),
        _text(
            "Giờ mùa hè, giờ mùa đông: trong những ngày này trường làm việc theo giờ riêng.",
            "Summer or winter hours: on these days the school keeps hours of their own.",
        ),
        [_NAME, _NAME_EN, _SINCE, _TO, _SOURCE | {"required": False}, *_WEEK],
    ),
    "gio-lam-viec": (
        _text("Đổi giờ làm việc", "Change the working hours"),
        _text(
            "Giờ thường ngày từ một ngày trở đi. Những ngày trước đó giữ giờ cũ.",
            "The usual hours from a day on. The days before keep the old hours.",
        ),
        [_SINCE, *_WEEK],
    ),
}
KINDS = tuple(_FORMS)


@cache
def definition(kind: str) -> FormDefinition:
    """The form of this kind; KeyError where there is none."""
    title, intro, components = _FORMS[kind]
    return FormDefinition.from_document(
        {
            "id": "calendar_entry",
            "title": title,
            "basis": "design",
            "intro": intro,
            "submit": _text("Xem trước thay đổi", "Preview the change"),
            "components": components,
        }
    )
