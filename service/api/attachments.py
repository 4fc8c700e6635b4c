"""Attachments: the files of a case, added one by one and taken out again."""

from __future__ import annotations

import binascii
from base64 import b64decode

from flask import Response, jsonify
from sqlalchemy.orm import Session

from models import attachments, people
from models.held import HeldCase
from processes.attachments import attaching, downloads, listing
from processes.attachments.attaching import Sent
from processes.attachments.kinds import KINDS
from processes.attachments.listing import Attached
from processes.forms.wording import Text
from processes.permissions import Act, Caller
from service.api import shapes
from service.api.bodies import body
from service.api.operations import Operation, api, described
from service.api.problems import Problem, code_of, field_problem
from service.api.shapes import Json, Names
from service.here import now, workplace
from service.pages.saved_files import saved
from service.security.access import demands
from service.security.unfit import LARGEST
from service.seen import record_access, seen_case

_NOT_BASE64 = Text(vi="Mục này phải là base64.", en="This must be base64.")
_PLACE = f"<int(max={LARGEST}):seq>/<int(max={LARGEST}):number>"


@api.get("/cases/<code>/attachments")
@demands(Act.SEE_CASE)
@described(
    Operation(
        summary="The attachments of a case",
        says="In the order in which they were put in.",
        answer="Attachments",
        may_be_gone=True,
    )
)
def list_attachments(who: Caller, code: str) -> Response:
    """Every file of the case, without its content."""
    with workplace().database.reading() as session:
        case = seen_case(session, who, code)
        found = _listed(session, case)
        names = people.by_ids(session, listing.people_of(found))
    record_access(who, case)
    return jsonify({"code": code, "attachments": [_shape(one, names) for one in found]})


@api.post("/cases/<code>/attachments")
@demands(Act.ATTACH)
@described(
    Operation(
        summary="Attach a file",
        says="Its kind is told by its content. The same content again changes nothing, so a "
        "request may be repeated; the answer is the file as the case has it.",
        body="NewAttachment",
        answer="Attachment",
        status=201,
        may_be_gone=True,
        conflicts=True,
    )
)
def attach(who: Caller, code: str) -> tuple[Response, int]:
    """Keep one file."""
    asked = body("NewAttachment")
    try:
        content = b64decode(asked["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise field_problem("content", _NOT_BASE64) from error
    sent = [Sent(asked["name"], content)]
    about = asked.get("about", "")
    (judged,) = attaching.attach(workplace(), code, sent, about=about, by=who, now=now())
    if judged.refusal is not None:
        words = Text(vi=judged.refusal.sentence("vi"), en=judged.refusal.sentence("en"))
        raise Problem(422, code_of(judged.refusal), words)
    with workplace().database.reading() as session:
        found = _listed(session, seen_case(session, who, code))
        names = people.by_ids(session, listing.people_of(found))
    digest = attachments.digest_of(content)
    kept = next(one for one in reversed(found) if one.content_digest == digest)
    return jsonify(_shape(kept, names)), 201


@api.get(f"/cases/<code>/attachments/{_PLACE}")
@demands(Act.SEE_CASE)
@described(
    Operation(
        summary="An attachment itself",
        says="Each download is recorded. What was put in by mistake is for the head alone.",
        answer="Attachment",
        gives=tuple(sorted({one.media for one in KINDS.values()})),
        may_be_gone=True,
        conflicts=True,
    )
)
def take_attachment(who: Caller, code: str, seq: int, number: int) -> Response:
    """The content of one file, to be saved."""

    def find(session: Session) -> HeldCase:
        return seen_case(session, who, code)

    return saved(*downloads.take(workplace(), find, seq, number, by=who, now=now()))


def _listed(session: Session, case: HeldCase) -> tuple[Attached, ...]:
    return listing.of_case(session, case.id, case.data_key(workplace().keys))


def _shape(one: Attached, names: Names) -> Json:
    mistake = one.mistake
    return {
        "seq": one.seq,
        "number": one.number,
        "name": one.name,
        "media_type": one.kind.media,
        "size": one.size,
        "about": one.about,
        "sha256": one.content_digest,
        "stored_sha256": one.digest,
        "actor": shapes.person(one.actor_id, names),
        "at": shapes.moment(one.at),
        "mistake": None
        if mistake is None
        else {
            "reason": mistake.reason,
            "actor": shapes.person(mistake.actor_id, names),
            "at": shapes.moment(mistake.at),
        },
    }
