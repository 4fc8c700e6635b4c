"""Amounts as people read them: `10 giờ 30 phút`, `1 hour 30 minutes`, `2 ngày làm việc`.

A number and its unit are joined by a no-break space.
"""

from dataclasses import dataclass

from processes.working_time.date_words import NO_BREAK


@dataclass(frozen=True)
class Words:
    """The same thing said in both languages."""

    vi: str
    en: str

    def to_document(self) -> dict[str, str]:
        return {"vi": self.vi, "en": self.en}

    def with_capital(self) -> "Words":
        return Words(_with_capital(self.vi), _with_capital(self.en))


def duration(seconds: int) -> Words:
    """Hours, minutes and seconds; parts that are 0 are left out, 0 itself is `0 phút`."""
    hours, rest = divmod(seconds, 3600)
    parts = [
        part
        for amount, part in (
            (hours, _counted(hours, "giờ", "hour")),
            (rest // 60, _counted(rest // 60, "phút", "minute")),
            (rest % 60, _counted(rest % 60, "giây", "second")),
        )
        if amount
    ] or [_counted(0, "phút", "minute")]
    return Words(" ".join(part.vi for part in parts), " ".join(part.en for part in parts))


def working_time(seconds: int) -> Words:
    """`12 giờ làm việc`, `12 working hours`; `7 giờ 30 phút làm việc`."""
    if seconds and seconds % 3600 == 0:
        return _counted(seconds // 3600, "giờ làm việc", "working hour")
    amount = duration(seconds)
    return Words(f"{amount.vi} làm việc", f"{amount.en} of working time")


def working_days(days: int) -> Words:
    return _counted(days, "ngày làm việc", "working day")


def _counted(amount: int, vi: str, en: str) -> Words:
    plural = "" if amount == 1 else "s"
    return Words(f"{amount}{NO_BREAK}{vi}", f"{amount}{NO_BREAK}{en}{plural}")


def _with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
