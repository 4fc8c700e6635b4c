"""Posted forms that are to be kept as drafts: by the button, or by the script of the page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, jsonify, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from processes import drafts
from processes.drafts import DraftElsewhere, DraftTooLarge, Fields, Kept, Subject
from processes.permissions import Caller
from service import posting
from service.here import now, workplace
from service.pages.drafts import DraftPart, refused_briefly, saved_just_now
from service.speech import gettext as _

THROW_AWAY = "drop"
# What a page asks beside the answers of its form, and is typed too.
BESIDE = frozenset({"_named", "_own_plan_reason", "_reason"})

Draw = Callable[[DraftPart], str]


def is_asked() -> bool:
    """Whether this form is to be kept or thrown away, and not sent."""
    return posting.DRAFT in request.form


def is_thrown_away() -> bool:
    """Whether the draft of this form is to go."""
    return request.form.get(posting.DRAFT) == THROW_AWAY


def by_script() -> bool:
    """Whether the script of a page asks, which reads words and no page."""
    return request.method == "POST" and request.accept_mimetypes.best == "application/json"


def posted() -> DraftPart:
    """Of a page drawn again from what was posted: it goes on from the same draft."""
    return DraftPart(_revision(), state="unsaved")


def fields_of(kept: Kept) -> MultiDict[str, str]:
    """A draft as if a browser had posted it."""
    return MultiDict(kept.fields)


def answer(
    who: Caller, subject: Subject, draw: Draw, *, after: str = ""
) -> Response | tuple[str | Response, int]:
    """Keep the posted form as a draft, or throw the draft away; who may is asked before.

    `draw` draws the page once more, with all that was typed, where a newer draft is in the way.
    `after`: where a person comes who has thrown it away, if not to the same form.
    """
    place, revision = workplace(), _revision()
    try:
        if is_thrown_away():
            drafts.throw_away(place, subject, by=who, revision=revision)
            flash(_("Đã bỏ nháp."), "met")
            return redirect(after or request.full_path.rstrip("?"), 303)
        kept = drafts.save(place, subject, _fields(), by=who, now=now(), revision=revision)
    except (DraftElsewhere, DraftTooLarge) as refused:
        status = 413 if isinstance(refused, DraftTooLarge) else 409
        if by_script():
            return jsonify(reason=refused_briefly(refused)), status
        return draw(DraftPart.refused(refused, revision)), status
    if by_script():
        return jsonify(revision=kept.revision, words=saved_just_now(kept))
    return redirect(request.full_path.rstrip("?"), 303)


def _revision() -> int:
    given = request.form.get(posting.DRAFT_REVISION, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 17 else 0


def _fields() -> Fields:
    """What was typed, without tokens and buttons. RequestEntityTooLarge beyond 4,000 fields."""
    typed = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name in BESIDE or not (name.startswith("_") or name == "csrf_token")
    )
    if len(typed) > drafts.MOST_FIELDS:
        raise RequestEntityTooLarge
    return typed
