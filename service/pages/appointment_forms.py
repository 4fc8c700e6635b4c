"""What may be named at a school: a stand-in and its end, a deputy, another order of them."""

from __future__ import annotations

from collections.abc import Sequence

from models.appointments import Holder
from models.people import Person
from processes.forms.component import Component
from processes.forms.definition import FormDefinition
from processes.forms.wording import Text
from service.pages import made_forms as made

WHO_MISSING = Text(vi="Chọn người làm thay", en="Choose who stands in")

_DOCUMENT = made.line(
    "document",
    Text(vi="Theo văn bản nào?", en="By which document?"),
    missing=Text(vi="Ghi số và ngày của văn bản", en="Enter the number and date of the document"),
    hint=Text(
        vi="Ví dụ: Quyết định số 12/QĐ-THCS ngày 20/8/2026.",
        en="For example: Decision 12/QĐ-THCS of 20 August 2026.",
    ),
)
_SINCE = made.day(
    "since",
    Text(vi="Từ ngày", en="From"),
    missing=Text(vi="Ghi ngày bắt đầu", en="Enter the first day"),
)
_TO = made.day(
    "to",
    Text(vi="Đến hết ngày", en="Through"),
    missing=Text(vi="Ghi ngày cuối cùng", en="Enter the last day"),
)
_OUTSIDE = Component(
    type="text",
    key="sign_in",
    label=Text(
        vi="Hoặc tên đăng nhập của người ở nơi khác", en="Or the sign-in name of an outsider"
    ),
    hint=Text(
        vi="Khi thủ trưởng và mọi cấp phó đều vắng, cơ quan quản lý cử người; ghi thay cho ô trên.",
        en="Where head and all deputies are away, the managing body names somebody.",
    ),
    max=200,
)


def naming(absent: Sequence[Person], present: Sequence[Person], *, outside: bool) -> FormDefinition:
    """Somebody acts for an absent person; `outside`: also people of other places."""
    person_words = Text(vi="Ai làm thay?", en="Who stands in?")
    choices = made.people(present)
    return made.made(
        "stand_in",
        Text(vi="Cử người thay", en="Name a stand-in"),
        made.chosen(
            "absent",
            Text(vi="Ai vắng?", en="Who is away?"),
            made.people(absent),
            missing=Text(vi="Chọn người vắng", en="Choose who is away"),
        ),
        *(
            (made.chosen_or_none("person", person_words, choices), _OUTSIDE)
            if outside
            else (made.chosen("person", person_words, choices, missing=WHO_MISSING),)
        ),
        _SINCE,
        _TO,
        _DOCUMENT,
        submit=Text(vi="Cử người thay", en="Name the stand-in"),
    )


def ending() -> FormDefinition:
    """The last day of a stand-in."""
    return made.made(
        "stand_in_ended",
        Text(vi="Kết thúc việc thay", en="End the standing in"),
        made.day(
            "on",
            Text(vi="Ngày cuối cùng làm thay", en="The last day"),
            missing=Text(vi="Ghi ngày cuối cùng làm thay", en="Enter the last day"),
        ),
        submit=Text(vi="Ghi ngày cuối cùng", en="Enter the last day"),
    )


def deputy(present: Sequence[Person]) -> FormDefinition:
    """Another deputy."""
    return made.made(
        "deputy",
        Text(vi="Thêm cấp phó", en="Add a deputy"),
        made.chosen(
            "person",
            Text(vi="Ai?", en="Who?"),
            made.people(present),
            missing=Text(vi="Chọn người làm cấp phó", en="Choose who is deputy"),
        ),
        _SINCE,
        _DOCUMENT,
        submit=Text(vi="Thêm cấp phó", en="Add the deputy"),
    )


def order(deputies: Sequence[Holder]) -> FormDefinition:
    """Another order of the deputies."""
    return made.made(
        "deputies_in_order",
        Text(vi="Đổi thứ tự cấp phó", en="Change the order of deputies"),
        _SINCE,
        *(
            Component(
                type="number",
                key=place(one),
                label=Text(vi=f"Thứ tự của {one.person.name}", en=f"Place of {one.person.name}"),
                missing=Text(
                    vi=f"Ghi thứ tự của {one.person.name}",
                    en=f"Enter the place of {one.person.name}",
                ),
                required=True,
                min=1,
                max=len(deputies),
            )
            for one in deputies
        ),
        submit=Text(vi="Ghi thứ tự mới", en="Enter the new order"),
    )


def place(deputy: Holder) -> str:
    """The field for the place of a deputy."""
    return f"place_{deputy.appointment.id}"
