"""Openings: the moments (UTC) at which a school's working day begins."""

from datetime import date, datetime, timedelta

from processes.working_time.calendar import Calendar


def opening_on(on: date, calendar: Calendar) -> datetime:
    """The opening of the date, or of the next one that is worked; raises NeverOpen."""
    return calendar.next_open_moment(calendar.start_of(on))


def opening_from(at: datetime, calendar: Calendar) -> datetime:
    """The first opening that does not lie before `at`; raises NeverOpen."""
    opening = opening_on(calendar.date_of(at), calendar)
    return opening if opening >= at else opening_after(at, calendar)


def opening_after(at: datetime, calendar: Calendar) -> datetime:
    """The opening of the first working day after the date of `at`; raises NeverOpen."""
    return opening_on(calendar.date_of(at) + timedelta(days=1), calendar)
