"""The idempotency key of a request: the same person's repeat gets the first answer."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from flask import request

from processes.forms.wording import Text
from processes.once import Once
from processes.permissions import Caller
from service.api.problems import Problem
from service.here import now

HEADER = "Idempotency-Key"
PATTERN = "^[\\x21-\\x7e]{1,200}$"
_UNFIT = Text(
    vi="Idempotency-Key nhận từ 1 đến 200 ký tự ASCII nhìn thấy được.",
    en="Idempotency-Key takes 1 to 200 visible ASCII characters.",
)


def once(who: Caller, body: object) -> Once | None:
    """The key that came with the request, if one did; raises Problem for one that cannot be kept.

    The request is told from others by its method, path and canonical body.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not re.fullmatch(PATTERN.strip("^$"), key):
        raise Problem(400, "key_unfit", _UNFIT)
    sent = json.dumps([request.method, request.path, body], sort_keys=True)
    return Once(who.person_id, f"api:{key}", sha256(sent.encode()).hexdigest(), now())
