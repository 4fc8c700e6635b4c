"""What working time refuses, in one sentence of Vietnamese and one of English.

Each class carries its sentence as a pair of templates; an exception has the filled-in sentence in
`.vi` and `.en` (and both, by language, in `.message`).
"""

from typing import ClassVar


class WorkingTimeRefused(ValueError):
    """Working time cannot be computed as asked."""

    sentence: ClassVar[tuple[str, str]]

    def __init__(self, **values: object) -> None:
        vi, en = self.sentence
        self.vi = vi.format(**values)
        self.en = en.format(**values)
        self.message = {"vi": self.vi, "en": self.en}
        super().__init__(self.en)


class CalendarRefused(WorkingTimeRefused):
    """A calendar document cannot be used; `where` in its sentence is the place in the document."""


class LimitRefused(WorkingTimeRefused):
    """A limit cannot be counted."""


class MomentRefused(WorkingTimeRefused):
    """A moment cannot be used."""


class DocumentMisshapen(CalendarRefused):
    sentence = (
        "Lịch làm việc không đúng cấu trúc tại mục “{where}”.",
        "The calendar does not have the expected shape at “{where}”.",
    )


class ZoneUnknown(CalendarRefused):
    sentence = (
        "Không biết múi giờ “{zone}”.",
        "The time zone “{zone}” is not known.",
    )


class SessionUnreadable(CalendarRefused):
    sentence = (
        "Không đọc được buổi làm việc “{text}”; hãy viết như 07:30-11:30.",
        "The session “{text}” cannot be read; write it like 07:30-11:30.",
    )


class DateUnreadable(CalendarRefused):
    sentence = (
        "Không đọc được ngày “{text}” tại mục “{where}”; hãy viết như 2026-08-31.",
        "The date “{text}” at “{where}” cannot be read; write it like 2026-08-31.",
    )


class SessionClosesTooEarly(CalendarRefused):
    sentence = (
        "Buổi làm việc “{session}” kết thúc trước hoặc ngay khi bắt đầu.",
        "The session “{session}” closes before or just as it opens.",
    )


class SessionsOverlap(CalendarRefused):
    sentence = (
        "Hai buổi làm việc “{first}” và “{second}” chồng lên nhau (mục “{where}”).",
        "The sessions “{first}” and “{second}” overlap (at “{where}”).",
    )


class SeasonEndsTooEarly(CalendarRefused):
    sentence = (
        "Mùa “{name_vi}” kết thúc ({to}) trước khi bắt đầu ({since}).",
        "The season “{name_en}” ends ({to}) before it begins ({since}).",
    )


class SeasonsOverlap(CalendarRefused):
    sentence = (
        "Mùa “{name_vi}” bắt đầu ngày {since}, khi mùa “{other_vi}” chưa kết thúc.",
        "The season “{name_en}” begins on {since}, before the season “{other_en}” has ended.",
    )


class ClosureEndsTooEarly(CalendarRefused):
    sentence = (
        "Đợt đóng cửa “{name_vi}” kết thúc ({to}) trước khi bắt đầu ({since}).",
        "The closure “{name_en}” ends ({to}) before it begins ({since}).",
    )


class SourceMissing(CalendarRefused):
    sentence = (
        "Mục “{where}” ({what_vi}, {date}) chưa ghi văn bản làm căn cứ.",
        "The entry “{where}” ({what_en}, {date}) does not name its source document.",
    )


class DateTwice(CalendarRefused):
    sentence = (
        "Ngày {date} có hai lần trong mục “{where}”.",
        "The date {date} stands twice in “{where}”.",
    )


class LimitOutOfRange(LimitRefused):
    sentence = (
        "Thời hạn phải lớn hơn 0 và không quá {longest_vi}; không nhận {amount}.",
        "A limit must be more than 0 and at most {longest_en}; {amount} is refused.",
    )


class LimitNotInWholeMinutes(LimitRefused):
    sentence = (
        "Thời hạn {amount} giờ không phải là một số phút nguyên.",
        "A limit of {amount} hours is not a whole number of minutes.",
    )


class NeverOpen(LimitRefused):
    sentence = (
        "Lịch làm việc không có phút làm việc nào trong một năm kể từ ngày {since}: "
        "thời hạn sẽ không bao giờ kết thúc.",
        "The calendar has no open minute within a year from {since}: the limit would never end.",
    )


class NaiveMoment(MomentRefused):
    sentence = (
        "Thời điểm {moment} không có múi giờ.",
        "The moment {moment} has no time zone.",
    )


class MomentOutOfReach(MomentRefused):
    sentence = (
        "Thời điểm {moment} nằm ngoài các năm {first}-{last}.",
        "The moment {moment} lies outside the years {first}-{last}.",
    )
