"""The seed brought into what a school or a body entered; its own dates stay as they are."""

from collections.abc import Mapping
from typing import Any

from processes.working_time.inheritance import Document
from processes.working_time.vietnam import LABOUR_CODE, seed_document


def seeded(document: Mapping[str, Any]) -> Document:
    """With the holidays and swaps of the seed; those of an older seed give way to them.

    A date that somebody entered with a document of its own stays as it is.
    """
    seed = seed_document({})
    holidays = [
        row for row in document.get("holidays", ()) if not row["source"].startswith(LABOUR_CODE)
    ]
    exceptions = list(document.get("exceptions", ()))
    return dict(document) | {
        "holidays": holidays + _missing(seed["holidays"], holidays),
        "exceptions": exceptions + _missing(seed["exceptions"], exceptions),
    }


def _missing(rows: list[Document], known: list[Document]) -> list[Document]:
    dates = {row["date"] for row in known}
    return [row for row in rows if row["date"] not in dates]
