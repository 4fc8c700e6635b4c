"""The entry for the recipient's own calendar: when something is due at the latest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from icalendar import Calendar, Event

from processes.channels.letter import Due, one_line

PRODUCT = "-//Dong Hanh//Nhac viec//VI"


def due_entry(dues: Sequence[Due], *, link: str, decided_at: datetime) -> bytes:
    """An .ics document (RFC 5545): a limit in days fills its last day, one in hours is a moment."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for due in dues:
        event = Event()
        event.add("uid", due.uid)
        event.add("dtstamp", decided_at)
        event.add("dtstart", due.on or due.at)
        event.add("summary", one_line(due.summary))
        event.add("url", link)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    document: bytes = calendar.to_ical()
    return document
