"""Drafts: what is half typed is kept for its writer, on every device, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models import concerned_people, data_keys, held
from models.appointments import Appointment
from models.data_keys import DataKey
from models.drafts import Draft
from scheduler.old_drafts import remove_old_drafts
from tests.answers import answers_to
from tests.service.drawn import read_html, sent
from tests.service.led import done, now, open_tasks, opened, to_plan
from tests.service.test_nothing_typed_is_lost import HIDDEN, Writer, go_on, sign_in
from tests.service.visitor import Visitor, posted
from tests.trials.statements import counted
from tests.world import PASSWORD, World

STORY = "Em <b>sợ</b> về nhà,\r\nem nói “đừng gọi mẹ”."
KEEP, THROW_AWAY = {"_draft": "save"}, {"_draft": "drop"}
SCRIPT = {"Accept": "application/json"}


class Page:
    """A form as one window shows it, posted again and again without being opened anew."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self.visitor, self.address = visitor, address
        self.text = visitor.get(address).text
        self.fields = dict(sent(read_html(self.text)))

    def post(self, *, button: Mapping[str, str] = KEEP, **answers: Any) -> TestResponse:
        self.fields |= posted(answers)
        return self.visitor.client.post(self.address, data={**self.fields, **button})

    def by_script(self, **answers: Any) -> TestResponse:
        """As the script of the page does, which takes over the new revision."""
        self.fields |= posted(answers)
        data = {**self.fields, **KEEP}
        answer = self.visitor.client.post(self.address, data=data, headers=SCRIPT)
        if answer.status_code == 200:
            self.fields["_draft_revision"] = str(answer.json["revision"])  # type: ignore[index]
        return answer


def kept(world: World) -> list[Draft]:
    with world.workplace.database.reading() as session:
        return list(session.scalars(select(Draft)))


def keys(world: World) -> int:
    with world.workplace.database.reading() as session:
        return session.scalars(select(func.count()).select_from(DataKey)).one()


def task(world: World, code: str, element: str) -> str:
    return f"/viec/{open_tasks(world, code)[element]}"


def test_a_draft_is_resumed_by_its_writer_only_with_all_that_is_wrong_in_it(
    app: Flask, world: World
) -> None:
    address = task(world, to_plan(world), "plan_intervention")
    rows = [{"content": STORY, "starts_on": "31/2"}, {"person": "Lan", "ends_on": "mai"}]
    first = Page(Visitor(app, world.an), address)
    saved = first.post(activities=rows, goals="")
    assert (saved.status_code, saved.headers["Location"]) == (303, address)
    again = Page(Visitor(app, world.an), address)
    assert "Nháp lưu lúc" in again.text
    assert again.fields["activities-0-content"] == STORY
    assert again.fields["activities-0-starts_on"] == "31/2"
    assert again.fields["activities-1-person"] == "Lan"
    assert again.fields["activities-1-ends_on"] == "mai"
    assert "Có nháp" in again.visitor.get("/viec-cua-toi").text
    assert "đừng gọi mẹ".encode() not in kept(world)[0].content
    # Of those who may open the case nobody else reads it; Giang may not even know of the task.
    binh, giang = Visitor(app, world.binh), Visitor(app, world.giang)
    assert "đừng gọi mẹ" not in binh.get(address).text
    assert "Có nháp" not in binh.get("/viec-cua-toi").text
    assert giang.get(address).status_code == 404
    page = Page(giang, "/bao-tin")
    page.address = address
    assert page.post(goals="x").status_code == page.by_script(goals="x").status_code == 404
    assert [draft.person_id for draft in kept(world)] == [world.an.person_id]


def test_what_is_sent_takes_its_draft_along(app: Flask, world: World) -> None:
    an, before = Visitor(app, world.an), keys(world)
    Page(an, "/bao-tin").post(story=STORY)
    assert (len(kept(world)), keys(world)) == (1, before + 1)
    assert 'href="/bao-tin?school=' in an.get("/viec-cua-toi").text
    report = Page(an, "/bao-tin")
    assert report.fields["story"] == STORY
    assert report.post(button={}, **answers_to("report", now=now())).status_code == 303
    assert (kept(world), keys(world)) == ([], before + 2)  # of the report and of its case
    code = to_plan(world)
    for address, answers in (
        (f"/ho-so/{code}/giay-to/1/sua", {"_reason": "Gõ nhầm"}),
        (f"/ho-so/{code}/bao/new_information", answers_to("new_information", now=now())),
        (task(world, code, "plan_intervention"), answers_to("plan_intervention", now=now())),
    ):
        page = Page(an, address)
        assert page.by_script(_reason="", _more=STORY).status_code == 200, address
        assert len(kept(world)) == 1
        page = Page(an, address)
        assert "Nháp lưu lúc" in page.text
        sent_now = page.post(button={}, **answers)
        assert sent_now.status_code == 303, sent_now.text
        assert kept(world) == [], address


