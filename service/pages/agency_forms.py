"""What an administrator tells of an agency: a new one, its last day, what takes its place."""

from __future__ import annotations

from collections.abc import Iterable

from models.agencies import Agency, AgencyKind
from processes.forms.definition import FormDefinition
from processes.forms.wording import Text
from service.pages import made_forms as made

KINDS: dict[AgencyKind, Text] = {
    AgencyKind.COMMUNE_COMMITTEE: Text(
        vi="Ủy ban nhân dân cấp xã", en="Commune People's Committee"
    ),
    AgencyKind.HOTLINE_111: Text(
        vi="Tổng đài quốc gia bảo vệ trẻ em 111", en="National Child Protection Hotline 111"
    ),
    AgencyKind.COMMUNE_POLICE: Text(vi="Công an cấp xã", en="Commune police"),
    AgencyKind.LABOUR_OFFICE: Text(
        vi="Cơ quan lao động - thương binh và xã hội",
        en="Labour, invalids and social affairs office",
    ),
    AgencyKind.SOCIAL_WORK_CENTRE: Text(vi="Trung tâm công tác xã hội", en="Social work centre"),
    AgencyKind.EMERGENCY_HELP: Text(
        vi="Cấp cứu, hỗ trợ khẩn cấp (ngoài danh sách chuyển, gửi)",
        en="Emergency help (not in the list of referrals)",
    ),
}


def addition() -> FormDefinition:
    """A new agency."""
    return _told(
        "agency_added",
        Text(vi="Thêm nơi tiếp nhận", en="Add an agency"),
        Text(vi="Thêm vào danh sách", en="Add to the list"),
        Text(vi="Nhận việc từ ngày nào?", en="Takes cases from"),
    )


def correction() -> FormDefinition:
    """Another row that takes the place of an agency."""
    return _told(
        "agency_corrected",
        Text(vi="Đổi tên hoặc sửa", en="Rename or correct"),
        Text(vi="Ghi dòng mới", en="Enter the new row"),
        Text(vi="Tên mới dùng từ ngày nào?", en="The new name holds from"),
    )


def ending(others: Iterable[Agency]) -> FormDefinition:
    """The last day of an agency, and who takes its place."""
    return made.made(
        "agency_ended",
        Text(vi="Kết thúc một nơi tiếp nhận", en="End an agency"),
        made.day(
            "on",
            Text(vi="Ngày cuối cùng nhận việc", en="Its last day"),
            missing=Text(vi="Ghi ngày cuối cùng nhận việc", en="Enter its last day"),
        ),
        made.chosen_or_none(
            "successor",
            Text(vi="Nơi thay thế", en="Who takes its place"),
            [(str(one.id), made.same(f"{one.name} ({one.area})")) for one in others],
            hint=Text(
                vi="Ai đang mở mẫu chuyển, gửi với tên cũ sẽ được chỉ sang nơi này.",
                en="Whoever has a referral open with the old name is shown this one.",
            ),
        ),
        submit=Text(vi="Ghi ngày kết thúc", en="Enter its end"),
    )


def _told(id_: str, title: Text, submit: Text, since: Text) -> FormDefinition:
    return made.made(
        id_,
        title,
        made.line(
            "name",
            Text(vi="Tên đầy đủ", en="Full name"),
            missing=Text(vi="Ghi tên đầy đủ của nơi tiếp nhận", en="Enter its full name"),
            hint=Text(vi="Ví dụ: Công an xã Vàm Lúa.", en="For example: Công an xã Vàm Lúa."),
        ),
        made.chosen(
            "kind",
            Text(vi="Thuộc loại nào?", en="Of which kind?"),
            [(kind.value, words) for kind, words in KINDS.items()],
            missing=Text(vi="Chọn loại nơi tiếp nhận", en="Choose its kind"),
        ),
        made.line(
            "area",
            Text(vi="Địa bàn", en="Area"),
            missing=Text(vi="Ghi địa bàn", en="Enter its area"),
            hint=Text(
                vi="Với xã, phường: ghi tên xã, phường, như ở hồ sơ của trường.",
                en="Of a commune: its name, as it stands with the school.",
            ),
        ),
        made.day("since", since, missing=Text(vi="Ghi ngày bắt đầu", en="Enter the first day")),
        submit=submit,
    )
