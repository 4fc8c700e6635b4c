"""Who gets in: tokens, roles, schools, concerned people; Giang tries every route."""

from __future__ import annotations

from collections.abc import Callable

from models import accesses, tokens
from models.held import by_code
from processes import concerned
from service.api.openapi import document
from tests.answers import answers_to
from tests.service.api.program import Program, said
from tests.world import Member, World

Ask = Callable[[Program, Member | None, str, int], int]


def _get(path: str) -> Ask:
    return lambda program, by, code, task: (
        program.get(path.format(code=code, task=task), by).status_code
    )


def _post(path: str, body: Callable[[str], object]) -> Ask:
    return lambda program, by, code, task: (
        program.post(path.format(code=code, task=task), by, body(code)).status_code
    )


ROUTES: dict[str, Ask] = {
    "GET /cases/{code}": _get("/cases/{code}"),
    "GET /cases/{code}/history": _get("/cases/{code}/history"),
    "GET /cases/{code}/deadlines": _get("/cases/{code}/deadlines"),
    "GET /cases/{code}/attachments": _get("/cases/{code}/attachments"),
    "GET /cases/{code}/attachments/{seq}/{number}": _get("/cases/{code}/attachments/1/1"),
    "POST /cases/{code}/attachments": _post(
        "/cases/{code}/attachments", lambda code: {"name": "a.pdf", "content": ""}
    ),
    "GET /tasks/{task_id}": _get("/tasks/{task}"),
    "POST /tasks/{task_id}/claim": _post("/tasks/{task}/claim", lambda code: {}),
    "POST /tasks/{task_id}/release": _post("/tasks/{task}/release", lambda code: {}),
    "POST /tasks/{task_id}/complete": _post("/tasks/{task}/complete", lambda code: {"answers": {}}),
    "POST /cases/{code}/events/{element}": _post(
        "/cases/{code}/events/new_information", lambda code: {"answers": {}}
    ),
    "POST /messages/{name}": _post(
        "/messages/agency_answered", lambda code: {"correlation": code, "payload": {}}
    ),
    "POST /cases": _post(
        "/cases",
        lambda code: {"process": "school_social_work", "school": "THCS-A", "answers": {}},
    ),
}
OPEN_TO_ALL_ROLES = {"GET /tasks", "POST /deadlines/compute"}
OF_THE_PROCESS_OWNER = {"POST /definitions/check"}


def test_every_route_is_tried_here(program: Program) -> None:
    with program.app.app_context():
        paths = document()["paths"]
    told = {f"{method.upper()} {path}" for path, found in paths.items() for method in found}
    assert told == {*ROUTES, *OPEN_TO_ALL_ROLES, *OF_THE_PROCESS_OWNER, "GET /openapi.json"}


def test_to_giang_the_case_does_not_exist(program: Program, world: World) -> None:
    opened = program.open()
    code, task = str(opened["code"]), int(opened["tasks"][0]["id"])
    answers = {name: ask(program, world.giang, code, task) for name, ask in ROUTES.items()}
    assert answers == dict.fromkeys(ROUTES, 404)
    missing = {name: ask(program, world.an, "HS-2026-9999", 10**9) for name, ask in ROUTES.items()}
    assert set(missing.values()) == {404, 422}  # 422: An may report at his own school
    assert said(program.get("/tasks", world.giang)) == {"tasks": [], "next": None}
    assert program.tasks(code)["record_intake"]["assignee"] is None


def test_nothing_tells_a_foreign_case_from_none(program: Program, world: World) -> None:
    code = program.open()["code"]
    foreign = program.get(f"/cases/{code}", world.giang)
    none = program.get("/cases/HS-2026-9999", world.giang)
    assert (foreign.status_code, foreign.data) == (none.status_code, none.data)


def test_without_a_good_token_nobody_gets_in(program: Program, world: World) -> None:
    opened = program.open()
    code, task = str(opened["code"]), int(opened["tasks"][0]["id"])
    with world.workplace.database.transaction() as session:
        token = tokens.of_person(session, world.binh.person_id)[0]
        tokens.revoke(session, token.id, now=world.clock.now)
    for name, ask in ROUTES.items():
        assert ask(program, None, code, task) == 401, name
        assert ask(program, world.binh, code, task) == 401, name
    refused = program.get("/tasks", None, headers={"Authorization": "Basic YW46YW4="})
    assert said(refused, 401)["error"] == "token_needed"
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_of_the_browser_does_not_open_the_api(program: Program, world: World) -> None:
    client = program.app.test_client()
    client.set_cookie("donghanh", world.an.token)
    assert client.get("/api/v1/tasks").status_code == 401


