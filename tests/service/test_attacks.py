"""What people try who mean no good, or paste the wrong thing: each once went through."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import participants, sign_ins
from models.accesses import Access
from models.appointments import Appointment, Role
from models.cases import LinkReason
from models.database import Database
from processes import assignments, cases, concerned, corrections, messages, papers, policies
from processes.bundle import catalogue
from processes.journal import CaseNotFound
from processes.permissions import Held
from tests import world as worlds
from tests.answers import answers_to
from tests.service.led import done, now, open_tasks, opened, to_plan
from tests.service.visitor import ONCE, TOKEN, Visitor, posted
from tests.trials.acts import look
from tests.world import World

HUGE = "9" * 30
INFORMANT = {
    "informant_consent": "yes",
    "informant_name": "Phan Mỹ Hạnh",
    "informant_phone": "0912345678",
}


def filed(world: World, code: str, form: str) -> papers.Paper:
    with world.workplace.database.reading() as session:
        found = papers.filed(session, look(world, code), world.workplace.keys)
    paper = papers.latest_of(found, form)
    assert paper is not None
    return paper


def appoint(world: World, person_id: int, role: Role, school_id: int) -> None:
    with world.workplace.database.transaction() as session:
        session.add(
            Appointment(person_id=person_id, role=role, school_id=school_id, from_date=worlds.SINCE)
        )


def test_no_address_breaks_the_service(app: Flask, world: World) -> None:
    code = opened(world)
    an = Visitor(app, world.an)
    for address in (
        f"/ho-so/{code}?before={HUGE}",
        f"/ho-so/{code}/giay-to/{HUGE}",
        f"/ho-so/{code}/da-nop/{HUGE}",
        f"/viec/{HUGE}",
        "/ho-so/%00",
        "/ho-so/%00/bao/x",
        "/bao-tin/%00",
        "/ho-so?q=%00",
        "/ho-so?before=2020-01-01~1",
        "/ho-so?before=0001-01-01T00:00%2B14:00~1",
        f"/viec-cua-toi?after=2020-01-01T00:00%2B00:00~{HUGE}",
        "/ngon-ngu/vi?next=/%0d%0aX:1",
        "/dang-nhap?next=/%09/[",
    ):
        assert an.get(address).status_code < 500, address


def test_no_form_breaks_the_service(app: Flask, world: World) -> None:
    code = to_plan(world)
    an = Visitor(app, world.an)
    task = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    plan = posted(answers_to("plan_intervention", now=now())) | {"goals": ""}
    for page, more in (
        (task, {**plan, "_named": "9" * 5000}),
        (task, {**plan, "_remove": f"activities-{'9' * 5000}"}),
        (f"/ho-so/{code}/nguoi-lien-quan", {"person": "9" * 5000}),
    ):
        assert an.post(page, more).status_code < 500, page
    link = an.post(f"/ho-so/{code}/lien-ket", {"earlier": "\0"}, page=f"/ho-so/{code}")
    assert link.status_code == 404
    stranger = app.test_client()
    token = TOKEN.search(stranger.get("/dang-nhap").text)
    assert token is not None
    answer = stranger.post(
        "/dang-nhap", data={"csrf_token": token[1], "login": "a\0n", "password": "x"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\t/evil.example", "/\\evil.example", "https://evil.example"]
)
def test_nobody_is_sent_to_another_site(app: Flask, address: str) -> None:
    answer = app.test_client().get(f"/ngon-ngu/vi?next={quote(address)}")
    assert answer.headers["Location"] == "/"


def test_a_bundle_that_nests_too_deep_is_a_finding(app: Flask, world: World) -> None:
    files = dict(catalogue(worlds.PROCESS).files)
    for name in ("process.toml", "names.toml"):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
            for path, raw in {**files, name: b"a = " + b"[" * 100_000}.items():
                writing.writestr(path, raw)
        answer = app.test_client().post(
            "/api/v1/definitions/check",
            data=archive.getvalue(),
            content_type="application/zip",
            headers=world.chi.headers,
        )
        assert answer.status_code == 200, name
        assert not answer.json["sound"], name  # type: ignore[index]


def test_a_linked_case_is_not_shown_to_whom_it_concerns(app: Flask, world: World) -> None:
    first, second = opened(world), opened(world)
    cases.link_earlier(
        world.workplace, second, first, LinkReason.RELATED, by=world.an.caller, now=now()
    )
    binh = Visitor(app, world.binh)
    assert first in binh.get(f"/ho-so/{second}").text
    concerned.note(
        world.workplace, first, {world.binh.person_id}, by=world.an.caller, now=datetime.now(UTC)
    )
    assert first not in binh.get(f"/ho-so/{second}").text


def test_a_deputy_corrects_without_learning_who_informed(app: Flask, world: World) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller, **INFORMANT)
    seq = filed(world, code, "record_intake").seq
    deputy = Visitor(app, world.deputy)
    for address in (f"/ho-so/{code}/giay-to/{seq}", f"/ho-so/{code}/giay-to/{seq}/sua"):
        shown = deputy.get(address)
        assert shown.status_code == 200
        assert "Phan Mỹ Hạnh" not in shown.text
        assert "Phan Mỹ Hạnh" in Visitor(app, world.an).get(address).text
    answers = answers_to("record_intake", now=now(), informant_consent="yes")
    answers |= {"informant_name": "Ai đó", "initial_needs": "Đi cùng em về nhà."}
    corrections.correct(
        world.workplace, code, seq, answers, reason="Ghi rõ hơn", by=world.deputy.caller, now=now()
    )
    kept = filed(world, code, "record_intake").values
    assert kept["informant_name"] == "Phan Mỹ Hạnh"
    assert kept["initial_needs"] == "Đi cùng em về nhà."


def test_a_correction_is_no_paper_that_could_be_corrected(app: Flask, world: World) -> None:
    code = opened(world)
    answers = answers_to("report", now=now()) | {"story": "Em bị chặn đánh."}
    answers["received_at"] = filed(world, code, "report").values["received_at"]
    mended = corrections.correct(
        world.workplace, code, 1, answers, reason="Rõ hơn", by=world.an.caller, now=now()
    )
    with pytest.raises(CaseNotFound):
        corrections.correct(
            world.workplace, code, mended.seq, answers, reason="x", by=world.an.caller, now=now()
        )
    assert Visitor(app, world.an).get(f"/ho-so/{code}/giay-to/{mended.seq}").status_code == 404


def test_a_correction_that_names_the_head_shuts_the_head_out(world: World) -> None:
    code = opened(world)
    answers = answers_to("report", now=now(), concerned_staff=["head"])
    answers["received_at"] = filed(world, code, "report").values["received_at"]
    corrections.correct(
        world.workplace, code, 1, answers, reason="Mới biết", by=world.an.caller, now=now()
    )
    assert not policies.sees(world.binh.caller, look(world, code))


def test_who_has_left_the_school_no_longer_writes_in_its_plans(app: Flask, world: World) -> None:
    code = to_plan(world)
    lan = world.lan
    done(world, code, "plan_intervention", world.an.caller)
    done(world, code, "approve_plan", world.binh.caller)
    with world.workplace.database.transaction() as session:
        participants.replace(
            session, look(world, code).id, {lan.person_id}, before=set(), now=now()
        )
    address = f"/ho-so/{code}/bao/activity_logged"
    assert Visitor(app, lan).get(address).status_code == 200
    with world.workplace.database.transaction() as session:
        session.execute(
            text("UPDATE appointments SET school_id = :there WHERE person_id = :lan"),
            {"there": world.other_school.id, "lan": lan.person_id},
        )
    visitor = Visitor(app, lan)
    assert visitor.get(address).status_code == 404
    assert code not in visitor.get("/viec-cua-toi").text
    moved = replace(lan.caller, held=(Held(Role.STAFF, world.other_school.id, None, None),))
    with pytest.raises(CaseNotFound):
        messages.send(
            world.workplace,
            code,
            "activity_logged",
            answers_to("activity_logged", now=now()),
            by=moved,
            now=now(),
        )


def test_an_accused_head_holds_no_task_back(world: World) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    task_id = open_tasks(world, code)["decide_route"]
    assignments.claim(world.workplace, task_id, by=world.binh.caller, now=now())
    concerned.note(
        world.workplace, code, {world.binh.person_id}, by=world.an.caller, now=datetime.now(UTC)
    )
    done(world, code, "decide_route", world.deputy.caller)
    assert "plan_intervention" in open_tasks(world, code)


def test_a_plan_names_nobody_of_another_school(app: Flask, world: World) -> None:
    code = to_plan(world)
    answers = answers_to("plan_intervention", now=now())
    answers["activities"][0]["person"] = f"{world.lan.name}, {world.giang.name}, {world.dung.name}"
    plan = posted(answers)
    named = [str(one.person_id) for one in (world.lan, world.giang, world.dung)]
    task = f"/viec/{open_tasks(world, code)['plan_intervention']}"
    assert Visitor(app, world.an).post(task, {**plan, "_named": named}).status_code == 303
    assert look(world, code).participants == {world.lan.person_id}


def test_an_administrator_of_another_school_learns_nothing(app: Flask, world: World) -> None:
    appoint(world, world.giang.person_id, Role.ADMINISTRATOR, world.other_school.id)
    code = opened(world)
    an, giang = Visitor(app, world.an), Visitor(app, world.giang)
    desk = "/giao-viec"
    to = {"to": str(world.an.person_id)}
    tasks = open_tasks(world, code)
    for address in (
        f"/giao-viec/{tasks['record_intake']}",
        "/giao-viec/99999",
        f"/ban-giao/{world.school.id}/{world.an.person_id}",
        "/ban-giao/99999/1",
    ):
        assert giang.post(address, to, page="/bao-tin").status_code == 404, address
    assert code not in giang.get(desk).text
    assert world.an.name not in giang.get("/phien-dang-nhap").text
    with world.workplace.database.reading() as session:
        of_an = session.scalars(
            select(sign_ins.SignIn.id).where(sign_ins.SignIn.person_id == world.an.person_id)
        ).one()
    ended = giang.post(f"/phien-dang-nhap/{of_an}/ket-thuc", {}, page="/bao-tin")
    assert ended.status_code == 404
    assert an.get("/viec-cua-toi").status_code == 200


def test_every_page_with_content_records_who_opened_it(app: Flask, world: World) -> None:
    code = opened(world)
    an = Visitor(app, world.an)
    task_id = open_tasks(world, code)["record_intake"]
    pages = (f"/viec/{task_id}", f"/ho-so/{code}/giay-to/1/sua", f"/ho-so/{code}/bao/close_early")
    visitors = (an, an, Visitor(app, world.binh))
    for number, (page, visitor) in enumerate(zip(pages, visitors, strict=True), start=1):
        assert visitor.get(page).status_code == 200, page
        with world.workplace.database.reading() as session:
            assert len(session.scalars(select(Access)).all()) == number, page


def test_nobody_sends_under_the_key_of_another(app: Flask, world: World) -> None:
    an, lan = Visitor(app, world.an), Visitor(app, world.lan)
    page = an.get("/bao-tin").text
    key, token = ONCE.search(page), TOKEN.search(lan.get("/bao-tin").text)
    assert key is not None
    assert token is not None
    report = posted(answers_to("report", now=now()))
    first = an.post("/bao-tin", {**report, "_once": key[1]})
    sent = {**report, "_once": key[1], "csrf_token": token[1]}
    second = lan.client.post("/bao-tin", data=sent)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] != second.headers["Location"]
    assert lan.get(first.headers["Location"]).status_code == 404


def test_errors_of_the_database_do_not_tell_names(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as session, pytest.raises(DBAPIError) as raised:
        session.execute(text("SELECT :name FROM nowhere"), {"name": "Lê Minh Khôi"})
    database.dispose()
    assert "Khôi" not in str(raised.value)


def test_only_its_owner_reads_the_database_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE little (one INTEGER)"))
        for file in tmp_path.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    database.dispose()