def test_an_older_page_does_not_overwrite_a_newer_draft(app: Flask, world: World) -> None:
    address = task(world, opened(world), "record_intake")
    desk, phone = (Page(Visitor(app, world.an), address) for _device in range(2))
    assert desk.by_script(initial_needs="ở máy bàn").status_code == 200
    assert desk.by_script(initial_needs="ở máy bàn, thêm").status_code == 200
    refused = phone.by_script(initial_needs="trên điện thoại")
    assert refused.status_code == 409
    assert "có nháp mới hơn" in refused.json["reason"]  # type: ignore[index]
    told = phone.post()
    assert told.status_code == 409
    assert "Có nháp mới hơn" in told.text
    once_more = dict(sent(read_html(told.text)))
    assert once_more["initial_needs"] == "trên điện thoại"
    assert Page(desk.visitor, address).fields["initial_needs"] == "ở máy bàn, thêm"
    phone.fields = once_more
    assert phone.post().status_code == 303
    assert phone.post().status_code == 303  # the same once more is no newer draft
    assert Page(desk.visitor, address).fields["initial_needs"] == "trên điện thoại"
    assert desk.by_script(initial_needs="lại máy bàn").status_code == 409
    # Thrown away, it does not come back from an older page, not even after another was begun.
    assert desk.post(button=THROW_AWAY).status_code == 409
    newer = Page(phone.visitor, address)
    assert newer.post(button=THROW_AWAY).status_code == 303
    assert "Đã bỏ nháp" in newer.visitor.get(address).text
    assert kept(world) == []
    assert "gửi hoặc bỏ" in desk.by_script(initial_needs="nữa").json["reason"]  # type: ignore[index]
    assert Page(newer.visitor, address).by_script(initial_needs="khác").status_code == 200
    assert desk.by_script(initial_needs="nữa").status_code == 409


def test_a_draft_of_what_somebody_else_did_is_still_read_by_its_writer(
    app: Flask, world: World
) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    binh, deputy = Visitor(app, world.binh), Visitor(app, world.deputy)
    ways = (task(world, code, "decide_route"), f"/ho-so/{code}/bao/close_early")
    pages = [Page(binh, address) for address in ways]
    for page in pages:
        assert page.post(reason=STORY).status_code == 303
    done(world, code, "decide_route", world.deputy.caller)
    assert deputy.post(ways[1], answers_to("close_early", now=now())).status_code == 303
    for page in pages:
        assert page.by_script(reason="khác").status_code == 409
        gone = binh.get(page.address)
        assert gone.status_code == 409
        assert "đừng gọi mẹ" in gone.text
        assert f'href="{page.address}"' in binh.get("/viec-cua-toi").text
        assert "đừng gọi mẹ" not in deputy.get(page.address).text
        fields = dict(HIDDEN.findall(gone.text)) | THROW_AWAY
        away = binh.client.post(page.address, data=fields)
        assert away.headers["Location"] == "/viec-cua-toi"
    assert kept(world) == []


