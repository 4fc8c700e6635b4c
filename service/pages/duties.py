"""What each role does in the system, and where, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from models.appointments import Role
from service.speech import lazy_gettext

DUTIES = {
    Role.FOCAL_POINT: lazy_gettext(
        "Đầu mối: tin báo mới và việc đến lượt thầy cô hiện ở trang này."
    ),
    Role.HEAD: lazy_gettext("Thủ trưởng: việc chờ quyết định hiện ở trang này."),
    Role.DEPUTY_HEAD: lazy_gettext(
        "Cấp phó: việc chờ thầy cô quyết định thay thủ trưởng hiện ở đây."
    ),
    Role.STAFF: lazy_gettext(
        "Giáo viên, nhân viên: thấy điều không ổn với em nào thì báo tin; khi thầy cô có tên trong "
        "một kế hoạch, nhật ký của kế hoạch ấy hiện ở trang này."
    ),
    Role.MANAGING_BODY: lazy_gettext(
        "Cơ quan quản lý: số việc đến hạn, quá hạn của các trường hiện ở trang Theo dõi."
    ),
    Role.PROCESS_OWNER: lazy_gettext(
        "Chủ quy trình: xem, soát và đổi quy trình ở trang Quy trình; hai người ký thì mới áp dụng."
    ),
    Role.AUDITOR: lazy_gettext(
        "Kiểm tra viên: xem, phát lại và kiểm chứng hồ sơ trong phạm vi kiểm tra ở trang Kiểm tra."
    ),
    Role.ADMINISTRATOR: lazy_gettext(
        "Quản trị: giao lại việc và kết thúc phiên đăng nhập ở trang Giao việc."
    ),
}


def of_roles(held: Iterable[Role]) -> tuple[str, ...]:
    """The sentences for the roles that a person holds."""
    known = set(held)
    return tuple(str(words) for role, words in DUTIES.items() if role in known)
