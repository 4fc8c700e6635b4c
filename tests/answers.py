"""The least that each form of the catalogue accepts, as people type it.

`answers_to("record_intake", now=..., emergency="yes", emergency_reason="...")`: the least, with
some answers given or, by None, taken away. Moments are read on the school's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Answers = dict[str, Any]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def answers_to(form: str, *, now: datetime, **given: object) -> Answers:
    """The least raw answers to a form at that moment."""
    answers = LEAST[form](now) | given
    return {key: answer for key, answer in answers.items() if answer is not None}


def typed_moment(at: datetime) -> dict[str, str]:
    """A moment in its two fields: `21/8/2026`, `14:05`."""
    local = at.astimezone(ZONE)
    return {"date": typed_date(at), "time": f"{local.hour}:{local.minute:02d}"}


def typed_date(at: datetime) -> str:
    """The date of a moment: `21/8/2026`."""
    local = at.astimezone(ZONE)
    return f"{local.day}/{local.month}/{local.year}"


def _report(now: datetime) -> Answers:
    return {
        "story": "Một em lớp 7 hay bị bạn chặn đánh sau giờ học.",
        "received_at": typed_moment(now),
        "channel": "in_person",
        "emergency": "no",
    }


def _open_development_support(now: datetime) -> Answers:
    return {
        "asked_by": "parent",
        "helped": "student",
        "what": "Gia đình mong em được học thêm kỹ năng kết bạn.",
        "received_at": typed_moment(now),
    }


def _record_intake(now: datetime) -> Answers:
    del now
    return {
        "student_known": "yes",
        "student_name": "Lê Minh Khôi",
        "groups": ["violence_suffered"],
        "initial_needs": "An toàn trên đường về nhà.",
        "emergency": "no",
        "suspected_abuse": "no",
        "authorities_notified": "no",
    }


def _levels(level: str, *rows: str) -> Answers:
    return {row: {"level": level, "reason": "Cô chủ nhiệm kể lại."} for row in rows}


HARM = ("severity", "access", "obstacles")
PROTECTION = ("self_protection", "knows_protector", "relates_to_protector", "asks_protector")


def _assess_risk(now: datetime) -> Answers:
    del now
    return {
        "verified": "true",
        "harm": _levels("medium", *HARM),
        "protection": _levels("medium", *PROTECTION),
        "risk": "medium",
        "student_view_from": "student",
        "student_view": "Em muốn được về cùng bạn.",
    }


def _authority_notice(now: datetime) -> Answers:
    return {"notices": [{"authority": "hotline_111", "notified_at": typed_moment(now)}]}


def _decide_route(now: datetime) -> Answers:
    del now
    return {
        "route": "at_school",
        "referral_reading": "not_needed",
        "reason": "Nhà trường đủ khả năng giúp em.",
    }


def _plan_intervention(now: datetime) -> Answers:
    return {
        "goals": "Sau một tháng em không còn bị chặn đường.",
        "activities": [{"content": "Trò chuyện hằng tuần", "person": "Nguyễn Thị An"}],
        "review_on": typed_date(now + timedelta(days=28)),
        "student_view_from": "student",
        "student_view": "Em đồng ý.",
    }


def _review_student(now: datetime) -> Answers:
    del now
    return {
        "harm": _levels("low", *HARM),
        "protection": _levels("high", *PROTECTION),
        "current_state": "Em vui và đi học đều.",
        "conclusion": "end",
        "reason": "Không còn nguy cơ.",
        "support_needed": "no",
    }


def _notify_commune(now: datetime) -> Answers:
    return {"commune": "An Bình", "told_how": "in_person", "notified_at": typed_moment(now)}


def _plan_support(now: datetime) -> Answers:
    del now
    return {
        "goals": "Em tự tin hơn khi làm việc nhóm.",
        "activities": [{"content": "Câu lạc bộ đọc sách", "person": "Nguyễn Thị An"}],
    }


LEAST: Mapping[str, Callable[[datetime], Answers]] = {
    "report": _report,
    "open_development_support": _open_development_support,
    "record_intake": _record_intake,
    "assess_risk": _assess_risk,
    "authority_notice": _authority_notice,
    "decide_route": _decide_route,
    "plan_intervention": _plan_intervention,
    "approve_plan": lambda now: {"approved": "yes"},
    "carry_out_plan": lambda now: {"review_because": "activities_done"},
    "activity_logged": lambda now: {
        "activity": "Trò chuyện hằng tuần",
        "done_on": typed_date(now),
        "what": "Em kể chuyện ở lớp.",
    },
    "plan_adjusted": lambda now: {"changes": "Đổi sang thứ Năm.", "reason": "Em học thêm thứ Tư."},
    "review_student": _review_student,
    "confirm_end": lambda now: {"end_confirmed": "yes"},
    "prepare_referral": lambda now: {
        "method": "hotline",
        "reason": "Vượt quá khả năng của trường.",
        "contents": "Tóm tắt vụ việc.",
    },
    "contact_hotline": lambda now: {
        "contacted_at": typed_moment(now),
        "guidance": "Tổng đài hướng dẫn chờ cán bộ xã.",
    },
    "sign_letter": lambda now: {
        "signed": "yes",
        "sent_at": typed_moment(now),
        "signed_as": "head",
    },
    "record_agency_answer": lambda now: {"agency_answer": "received"},
    "handle_silence": lambda now: {"silence_action": "remind"},
    "monitor_help": lambda now: {
        "followed_on": typed_date(now),
        "observed": "Cán bộ xã đã gặp em.",
        "monitoring": "done",
        "support_after_referral": "no",
    },
    "notify_commune": _notify_commune,
    "record_drop_out_result": lambda now: {"drop_out_result": "returned", "support_needed": "no"},
    "plan_support": _plan_support,
    "support_logged": lambda now: {"done_on": typed_date(now), "what": "Buổi đầu tiên."},
    "close_support": lambda now: {"ended_on": typed_date(now), "closing_note": "Em đã hòa nhập."},
    "new_information": lambda now: {
        "story": "Em bị đe dọa trên mạng.",
        "received_at": typed_moment(now),
        "channel": "phone",
    },
    "decision_reopened": lambda now: {
        "received_at": typed_moment(now),
        "refused_by": ["mother"],
        "why": "Gia đình tự lo được.",
    },
    "close_early": lambda now: {
        "early_end": "moved_school",
        "reason": "Em theo cha mẹ đi nơi khác.",
        "handed_over": "Kế hoạch đang làm, cho cô đầu mối của trường mới.",
    },
}
