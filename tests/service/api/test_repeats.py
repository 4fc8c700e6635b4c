"""The same request twice, two at once, and requests on what was read too long ago."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from models.cases import Case
from models.inbox import InboxMessage
from processes.history import verify
from tests.answers import answers_to
from tests.service.api.program import Program, said
from tests.world import World


def _new_case(world: World, story: str = "Một em bị bắt nạt.") -> dict[str, object]:
    answers = answers_to("report", now=world.clock.now, story=story)
    return {"process": "school_social_work", "school": world.school.code, "answers": answers}


def _intake(world: World) -> dict[str, object]:
    return {"answers": answers_to("record_intake", now=world.clock.now)}


def test_the_same_report_twice_opens_one_case(program: Program, world: World) -> None:
    first = program.post("/cases", world.an, _new_case(world), key="k-1")
    again = program.post("/cases", world.an, _new_case(world), key="k-1")
    assert said(first, 201) == said(again, 201)
    other = program.post("/cases", world.an, _new_case(world, "Chuyện khác."), key="k-1")
    assert said(other, 409)["error"] == "key_reused"
    # A key is the sender's own: another person's is another one.
    said(program.post("/cases", world.binh, _new_case(world, "Chuyện khác."), key="k-1"), 201)
    with world.workplace.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2


def test_the_same_act_twice_is_done_once_and_answered_alike(program: Program, world: World) -> None:
    opened = program.open()
    code, task = opened["code"], opened["tasks"][0]["id"]
    acts = [
        (f"/tasks/{task}/claim", {}),
        (f"/tasks/{task}/release", {}),
        (f"/tasks/{task}/complete", _intake(world)),
        (
            f"/cases/{code}/events/new_information",
            {"answers": answers_to("new_information", now=world.clock.now)},
        ),
    ]
    for number, (path, body) in enumerate(acts):
        first = program.post(path, world.an, body, key=f"act-{number}")
        again = program.post(path, world.an, body, key=f"act-{number}")
        if "new_information" in path:  # nobody waits for it before the student is helped
            assert said(first, 409) == said(again, 409)
        else:
            assert said(first) == said(again)
    history = said(program.get(f"/cases/{code}/history", world.an))["entries"]
    assert [entry["kind"] for entry in history] == ["opened", "assigned", "assigned", "completed"]


def test_the_same_key_on_another_path_is_refused(program: Program, world: World) -> None:
    task = program.open()["tasks"][0]["id"]
    said(program.post(f"/tasks/{task}/claim", world.an, {}, key="one"))
    refused = program.post(f"/tasks/{task}/release", world.an, {}, key="one")
    assert said(refused, 409)["error"] == "key_reused"


def test_a_message_sent_twice_is_kept_once(program: Program, world: World) -> None:
    message = {"correlation": program.open()["code"], "payload": {"said": "Đã nhận."}}
    first = program.post("/messages/agency_answered", world.agency, message, key="m")
    again = program.post("/messages/agency_answered", world.agency, message, key="m")
    assert said(first, 202) == said(again, 202)
    with world.workplace.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InboxMessage)) == 1


def test_answers_to_an_old_version_of_the_case_are_refused(program: Program, world: World) -> None:
    opened = program.open()
    task = opened["tasks"][0]["id"]
    read = said(program.get(f"/tasks/{task}", world.an))["revision"]
    said(program.post(f"/tasks/{task}/claim", world.an, {}))
    stale = program.post(f"/tasks/{task}/complete", world.an, _intake(world) | {"revision": read})
    assert said(stale, 409)["error"] == "revision_stale"
    read = said(program.get(f"/tasks/{task}", world.an))["revision"]
    said(program.post(f"/tasks/{task}/complete", world.an, _intake(world) | {"revision": read}))
    gone = program.post(f"/tasks/{task}/complete", world.an, _intake(world) | {"revision": read})
    assert said(gone, 409)["error"] == "task_gone"
    done = said(program.get(f"/tasks/{task}", world.an))
    assert (done["state"], done["yours"]) == ("completed", False)
    assert done["answers"]["student_name"] == "Lê Minh Khôi"


def test_of_two_that_complete_the_same_task_exactly_one_succeeds(
    program: Program, world: World
) -> None:
    for _ in range(4):
        opened = program.open()
        task = opened["tasks"][0]["id"]
        gate = Barrier(2)

        def complete(task: int = task, gate: Barrier = gate) -> tuple[int, str | None]:
            client = program.app.test_client()
            gate.wait()
            answer = client.post(
                f"/api/v1/tasks/{task}/complete", json=_intake(world), headers=world.an.headers
            )
            return answer.status_code, answer.get_json().get("error")

        with world.clock.kept(), ThreadPoolExecutor(2) as pool:
            answers = [future.result() for future in [pool.submit(complete) for _ in "ab"]]
        assert sorted(answers, key=str) == [(200, None), (409, "task_gone")]
        with world.workplace.database.reading() as session:
            case = session.scalars(select(Case).where(Case.code == opened["code"])).one()
            assert verify(session, world.workplace, case).part is None


def test_of_two_with_one_key_both_get_the_same_answer(program: Program, world: World) -> None:
    gate = Barrier(2)
    body = _new_case(world)

    def report() -> tuple[int, str]:
        client = program.app.test_client()
        gate.wait()
        headers = world.an.headers | {"Idempotency-Key": "both"}
        answer = client.post("/api/v1/cases", json=body, headers=headers)
        return answer.status_code, answer.get_data(as_text=True)

    with world.clock.kept(), ThreadPoolExecutor(2) as pool:
        answers = {future.result() for future in [pool.submit(report) for _ in "ab"]}
    assert {status for status, _text in answers} == {201}
    assert len(answers) == 1
