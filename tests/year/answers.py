"""Forms as the people of the year fill them in: what all cases have in common, told once.

All children are invented. A moment is written `8/9/2026 9:05`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.year.moments import typed

Answers = dict[str, Any]

HARM = ("severity", "access", "obstacles")
PROTECTION = ("self_protection", "knows_protector", "relates_to_protector", "asks_protector")


@dataclass(frozen=True)
class Listed:
    """The entry of a list whose words contain these."""

    words: str


@dataclass(frozen=True)
class Child:
    """A student of the year."""

    name: str
    group: str
    teacher: str = "Nguyễn Thu Hà"
    gender: str = "female"


@dataclass(frozen=True)
class Level:
    """A level of the tables a and b, and what it rests on."""

    level: str
    reason: str


def report(story: str, received: str, child: Child | None = None, **more: Any) -> Answers:
    """A report that somebody brought in person, unless told otherwise."""
    known = {"student_name": child.name, "student_class": child.group} if child else {}
    return {
        "story": story,
        **known,
        "received_at": typed(received),
        "channel": "in_person",
        "emergency": "no",
        **more,
    }


def intake(child: Child, groups: Sequence[str], needs: str, **more: Any) -> Answers:
    """Mẫu số 01."""
    return {
        "helped": "student",
        "student_known": "yes",
        "student_name": child.name,
        "student_gender": child.gender,
        "student_class": child.group,
        "homeroom_teacher": child.teacher,
        "residence_commune": "Vàm Lúa",
        "groups": list(groups),
        "initial_needs": needs,
        "emergency": "no",
        "suspected_abuse": "no",
        "authorities_notified": "no",
        **more,
    }


def assessment(
    harm: Sequence[Level], protection: Sequence[Level], risk: str, view: str, **more: Any
) -> Answers:
    """Mẫu số 02, after it was verified."""
    return {
        "verified": "true",
        "harm": _levels(HARM, harm),
        "protection": _levels(PROTECTION, protection),
        "risk": risk,
        "student_view_from": "student",
        "student_view": view,
        **more,
    }


def found_untrue(because: str, view: str) -> Answers:
    """Mẫu số 02 where there was nothing: no harm is weighed."""
    return {
        "verified": "untrue",
        "verified_by": because,
        "student_view_from": "student",
        "student_view": view,
    }


def decision(route: str, reason: str, **more: Any) -> Answers:
    """The route that the head names."""
    helping = route in ("at_school", "refer", "school_and_refer")
    reading = {"referral_reading": "other_matters_only"} if helping else {}
    return {"route": route, **reading, "reason": reason, **more}


def plan(
    goals: str, activities: Sequence[Answers], review_on: str, view: str, **more: Any
) -> Answers:
    """Mẫu số 03."""
    return {
        "goals": goals,
        "activities": list(activities),
        "review_on": review_on,
        "student_view_from": "student",
        "student_view": view,
        **more,
    }


def activity(content: str, person: str, **more: Any) -> Answers:
    """A line of a plan."""
    return {"content": content, "person": person, **more}


def review(
    harm: Sequence[Level],
    protection: Sequence[Level],
    state: str,
    conclusion: str,
    reason: str,
    **more: Any,
) -> Answers:
    """Mẫu số 04."""
    return {
        "harm": _levels(HARM, harm),
        "protection": _levels(PROTECTION, protection),
        "current_state": state,
        "conclusion": conclusion,
        "reason": reason,
        "support_needed": "no",
        **more,
    }


def letter(to: str, subject: str, reason: str, contents: str, request: str) -> Answers:
    """A referral by letter to an agency of the list."""
    return {
        "method": "letter",
        "agency": {"id": Listed(to)},
        "subject": subject,
        "reason": reason,
        "allowed": ["identity", "residence", "matter", "done"],
        "contents": contents,
        "request": request,
    }


def hotline(reason: str, contents: str) -> Answers:
    """A referral by telephone."""
    return {"method": "hotline", "reason": reason, "contents": contents}


def signed(sent: str, **more: Any) -> Answers:
    """The letter goes out; the register gives its number."""
    return {
        "signed": "yes",
        "sent_at": typed(sent),
        "signed_as": "head",
        "sent_how": "document_system",
        **more,
    }


def low(*reasons: str) -> list[Level]:
    """All rows low."""
    return [Level("low", reason) for reason in reasons]


def medium(*reasons: str) -> list[Level]:
    """All rows medium."""
    return [Level("medium", reason) for reason in reasons]


def high(*reasons: str) -> list[Level]:
    """All rows high."""
    return [Level("high", reason) for reason in reasons]


def _levels(rows: Sequence[str], levels: Sequence[Level]) -> Answers:
    return {
        row: {"level": one.level, "reason": one.reason}
        for row, one in zip(rows, levels, strict=True)
    }
