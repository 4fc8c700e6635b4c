"""The application that serves this request: its workplace, its settings, its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import current_app, g

from models.settings import Settings
from processes.workplace import Workplace

WORKPLACE = "donghanh.workplace"
SETTINGS = "donghanh.settings"
STARTED_AT = "donghanh.started_at"


def workplace() -> Workplace:
    """The database, the keys and what was read from them."""
    return cast(Workplace, current_app.extensions[WORKPLACE])


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions[SETTINGS])


def now() -> datetime:
    """The moment of this request, UTC: one moment for all that it does; moved in a sandbox."""
    if "now" not in g:
        g.now = workplace().clock.moved(real_now())
    return cast(datetime, g.now)


def real_now() -> datetime:
    """The same moment by the machine's clock: for sessions, which no moved clock ends."""
    if "real_now" not in g:
        g.real_now = datetime.now(UTC)
    return cast(datetime, g.real_now)


def started_at() -> datetime:
    """When this service was started, by the machine's clock."""
    return cast(datetime, current_app.extensions[STARTED_AT])
