"""Every route says which act it is; who has no role for the act does not get in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from processes import permissions
from processes.permissions import Act, Caller
from service import posting

P = ParamSpec("P")
R = TypeVar("R")
PUBLIC = "public"


class SignInNeeded(Exception):
    """Cần đăng nhập. Sign in first."""


def caller() -> Caller:
    """The person of this request; raises SignInNeeded when nobody is signed in."""
    found = cast(Caller | None, g.get("caller"))
    if found is None:
        raise SignInNeeded
    return found


def caller_or_none() -> Caller | None:
    """The person of this request, if anybody is signed in."""
    return cast(Caller | None, g.get("caller"))


def public(view: Callable[P, R]) -> Callable[P, R]:
    """A route for everybody, signed in or not."""
    setattr(view, "demands", PUBLIC)  # noqa: B010 - an attribute of the function, read by a test
    return view


def demands(act: Act) -> Callable[[Callable[Concatenate[Caller, P], R]], Callable[P, R]]:
    """A route for those with a role for the act; it is given the caller first."""

    def wrap(view: Callable[Concatenate[Caller, P], R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            who = caller()
            if request.method == "POST" and posting.written_by() not in (None, who.person_id):
                raise SignInNeeded  # what one person typed is not filed under the name of another
            permissions.demand(who, act)
            return view(who, *args, **kwargs)

        setattr(guarded, "demands", act)  # noqa: B010
        return guarded

    return wrap


def to_sign_in(error: SignInNeeded) -> Response:
    """Send the person to the sign-in page, and back here afterwards."""
    del error
    return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
