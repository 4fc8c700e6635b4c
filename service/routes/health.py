"""Is the service well: the database answers, and a scheduler has ticked of late."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from models import heartbeats
from service.here import real_now, workplace
from service.security.access import public

page = Blueprint("health", __name__)


@page.get("/health")
@public
def health() -> tuple[Response, int]:
    """200 when the database answers and a scheduler ticked within two minutes, else 503.

    A scheduler that pauses does not count.
    """
    with workplace().database.reading() as session:
        ticking = heartbeats.is_ticking(session, now=real_now())
    body = {"database": "ok", "scheduler": "ok" if ticking else "silent"}
    return jsonify(body), 200 if ticking else 503


@page.get("/metrics")
@public
def metrics() -> Response:
    """Figures for Prometheus; they name nobody."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
