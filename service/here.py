"""The application that serves this request: its workplace, its settings, its clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import current_app, g

from models.settings import Settings
from processes.workplace import Workplace

WORKPLACE = "donghanh.workplace"
SETTINGS = "donghanh.settings"


def workplace() -> Workplace:
    """The database, the keys and what was read from them."""
    return cast(Workplace, current_app.extensions[WORKPLACE])


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions[SETTINGS])


def now() -> datetime:
    """The moment of this request, UTC: one moment for all that it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast(datetime, g.now)
