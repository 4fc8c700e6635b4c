"""What a notice says: the texts `notices/<name>.<language>.txt` of a process version, filled in.

The first line is the subject, the rest the body. Nothing of the content of a case can be said:
a text has the case's code, what is awaited, until or since when, the school, a link, no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Final

from models.notices import Grade, Notice
from processes.bundle import Bundle
from processes.engine import load
from processes.working_time.date_words import clock, date_en, date_vi
from processes.working_time.local_time import ZONE

LANGUAGES: Final = ("vi", "en")
PLACEHOLDERS: Final = frozenset({"code", "task", "due", "school", "link", "waiting"})
FOR_THE_BODY: Final = "managing_body"
"""The text for people of the managing body who are told because nobody at the school can be."""
PREFIXES: Final = {
    (Grade.REMINDER, "vi"): "[Nhắc việc]",
    (Grade.REMINDER, "en"): "[Reminder]",
    (Grade.ESCALATION, "vi"): "[Cảnh báo]",
    (Grade.ESCALATION, "en"): "[Alert]",
}


class NoticeTextWrong(ValueError):
    """Lời nhắc chưa đúng. The text of a notice is not right."""


@dataclass(frozen=True)
class NoticeText:
    """A text with its placeholders: one line of subject, and the lines of its body."""

    subject: str
    lines: tuple[str, ...]

    @property
    def placeholders(self) -> frozenset[str]:
        """What stands in braces; raises NoticeTextWrong for a brace that is not closed."""
        try:
            found = [
                f"{name}{'!' if how else ''}{how or ''}{':' if spec else ''}{spec}"
                for line in (self.subject, *self.lines)
                for _, name, spec, how in Formatter().parse(line)
                if name is not None
            ]
        except ValueError as error:
            raise NoticeTextWrong(str(error)) from error
        return frozenset(found)


@dataclass(frozen=True)
class Worded:
    """What a person reads: the subject, and the lines of the body (an empty one parts them)."""

    subject: str
    lines: tuple[str, ...]


def path_of(name: str, language: str) -> str:
    """The file of a text in a bundle."""
    return f"notices/{name}.{language}.txt"


def text_of(bundle: Bundle, name: str, language: str) -> NoticeText:
    """A text of the bundle; KeyError where there is none, NoticeTextWrong where it has no body."""
    raw = bundle.files[path_of(name, language)]
    try:
        subject, *lines = raw.decode().strip().splitlines()
    except ValueError as error:  # not UTF-8, or empty
        raise NoticeTextWrong(str(error)) from error
    return NoticeText(subject.strip(), tuple(line.strip() for line in lines[_blank(lines) :]))


def _blank(lines: list[str]) -> int:
    """How many empty lines stand between subject and body."""
    return next((n for n, line in enumerate(lines) if line.strip()), len(lines))


def worded(
    notice: Notice, *, code: str, bundle: Bundle, school_name: str, language: str, link: str
) -> Worded:
    """What the recipient reads of the notice, in `vi` or `en`.

    `[Nhắc việc] Hồ sơ HS-2026-0012: phê duyệt kế hoạch ... trước khi hết ngày 25/8/2026`
    """
    text = text_of(bundle, notice.name, language)
    facts = {
        "code": code,
        "task": task_words(bundle, notice.awaited, language),
        "due": due_words(notice, language),
        "school": school_name,
        "link": link,
        "waiting": _since(notice.started_at, language),
    }
    subject = " ".join(text.subject.format(**facts).splitlines())
    return Worded(
        f"{PREFIXES[notice.grade, language]} {subject}",
        tuple(line.format(**facts) for line in text.lines),
    )


def task_words(bundle: Bundle, element: str, language: str) -> str:
    """What is awaited, as it stands within a sentence: `phê duyệt kế hoạch can thiệp, trợ giúp`."""
    name = bundle.english_names.get(element, "") if language == "en" else ""
    name = name or load(bundle).elements[element].name
    return name[:1].lower() + name[1:]


def due_words(notice: Notice, language: str) -> str:
    """Until when, in a reminder; since when it is over, in an escalation; empty without an end.

    A limit in days ends with its last day, at 24:00 [law: Bộ luật Dân sự 2015, Điều 148].
    """
    if notice.due_at is None:
        return ""
    reminds = notice.grade is Grade.REMINDER
    if notice.due_on is not None:
        if language == "vi":
            before = "trước khi hết ngày" if reminds else "từ 24:00 ngày"
            return f"{before} {date_vi(notice.due_on)}"
        return f"{'before' if reminds else 'since'} the end of {date_en(notice.due_on)}"
    moment = _moment(notice.due_at, language)
    if language == "vi":
        return f"{'trước' if reminds else 'từ'} {moment}"
    return f"{'before' if reminds else 'since'} {moment}"


def _since(at: datetime, language: str) -> str:
    moment = _moment(at, language)
    return f"từ {moment}" if language == "vi" else f"since {moment}"


def _moment(at: datetime, language: str) -> str:
    """`10:00 ngày 24/8/2026`, `10:00 on 24 August 2026`: in Vietnam."""
    local = at.astimezone(ZONE)
    if language == "vi":
        return f"{clock(local.time())} ngày {date_vi(local.date())}"
    return f"{clock(local.time())} on {date_en(local.date())}"