def test_who_may_no_longer_read_the_case_reads_no_draft_and_erasing_it_erases_drafts(
    app: Flask, world: World
) -> None:
    code = opened(world)
    address = task(world, code, "record_intake")
    page = Page(Visitor(app, world.an), address)
    page.post(initial_needs=STORY)
    report = Page(Visitor(app, world.lan), "/bao-tin")
    report.post(story=STORY)
    with world.workplace.database.transaction() as session:
        case = held.by_code(session, code, now=now())
        assert case is not None
        concerned_people.note(
            session, case.id, world.an.person_id, by=world.binh.person_id, now=now()
        )
        for row in session.scalars(
            select(Appointment).where(Appointment.person_id == world.lan.person_id)
        ):
            row.to_date = now().date() - timedelta(days=2)
    assert page.visitor.get(address).status_code == 404
    assert page.by_script(initial_needs="x").status_code == 404
    assert page.post().status_code == 404
    assert code not in page.visitor.get("/viec-cua-toi").text
    assert report.visitor.get("/bao-tin").status_code == 403
    assert report.by_script(story="x").status_code == 403
    assert "Nháp chưa gửi" not in report.visitor.get("/viec-cua-toi").text
    with world.workplace.database.transaction() as session:
        concerned_people.lift(session, case.id, world.an.person_id)
    assert Page(page.visitor, address).fields["initial_needs"] == STORY
    with world.workplace.database.transaction() as session:
        data_keys.destroy(session, case.data_key_name, now=now())
    assert page.visitor.get(address).status_code == 409
    assert "đừng gọi mẹ" not in page.visitor.get(address).text
    assert page.by_script(initial_needs="x").status_code == 409


def test_a_session_that_ends_loses_nothing_of_a_draft(app: Flask, world: World) -> None:
    an = Writer(app, world.an)
    page = Page(an, "/bao-tin")
    page.by_script(story="Em sợ")
    an.client.post("/dang-xuat", data={"csrf_token": page.fields["csrf_token"]})
    told = page.by_script(story=STORY)
    assert told.status_code == 401
    assert "đăng nhập lại" in told.json["reason"]  # type: ignore[index]
    back = go_on(an.client, sign_in(an.client, page.post(), world.an, PASSWORD))
    fields = dict(sent(read_html(back.text)))
    assert fields["story"] == STORY
    assert an.client.post("/bao-tin", data=fields | KEEP).status_code == 303
    assert Page(an, "/bao-tin").fields["story"] == STORY
    strange = {**fields, "_by": str(world.lan.person_id)}
    assert an.client.post("/bao-tin", data=strange | KEEP, headers=SCRIPT).status_code == 401


def test_a_draft_holds_what_a_form_may_hold_and_no_more(app: Flask, world: World) -> None:
    page = Page(Visitor(app, world.lan), "/bao-tin")
    assert page.by_script(story="ắ" * 21_000).status_code == 200  # too long to send: kept
    assert len(Page(page.visitor, "/bao-tin").fields["story"]) == 21_000
    told = page.by_script(story="ắ" * 80_001)
    assert told.status_code == 413
    assert "80000" in told.json["reason"]  # type: ignore[index]
    assert "ắ" * 80_001 in page.post().text
    page.fields["story"] = ""
    for tried in ({f"x{n}": "1" for n in range(4_001)}, {"story": "x" * 2_200_000}):
        assert (
            page.visitor.client.post(
                "/bao-tin", data=page.fields | KEEP | tried, headers=SCRIPT
            ).status_code
            == 413
        )
    for revision in ("-1", "9" * 30, "²", "x"):
        page.fields["_draft_revision"] = revision
        assert page.by_script(story="\0").status_code == 409


def test_old_drafts_go_but_not_those_of_tasks_that_wait(app: Flask, world: World) -> None:
    code = to_plan(world)
    an, before = Visitor(app, world.an), keys(world)
    Page(an, "/bao-tin").post(story=STORY)
    Page(an, task(world, code, "plan_intervention")).post(goals=STORY)
    Page(an, f"/ho-so/{code}/giay-to/1/sua").post(_reason=STORY)
    remove_old_drafts(world.workplace, now=now() + timedelta(weeks=7))
    assert len(kept(world)) == 3
    remove_old_drafts(world.workplace, now=now() + timedelta(weeks=9))
    assert [draft.form for draft in kept(world)] == ["plan_intervention"]
    assert keys(world) == before


def test_a_draft_costs_few_statements(app: Flask, world: World) -> None:
    address = task(world, opened(world), "record_intake")
    an = Visitor(app, world.an)
    an.get("/viec-cua-toi")
    with counted() as without:
        an.get("/viec-cua-toi")
    page = Page(an, address)
    with counted() as first:
        page.by_script(initial_needs=STORY)
    assert (first.commits, len(first.statements)) <= (1, 5)
    with counted() as among:
        an.get("/viec-cua-toi")
    assert len(among.statements) == len(without.statements)
    page.fields |= posted(answers_to("record_intake", now=now()))
    with counted() as completed:
        assert page.post(button={}).status_code == 303
    assert completed.commits == 1
    assert len(completed.statements) <= 14
