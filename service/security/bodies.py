"""How much a request may carry, and where: files go where they are attached, never to a disk."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, Final

import flask
from flask import Flask, request

from processes.attachments.limits import LARGEST_FILE, LARGEST_UPLOAD, MEGABYTE
from processes.permissions import Act, permitted
from service.security.access import caller_or_none

LARGEST_REQUEST: Final = 2 * MEGABYTE
LARGEST_WITH_FILES: Final = LARGEST_UPLOAD + LARGEST_REQUEST
# By endpoint. The API takes one file at a time, in base64.
TAKES_FILES: Final = {
    "attachments.add": LARGEST_WITH_FILES,
    "api.attach": LARGEST_FILE * 4 // 3 + LARGEST_REQUEST,
}


class Request(flask.Request):
    """Files that are sent stay in memory, which their size bounds: a picture of a child is never
    written down unencrypted, not even for a moment.
    """

    def _get_file_stream(self, *told: Any, **more: Any) -> IO[bytes]:
        del told, more
        return BytesIO()


def allow_files() -> None:
    """Whoever may attach files may send more than a form, where they are attached."""
    who = caller_or_none()
    largest = TAKES_FILES.get(request.endpoint or "")
    if largest is not None and who is not None and permitted(who, Act.ATTACH):
        request.max_content_length = largest


def install(app: Flask) -> None:
    """Bound every request; the caller is known by then, and nothing of the body read."""
    app.request_class = Request
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST)
    app.before_request(allow_files)
