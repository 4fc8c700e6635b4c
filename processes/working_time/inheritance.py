"""What a school works by: what it entered itself over what the body that manages it entered.

Both parts are calendar documents of which every key may be missing (see `document.py`). What the
school says of a date takes the place of what the body says of it; its week takes the place of the
body's timetable (week and seasons), its seasons that of the body's seasons; closures add up
[design].
"""

from collections.abc import Mapping
from typing import Any, Final

from processes.working_time.document import FORMAT, CalendarDocument
from processes.working_time.local_time import ZONE_NAME

Document = dict[str, Any]

DATED: Final = ("holidays", "exceptions")
LISTS: Final = ("seasons", *DATED, "closures")


def part(document: Mapping[str, Any]) -> Document:
    """What somebody entered, checked by itself and in canonical form: only the keys that say
    something.

    Raises a CalendarRefused whose place is that in `document`.
    """
    read = CalendarDocument.read({"zone": ZONE_NAME, "week": {}} | dict(document)).to_document()
    return {
        key: value
        for key, value in read.items()
        if key == "format" or (key in document and (value or key == "seasons"))
    }


def merged(body: Mapping[str, Any] | None, own: Mapping[str, Any]) -> Document:
    """The whole document of a school from the body's part and its own.

    Raises a CalendarRefused, where the two do not go together or either is misshapen.
    """
    inherited: Mapping[str, Any] = body or {}
    timetable = own if "week" in own else inherited
    dates = {row["date"] for key in DATED for row in own.get(key, ())}
    whole: Document = {
        "format": FORMAT,
        "zone": own.get("zone", inherited.get("zone", ZONE_NAME)),
        "week": timetable.get("week", {}),
        "seasons": own.get("seasons", timetable.get("seasons", [])),
    }
    for key in DATED:
        kept = [row for row in inherited.get(key, ()) if row["date"] not in dates]
        whole[key] = [*kept, *own.get(key, ())]
    closures = [*inherited.get("closures", ()), *own.get("closures", ())]
    whole["closures"] = [row for n, row in enumerate(closures) if row not in closures[:n]]
    return CalendarDocument.read(whole).to_document()


def own_part(document: Mapping[str, Any], body: Mapping[str, Any]) -> Document:
    """What of a whole document is the school's own once the body has this calendar.

    Whatever both say alike is inherited from now on. `merged(body, own_part(document, body))` is
    `document` with what the body adds.
    """
    whole = CalendarDocument.read(document).to_document()
    inherited = part(body)
    own: Document = {"format": FORMAT}
    if whole["zone"] != inherited.get("zone", ZONE_NAME):
        own["zone"] = whole["zone"]
    if whole["week"] != inherited.get("week") or whole["seasons"] != inherited.get("seasons", []):
        own |= {"week": whole["week"], "seasons": whole["seasons"]}
    # A date of which the school says anything of its own is all its own.
    dates = {
        row["date"] for key in DATED for row in whole[key] if row not in inherited.get(key, ())
    }
    kept = {key: [row for row in whole[key] if row["date"] in dates] for key in DATED}
    kept["closures"] = [
        row for row in whole["closures"] if row not in inherited.get("closures", ())
    ]
    return own | {key: rows for key, rows in kept.items() if rows}
