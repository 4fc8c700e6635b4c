"""The application: pages, API, and what answers every request around them."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from models.settings import Settings
from processes.workplace import Workplace
from service import errors, languages, site
from service.api import api
from service.here import SETTINGS, STARTED_AT, WORKPLACE
from service.pages.words import tied
from service.routes import PAGES
from service.security import bodies, headers, secrets, sessions, unfit


def build(settings: Settings) -> Flask:
    """The application on its database; raises as `Workplace.open`."""
    app = Flask("service", static_url_path="/static")
    workplace = Workplace.open(settings)
    app.extensions[WORKPLACE] = workplace
    app.extensions[SETTINGS] = settings
    app.extensions[STARTED_AT] = datetime.now(UTC)
    app.config.update(
        SECRET_KEY=secrets.of_pages(workplace.keys),
        SESSION_COOKIE_NAME="donghanh_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.filters["tied"] = tied
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Who it is decides how much may be sent, and the protection of forms reads what was sent.
    sessions.install(app)
    bodies.install(app)
    csrf = CSRFProtect(app)
    languages.install(app)
    unfit.install(app)
    headers.install(app)
    site.install(app)
    errors.install(app)
    for page in PAGES:
        app.register_blueprint(page)
    app.register_blueprint(api)
    csrf.exempt(api)
    return app
