"""Attachments: the files of a case."""

from __future__ import annotations

from processes.attachments.limits import LONGEST_ABOUT
from service.api.schemas.words import MOMENT, TEXT, WHOLE, list_of, or_null, ref, shape

SCHEMAS = {
    "Attachment": shape(
        {
            "seq": WHOLE | {"description": "The entry of the journal that put it in."},
            "number": WHOLE | {"description": "Which of the files of that entry."},
            "name": TEXT,
            "media_type": TEXT,
            "size": WHOLE,
            "about": TEXT,
            "sha256": TEXT | {"description": "Of the file itself."},
            "stored_sha256": TEXT | {"description": "Of the encrypted bytes, as in the journal."},
            "actor": or_null(ref("Person")),
            "at": MOMENT,
            "mistake": or_null(ref("Mistake")),
        }
    ),
    "Mistake": shape({"reason": TEXT, "actor": or_null(ref("Person")), "at": MOMENT}),
    "Attachments": shape({"code": TEXT, "attachments": list_of(ref("Attachment"))}),
    "NewAttachment": shape(
        {
            "name": TEXT,
            "content": TEXT | {"description": "The file in base64.", "contentEncoding": "base64"},
        },
        {"about": TEXT | {"maxLength": LONGEST_ABOUT, "description": "One line on what it is."}},
    ),
}
