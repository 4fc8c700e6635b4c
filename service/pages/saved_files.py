"""The answer that is an attachment: a file to be saved, which no browser opens on this site."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from flask import Response, make_response

from processes.attachments.listing import Attached

# Whatever a file holds, it runs nothing, loads nothing and is of no origin.
SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


def saved(file: Attached, content: bytes) -> Response:
    """The content under its name, as the kind that it was found to be.

    The other headers, nosniff and no-store among them, come with every answer.
    """
    answer = make_response(content)
    answer.mimetype = file.kind.media
    answer.headers["Content-Disposition"] = disposition(file)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def disposition(file: Attached) -> str:
    """RFC 6266: the name in UTF-8, and one in ASCII that tells nothing for who reads no other."""
    plain = f"tai-lieu-{file.seq}-{file.number}{file.kind.suffixes[0]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
