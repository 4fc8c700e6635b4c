"""Whose address a request comes from: the peer's, or the one that our own web server names."""

from __future__ import annotations

from typing import TypedDict

from models.settings import Settings


class Trusted(TypedDict, total=False):
    """What waitress is told of the web server before it."""

    trusted_proxy: str
    trusted_proxy_count: int
    trusted_proxy_headers: str


def trusted(settings: Settings) -> Trusted:
    """Believe X-Forwarded-For of that one peer only, and of it only what the peer itself wrote.

    Addresses are locked out after too many failures, so nobody else may say where they come from;
    and without this everybody behind the web server would be locked out at once. No other such
    header is believed: links and cookies go by the settings.
    """
    if settings.trusted_proxy is None:
        return {}
    return Trusted(
        trusted_proxy=settings.trusted_proxy,
        trusted_proxy_count=1,
        trusted_proxy_headers="x-forwarded-for",
    )
