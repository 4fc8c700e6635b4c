"""History of a case: the entries of its journal."""

from __future__ import annotations

import json

from flask import Response, jsonify

from models import held, people
from models.accesses import AccessKind
from models.journal import JournalEntry
from processes import audits, entries
from processes.entries import Reader
from processes.journal import CaseNotFound
from processes.permissions import Act, Caller
from service.api import marks, shapes
from service.api.bodies import query
from service.api.operations import Operation, api, described
from service.api.shapes import Json, Names
from service.here import now, workplace
from service.security.access import demands
from service.seen import record_access

PAGE = 200


@api.get("/cases/<code>/history")
@demands(Act.READ_HISTORY)
@described(
    Operation(
        summary="The journal of a case",
        says="Content comes only to those who may open the case, and to an auditor on the day "
        "on which a reason was given on the page of the case; the informant only to the focal "
        "point and the head.",
        query="HistoryQuery",
        answer="History",
        may_be_gone=True,
    )
)
def show_history(who: Caller, code: str) -> Response:
    """The entries of the journal, from the first on."""
    asked = query("HistoryQuery")
    after = marks.seq(asked["page"]) if "page" in asked else 0
    place = workplace()
    with place.database.reading() as session:
        case = held.by_code(session, code, now=now())
        if case is None or not entries.may_read(who, case):
            raise CaseNotFound
        bundle = place.bundle(session, case.process_version_id)
        wording = place.wording(session, case.school_id)
        opening = audits.opening(session, place, who, case, now=now())
        reader = Reader.of(
            place, case, bundle, who, opened=opening.data_key if opening is not None else None
        )
        page = entries.page(session, case.id, after=after, limit=PAGE)
        actors = {one for row in page.entries for one in (row.actor_id, row.on_behalf_of)}
        names = people.by_ids(session, {one for one in actors if one is not None})
        listed = [
            _entry(row, reader, names)
            | {"name": shapes.name_of(bundle, row.element, wording) if row.element else None}
            for row in page.entries
        ]
    record_access(who, case, kind=AccessKind.HISTORY_READ)
    following = None if page.next is None else marks.of_seq(page.next)
    return jsonify({"code": code, "entries": listed, "next": following})


def _entry(row: JournalEntry, reader: Reader, names: Names) -> Json:
    return {
        "seq": row.seq,
        "at": shapes.moment(row.at),
        "recorded_at": shapes.moment(row.recorded_at),
        "kind": row.kind,
        "element": row.element,
        "task_key": row.task_key,
        "actor": shapes.person(row.actor_id, names),
        "on_behalf_of": shapes.person(row.on_behalf_of, names),
        "routing": json.loads(row.routing),
        "replaced": None if row.replaced is None else json.loads(row.replaced),
        "answers_to": row.answers_to,
        "state_digest": row.state_digest,
        "previous_digest": row.previous_digest,
        "digest": row.digest,
        "content": reader.content(row),
    }