def test_teachers_report_and_see_nothing_of_the_case(program: Program, world: World) -> None:
    answers = answers_to("report", now=world.clock.now)
    body = {"process": "school_social_work", "school": "THCS-A", "answers": answers}
    code = said(program.post("/cases", world.lan, body), 201)["code"]
    assert program.get(f"/cases/{code}", world.lan).status_code == 403
    message = {"correlation": code, "payload": {}}
    assert program.post("/messages/agency_answered", world.lan, message).status_code == 404
    assert program.post("/definitions/check", world.lan, {}).status_code == 403


def test_a_message_for_people_does_not_come_in_past_its_form(
    program: Program, world: World
) -> None:
    code = program.open()["code"]
    for by in (world.agency, world.an):
        message = {"correlation": code, "payload": {}}
        refused = said(program.post("/messages/close_early", by, message), 404)
        assert refused["error"] == "message_unknown"
    assert said(program.get(f"/cases/{code}", world.an))["state"] == "open"


def test_a_focal_point_does_not_decide_for_the_head(program: Program, world: World) -> None:
    code = program.open()["code"]
    program.complete(code, "record_intake")
    program.complete(code, "assess_risk")
    task = program.tasks(code)["decide_route"]
    assert not task["yours"]
    body = {"answers": answers_to("decide_route", now=world.clock.now)}
    refused = program.post(f"/tasks/{task['id']}/complete", world.an, body)
    assert said(refused, 403)["error"] == "role_needed"


def test_a_taken_task_is_left_alone_until_it_is_given_back(program: Program, world: World) -> None:
    opened = program.open()
    code, task = opened["code"], opened["tasks"][0]["id"]
    taken = said(program.post(f"/tasks/{task}/claim", world.an, {}))
    assert taken["version"] == opened["version"] + 1
    assert program.tasks(code)["record_intake"]["assignee"]["name"] == world.an.name
    assert said(program.post(f"/tasks/{task}/release", world.binh, {}), 403)
    said(program.post(f"/tasks/{task}/release", world.an, {}))
    assert program.tasks(code)["record_intake"]["assignee"] is None
    assert said(program.post(f"/tasks/{task}/release", world.an, {}), 403)


def test_to_a_concerned_head_the_case_does_not_exist(program: Program, world: World) -> None:
    opened = program.open(concerned_staff=["head"])
    code, task = str(opened["code"]), int(opened["tasks"][0]["id"])
    for name, ask in ROUTES.items():
        if name != "POST /cases":
            assert ask(program, world.binh, code, task) == 404, name
    assert said(program.get("/tasks", world.binh))["tasks"] == []
    assert program.get(f"/cases/{code}", world.deputy).status_code == 200


def test_an_auditor_reads_the_history_without_its_content(program: Program, world: World) -> None:
    code = program.open()["code"]
    assert program.get(f"/cases/{code}", world.dung).status_code == 403
    history = said(program.get(f"/cases/{code}/history", world.dung))
    assert [entry["content"] for entry in history["entries"]] == [None]
    seen = said(program.get(f"/cases/{code}/history", world.an))
    assert seen["entries"][0]["content"]["answers"]["channel"] == "in_person"


def test_only_focal_point_and_head_learn_who_informed_the_school(
    program: Program, world: World
) -> None:
    informant = {"informant_consent": "yes", "informant_name": "Bà Sáu", "informant_phone": "111"}
    code = program.open(**informant)["code"]
    task = program.tasks(code)["record_intake"]["id"]
    for by, known in ((world.an, True), (world.binh, True), (world.deputy, False)):
        history = said(program.get(f"/cases/{code}/history", by))
        answers = history["entries"][0]["content"]["answers"]
        assert ("informant_name" in answers) == known
        given = said(program.get(f"/tasks/{task}", by))["answers"]
        assert ("informant_name" in given) == known


def test_every_look_into_a_case_is_recorded(program: Program, world: World) -> None:
    opened = program.open()
    code, task = opened["code"], opened["tasks"][0]["id"]
    for path in (f"/cases/{code}", f"/cases/{code}/history", f"/tasks/{task}"):
        said(program.get(path, world.binh))
    program.get(f"/cases/{code}", world.giang)
    with world.workplace.database.reading() as session:
        case = by_code(session, code, now=world.clock.now)
        assert case is not None
        looks = accesses.of_case(session, case.id)
    assert [(look.person_id, look.kind.value, look.element) for look in reversed(looks)] == [
        (world.binh.person_id, "viewed", None),
        (world.binh.person_id, "history_read", None),
        (world.binh.person_id, "viewed", "record_intake"),
    ]


def test_people_noted_as_concerned_are_shut_out(program: Program, world: World) -> None:
    code = program.open()["code"]
    accused = {world.an.person_id}
    concerned.note(world.workplace, code, accused, by=world.binh.caller, now=world.clock.now)
    assert program.get(f"/cases/{code}", world.an).status_code == 404
    another = program.open(concerned_staff=["focal_point"])["code"]
    assert program.get(f"/cases/{another}", world.an).status_code == 404
