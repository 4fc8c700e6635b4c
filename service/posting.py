"""What comes with a posted form beside its answers: who writes, the key against double sending."""

from __future__ import annotations

import re
from hashlib import sha256

from flask import request

from processes.once import Once
from processes.permissions import Caller
from service.here import now

KEY = "_once"
BY = "_by"
AGAIN = "_again"  # only shown again, as it was typed
DRAFT = "_draft"  # a button: keep what was typed as a draft, or throw the draft away
DRAFT_REVISION = "_draft_revision"  # the draft that the page goes on from
OWN = frozenset({"csrf_token", KEY, BY, AGAIN, DRAFT, DRAFT_REVISION})
_FIT = re.compile(r"[A-Za-z0-9_-]{8,64}")


def once(who: Caller) -> Once | None:
    """The idempotency key of this form; None when it carries none that fits."""
    key = request.form.get(KEY, "")
    if not _FIT.fullmatch(key):
        return None
    return Once(who.person_id, f"page:{key}", _digest(), now())


def written_by() -> int | None:
    """The person for whom the page of this form was drawn; None where it does not say."""
    by = request.form.get(BY, "")
    return int(by) if by.isdecimal() and len(by) < 20 else None


def _digest() -> str:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in OWN]
    return sha256(repr((request.path, sent)).encode()).hexdigest()
