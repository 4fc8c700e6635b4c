"""Files as they are sent to a browser: kept or drawn, never opened as a page."""

from __future__ import annotations

from flask import Response, abort

from processes.bundle import Bundle

ZIP = "application/zip"


def sent(raw: bytes, kind: str, name: str) -> Response:
    """A file with its name and its kind (a media type)."""
    response = Response(raw, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def archive(bundle: Bundle, name: str) -> Response:
    """The whole bundle of a version as a zip archive."""
    return sent(bundle.to_bytes(), ZIP, name)


def drawing(bundle: Bundle, name: str) -> Response:
    """One BPMN file of a version; 404 where there is none."""
    raw = bundle.diagrams.get(f"{name}.bpmn")
    if raw is None:
        abort(404)
    return sent(raw, "application/xml", f"{name}.bpmn")
