"""Why a limit no longer runs, in words. The reason is kept enumerated, never as free text."""

from __future__ import annotations

from processes.deadlines import CORRECTED
from service.speech import gettext as _


def words(reason: str | None) -> str:
    """The sentence for a reason of `processes.deadlines`."""
    name, _equals, value = (reason or "").partition("=")
    if name == "route":
        return _("Không áp dụng vì thủ trưởng chọn phương án khác: %(route)s.", route=_route(value))
    if name == CORRECTED:
        return _("Giờ nhận tin đã được sửa; hạn tính lại từ giờ đúng.")
    if name == "early_end":
        return _("Không áp dụng vì hồ sơ kết thúc sớm.")
    if name == "agency_answer":
        return _("Không áp dụng vì đơn vị tiếp nhận đã trả lời.")
    return _("Không áp dụng vì hồ sơ đã chuyển sang bước khác.")


def _route(value: str) -> str:
    return {
        "at_school": _("can thiệp tại trường"),
        "refer": _("chuyển, gửi"),
        "school_and_refer": _("vừa can thiệp tại trường vừa chuyển, gửi"),
        "drop_out": _("bỏ học, báo UBND xã"),
        "verify_more": _("xác minh thêm"),
        "no_intervention": _("không cần can thiệp"),
        "development_support": _("hỗ trợ phát triển"),
        "untrue": _("tin không đúng"),
    }.get(value, value)
