"""Is the service well: the database answers, and a scheduler has ticked of late."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from models import heartbeats
from service.here import now, workplace
from service.security.access import public

page = Blueprint("health", __name__)

SILENCE = timedelta(minutes=2)


@page.get("/health")
@public
def health() -> tuple[Response, int]:
    """200 when the database answers and a scheduler ticked within two minutes, else 503."""
    with workplace().database.reading() as session:
        nodes = heartbeats.all_nodes(session)
    ticking = any(now() - node.last_tick_at <= SILENCE for node in nodes)
    body = {"database": "ok", "scheduler": "ok" if ticking else "silent"}
    return jsonify(body), 200 if ticking else 503


@page.get("/metrics")
@public
def metrics() -> Response:
    """Figures for Prometheus; they name nobody."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
