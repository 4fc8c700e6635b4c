"""The files of a version as they are sent to a browser: kept or drawn, never opened as a page."""

from __future__ import annotations

from flask import Response, abort

from processes.bundle import Bundle


def archive(bundle: Bundle, name: str) -> Response:
    """The whole bundle as a zip archive."""
    return _file(bundle.to_bytes(), "application/zip", name)


def drawing(bundle: Bundle, name: str) -> Response:
    """One BPMN file; 404 where there is none."""
    raw = bundle.diagrams.get(f"{name}.bpmn")
    if raw is None:
        abort(404)
    return _file(raw, "application/xml", "diagram.bpmn")


def _file(raw: bytes, kind: str, name: str) -> Response:
    response = Response(raw, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
