"""The service: pages and API, built by `create_app`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from models.settings import Settings


def create_app(settings: Settings) -> Flask:
    """The application on its database; raises as `Workplace.open`."""
    # The command line lives in this package too, and most commands need no page.
    from service.application import build

    return build(settings)
