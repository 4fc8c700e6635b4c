"""What is wrong with a request is said in a sentence, in both languages field by field."""

from __future__ import annotations

from sqlalchemy import update

from models.people import Language, Person
from tests.answers import answers_to
from tests.service.api.program import Program, said
from tests.world import World

COMPUTE = "/deadlines/compute"
JSON = {"Content-Type": "application/json"}

NO_JSON = (
    b"",
    b"{",
    b'{"school": "A", "school": "B"}',
    b'{"working_hours": NaN}',
    b'{"school": "\\ud800"}',
    b'{"school": "\xff"}',
    b"[" * 100_000,
    b"9" * 5_000,
    b'{"payload": ' + b"[" * 60 + b"]" * 60 + b"}",
)
WRONG_BODIES: tuple[tuple[object, set[str]], ...] = (
    ([], {"body"}),
    ({}, {"process", "school", "answers"}),
    ({"process": "other", "school": 7, "answers": []}, {"process", "school", "answers"}),
    ({"process": "school_social_work", "school": "A", "answers": {}, "more": 1}, {"more"}),
    ({"process": "school_social_work", "school": "\x00", "answers": {}}, {"school"}),
)
NO_PAGES = (
    "page=x",
    "page=WzFd",
    "page=%00",
    "page=WyIwMDAxLTAxLTAxVDAwOjAwKzA3OjAwIiwgMV0",  # a moment before the first year of UTC
    "due_before=gestern",
    "due_before=0001-01-01T00:00%2B07:00",
    "mine=0",
    "all=1",
    "mine=1&mine=1",
)
NO_ADDRESSES = (
    "/cases/%00",
    "/cases/%00/history",
    "/cases/%00/deadlines",
    "/cases/HS-2026-0001%20",
    "/cases/" + "x" * 5_000,
    "/tasks/99999999999999999999",
    "/tasks/-1",
    "/nowhere",
)


def test_what_is_no_json_is_refused(program: Program, world: World) -> None:
    for raw in NO_JSON:
        refused = said(program.send("POST", COMPUTE, world.an, headers=JSON, data=raw), 400)
        assert refused["error"] == "not_json", raw[:40]
        assert "JSON" in refused["reason"]


def test_another_media_type_or_too_much_is_refused(program: Program, world: World) -> None:
    form = program.send("POST", "/cases", world.an, data={"process": "school_social_work"})
    assert said(form, 415)["error"] == "wrong_content_type"
    document = program.send("POST", "/definitions/check", world.chi, json={})
    assert said(document, 415)["error"] == "wrong_content_type"
    raw = b'{"school": "' + b"a" * 3_000_000 + b'"}'
    refused = program.send("POST", COMPUTE, world.an, headers=JSON, data=raw)
    assert said(refused, 413)["error"] == "too_large"


def test_every_wrong_field_is_named(program: Program, world: World) -> None:
    for body, fields in WRONG_BODIES:
        answer = said(program.post("/cases", world.an, body), 422)
        assert answer["error"] == "body_rejected"
        assert set(answer["fields"]) == fields
        assert all(set(words) == {"vi", "en"} for words in answer["fields"].values())


def test_wrong_answers_are_named_field_by_field_and_nothing_is_kept(
    program: Program, world: World
) -> None:
    opened = program.open()
    task = opened["tasks"][0]["id"]
    answers = answers_to(
        "record_intake",
        now=world.clock.now,
        student_birth={"kind": "date", "date": "31/2/2014"},
        groups=["abused", "abused"],
        initial_needs="\x07",
        guardians=[{"relation": "father", "age": "trẻ"}],
        unknown="?",
        emergency=None,
    )
    refused = program.post(f"/tasks/{task}/complete", world.an, {"answers": answers})
    answer = said(refused, 422)
    assert answer["error"] == "answers_rejected"
    wrong = {"student_birth.date", "groups", "initial_needs", "guardians.0.age", "unknown"}
    assert set(answer["fields"]) == {*wrong, "emergency"}
    assert said(program.get(f"/cases/{opened['code']}", world.an))["version"] == opened["version"]


def test_a_receipt_after_its_entry_is_refused(program: Program, world: World) -> None:
    late = {"date": "22/8/2026", "time": "7:30"}
    answers = answers_to("report", now=world.clock.now, received_at=late)
    body = {"process": "school_social_work", "school": "THCS-A", "answers": answers}
    assert set(said(program.post("/cases", world.an, body), 422)["fields"]) == {"received_at"}


def test_a_key_that_cannot_be_kept_is_refused(program: Program, world: World) -> None:
    task = program.open()["tasks"][0]["id"]
    for key in ("", " ", "á", "k" * 201):
        refused = program.post(f"/tasks/{task}/claim", world.an, {}, key=key)
        assert said(refused, 400)["error"] == "key_unfit"


def test_a_page_or_an_address_that_is_none_is_refused(program: Program, world: World) -> None:
    for query in NO_PAGES:
        refused = program.get(f"/tasks?{query}", world.an)
        assert said(refused, 400)["error"] == "query_rejected", query
    for path in NO_ADDRESSES:
        assert set(said(program.get(path, world.an), 404)) == {"error", "reason"}
    wrong_method = said(program.send("DELETE", "/tasks", world.an), 405)
    assert wrong_method["error"] == "method_not_allowed"


def test_people_read_the_reason_in_their_language(program: Program, world: World) -> None:
    vietnamese = said(program.get("/cases/HS-2026-9999", world.an), 404)["reason"]
    with world.workplace.database.transaction() as session:
        session.execute(
            update(Person).where(Person.id == world.an.person_id).values(language=Language.EN)
        )
    english = said(program.get("/cases/HS-2026-9999", world.an), 404)["reason"]
    assert (vietnamese, english) == ("Không tìm thấy hồ sơ này.", "There is no such case.")
