"""The application for tests: hundreds are made in a process, templates and addresses are compiled
once.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from models.settings import Settings
from service import create_app


class Compiled(BytecodeCache):
    """What templates were compiled to, kept in memory; each is known by what its file holds."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read by Jinja before it compiles."""
        kept = self._kept.get(bucket.key + bucket.checksum)
        if kept is not None:
            bucket.load_bytecode(BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it has compiled."""
        written = BytesIO()
        bucket.write_bytecode(written)
        self._kept[bucket.key + bucket.checksum] = written.getvalue()


COMPILED = Compiled()


class Address(Rule):
    """An address that looks as one that was compiled before is not compiled again."""

    _compiled: ClassVar[dict[tuple[str, str], dict[str, Any]]] = {}

    def compile(self) -> None:
        """Called by Werkzeug when the address is added to an application."""
        key = (self.rule, repr(self.defaults))
        if key not in self._compiled:
            super().compile()
            names = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")
            self._compiled[key] = {name: getattr(self, name) for name in names}
        vars(self).update(self._compiled[key])


Flask.url_rule_class = Address


def app_of(settings: Settings) -> Flask:
    """As `service.create_app`."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    return app
