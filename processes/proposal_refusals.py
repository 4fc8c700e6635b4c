"""Why a version cannot be proposed or put in force: one sentence each."""

from __future__ import annotations

from models.refusals import Refusal


class AlreadyPublished(Refusal):
    """This very bundle is a version already."""

    vi = "Bộ quy trình này đã công bố, là phiên bản {number}, hiệu lực từ {since:%d/%m/%Y}."
    en = "This bundle is published already: version {number}, in force from {since:%d/%m/%Y}."


class AlreadyWaiting(Refusal):
    """This very bundle waits for a second owner."""

    vi = "Bộ quy trình này đang chờ người thứ hai phê duyệt; không cần gửi lại."
    en = "This bundle is waiting for a second owner already; there is no need to send it again."


class AnotherWaits(Refusal):
    """One proposal at a time."""

    vi = "Một đề nghị khác đang chờ phê duyệt. Phê duyệt hoặc rút đề nghị ấy trước."
    en = "Another proposal is waiting. Approve or withdraw that one first."


class HasFindings(Refusal):
    """A bundle with findings is not published."""

    vi = "Bộ quy trình có {count} lỗi nên chưa công bố được."
    en = "The bundle has {count} findings and cannot be published."


class DateInThePast(Refusal):
    """What is in force on past days is never changed."""

    vi = "Ngày {on:%d/%m/%Y} đã qua; chọn hôm nay hoặc một ngày sau đó."
    en = "{on:%d/%m/%Y} has passed; choose today or a later day."


class DatePassed(Refusal):
    """The proposal waited for too long."""

    vi = "Ngày áp dụng {on:%d/%m/%Y} đã qua mà chưa được phê duyệt. Rút rồi gửi lại với ngày mới."
    en = "The date {on:%d/%m/%Y} passed before anybody approved. Withdraw, and propose a new date."


class ProposalGone(Refusal):
    """Somebody else was first, or the author uploaded another."""

    vi = "Đề nghị này không còn ở đó: đã được phê duyệt, đã rút hoặc đã thay bằng bản khác."
    en = "This proposal is no longer there: approved, withdrawn or replaced by another."


class SamePerson(Refusal):
    """Two owners sign each version."""

    vi = "Người đề nghị không tự phê duyệt; cần một chủ quy trình thứ hai."
    en = "Nobody approves their own proposal; a second process owner must."
