"""A session that ends while somebody types: what was typed comes back, and to nobody else."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import sign_ins
from tests import world as worlds
from tests.answers import answers_to
from tests.service.drawn import read_html, sent
from tests.service.led import done, now, open_tasks, opened
from tests.service.visitor import TOKEN, Visitor, posted
from tests.world import PASSWORD, Member, World

STORY = "Một em lớp 7 kể rằng em sợ về nhà.\r\nEm khóc khi nói “<b>đừng gọi mẹ</b>”."
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Writer(Visitor):
    """Somebody whose session ends between opening a form and sending it."""

    def send_signed_out(self, address: str, **answers: object) -> TestResponse:
        form = self.get(address).text
        fields = {**dict(sent(read_html(form))), **posted(answers)}
        out = self.client.post("/dang-xuat", data={"csrf_token": fields["csrf_token"]})
        assert out.status_code == 302
        return self.client.post(address, data=fields)


def sign_in(client: FlaskClient, page: TestResponse, member: Member, password: str) -> TestResponse:
    """Fill in the sign-in form of this page, with all that it carries along."""
    door = page.text[page.text.index('action="/dang-nhap"') :]
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(door)}
    return client.post(
        "/dang-nhap", data={**hidden, "login": member.sign_in_name, "password": password}
    )


def go_on(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Press the button that leads back to the form."""
    text = page.text[page.text.rindex("<form") :]
    address = re.search(r'action="([^"]+)"', text)
    assert address is not None
    hidden = [(name, html.unescape(value)) for name, value in HIDDEN.findall(text)]
    return client.post(html.unescape(address.group(1)), data=dict(hidden))


def test_a_report_sent_after_signing_out_elsewhere_comes_back_to_its_writer(
    app: Flask, world: World
) -> None:
    lan = Writer(app, world.lan)
    ended = lan.send_signed_out("/bao-tin", story=STORY, channel="phone")
    assert ended.status_code == 401
    assert "Phiên đăng nhập đã kết thúc" in ended.text
    assert "Em khóc khi nói “&lt;b&gt;đừng gọi mẹ" in ended.text
    again = go_on(lan.client, sign_in(lan.client, ended, world.lan, PASSWORD))
    assert again.status_code == 200
    back = sent(read_html(again.text))
    assert (back["story"], back["channel"]) == (STORY, "phone")
    filed = lan.client.post("/bao-tin", data={**back, **posted(answers_to("report", now=now()))})
    assert filed.status_code == 303, filed.text


def test_a_task_form_comes_back_after_the_administrator_ended_the_session(
    app: Flask, world: World
) -> None:
    address = f"/viec/{open_tasks(world, opened(world))['record_intake']}"
    an = Writer(app, world.an)
    fields = {**dict(sent(read_html(an.get(address).text))), "initial_needs": STORY}
    with world.workplace.database.transaction() as session:
        for one, _person in sign_ins.under_way(session, seen_since=worlds._begin()):
            sign_ins.end(session, one.id, now=datetime.now(UTC))
    ended = an.client.post(address, data=fields)
    again = go_on(an.client, sign_in(an.client, ended, world.an, PASSWORD))
    assert sent(read_html(again.text))["initial_needs"] == STORY
    assert 'class="summary"' not in again.text


def test_a_wrong_password_loses_nothing_typed(app: Flask, world: World) -> None:
    lan = Writer(app, world.lan)
    ended = lan.send_signed_out("/bao-tin", story=STORY)
    wrong = sign_in(lan.client, ended, world.lan, "không đúng đâu")
    assert wrong.status_code == 401
    assert "đừng gọi mẹ" in wrong.text
    again = go_on(lan.client, sign_in(lan.client, wrong, world.lan, PASSWORD))
    assert sent(read_html(again.text))["story"] == STORY


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(app: Flask, world: World) -> None:
    lan = Writer(app, world.lan)
    ended = lan.send_signed_out("/bao-tin", story=STORY)
    giang = sign_in(lan.client, ended, world.giang, PASSWORD)
    assert giang.status_code == 302
    home = lan.client.get(giang.headers["Location"])
    assert "đừng gọi mẹ" not in giang.text + home.text
    assert "của người khác" in home.text
    assert world.giang.name in home.text


def test_what_one_typed_is_not_filed_under_the_name_of_who_signed_in_since(
    app: Flask, world: World
) -> None:
    lan = Visitor(app, world.lan)
    fields = {**dict(sent(read_html(lan.get("/bao-tin").text))), "story": STORY}
    fields |= posted(answers_to("report", now=now(), story=STORY))
    lan.client.post("/dang-xuat", data={"csrf_token": fields["csrf_token"]})
    door = lan.client.get("/dang-nhap")
    assert sign_in(lan.client, door, world.an, PASSWORD).status_code == 302
    refused = lan.client.post("/bao-tin", data=fields)
    assert refused.status_code == 401
    assert "của người khác" in refused.text
    back = go_on(lan.client, sign_in(lan.client, refused, world.lan, PASSWORD))
    assert sent(read_html(back.text))["story"] == STORY


def test_a_task_done_meanwhile_still_gives_back_what_was_typed(app: Flask, world: World) -> None:
    code = opened(world)
    address = f"/viec/{open_tasks(world, code)['record_intake']}"
    an = Writer(app, world.an)
    ended = an.send_signed_out(address, initial_needs=STORY)
    done(world, code, "record_intake", world.an.caller)
    gone = go_on(an.client, sign_in(an.client, ended, world.an, PASSWORD))
    assert gone.status_code == 409
    assert "đừng gọi mẹ" in gone.text


def test_a_forged_page_leads_nowhere_else(app: Flask, world: World) -> None:
    elsewhere = f'["//evil.example", {world.lan.person_id}, [["story", "x"]]]'
    for kept in ("", "{", "[1]", "7", "[" * 100_000, '["/", Infinity, []]', elsewhere):
        client = app.test_client()
        token = TOKEN.search(client.get("/dang-nhap").text)
        assert token is not None
        data = {"csrf_token": token.group(1), "typed": kept, "login": world.lan.sign_in_name}
        answer = client.post("/dang-nhap", data={**data, "password": PASSWORD})
        assert answer.status_code in (200, 302), kept
        assert "evil" not in answer.text
