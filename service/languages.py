"""In which language this request is answered."""

from __future__ import annotations

from typing import Literal, cast

from flask import Flask, request
from flask_babel import Babel

from service.security.access import caller_or_none

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
COOKIE = "language"


def language() -> Language:
    """What the reader chose here, else the choice of the account, else Vietnamese."""
    chosen = request.cookies.get(COOKIE)
    if chosen not in LANGUAGES:
        who = caller_or_none()
        chosen = who.language if who is not None else "vi"
    return cast(Language, chosen)


def install(app: Flask) -> None:
    """Translate pages; Vietnamese is the text in the source."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, default_locale="vi", locale_selector=language)
