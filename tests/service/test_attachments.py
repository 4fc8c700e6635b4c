"""Tài liệu kèm theo at the pages: sent together, answered one by one, saved and never shown."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from processes import audits
from processes.attachments.limits import LARGEST_UPLOAD, MEGABYTE
from service.here import WORKPLACE
from service.security.bodies import LARGEST_REQUEST
from tests.apps import app_of
from tests.processes.attachments import files
from tests.processes.attachments.school import world
from tests.service.led import opened
from tests.service.visitor import BY, TOKEN, Visitor
from tests.trials.statements import counted
from tests.world import World

__all__ = ["world"]

NAME = "Ngô Thị Lan - khám.jpg"
PICTURE = files.picture("JPEG")
FILE = re.compile(r'href="(/[^"]*/tai-lieu/\d+/\d+)"')
TOO_LARGE = bytes(LARGEST_UPLOAD + LARGEST_REQUEST + 1)


@pytest.fixture(scope="module")
def app(world: World) -> Iterator[Flask]:
    built = app_of(world.settings)
    yield built
    built.extensions[WORKPLACE].database.dispose()


@pytest.fixture(scope="module")
def an(app: Flask, world: World) -> Visitor:
    return Visitor(app, world.an)


@pytest.fixture(scope="module")
def binh(app: Flask, world: World) -> Visitor:
    return Visitor(app, world.binh)


@pytest.fixture
def code(world: World) -> str:
    return opened(world)


def send(
    visitor: Visitor, code: str, *sent: tuple[str, bytes], about: str = "", accept: str = ""
) -> TestResponse:
    """Send files as the page gives the form."""
    form = visitor.get(f"/ho-so/{code}/tai-lieu").text
    found, by = TOKEN.search(form), BY.search(form)
    assert found is not None
    assert by is not None
    return post(visitor.client, code, found[1], *sent, by=by[1], about=about, accept=accept)


def post(
    client: FlaskClient,
    code: str,
    token: str,
    *sent: tuple[str, bytes],
    by: str = "",
    about: str = "",
    accept: str = "",
) -> TestResponse:
    fields: dict[str, Any] = {"csrf_token": token, "_by": by, "about": about}
    fields["files"] = [FileStorage(io.BytesIO(content), name) for name, content in sent]
    boundary, body = encode_multipart(MultiDict(fields))
    return client.post(
        f"/ho-so/{code}/tai-lieu",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": accept} if accept else {},
    )


def plain(answer: TestResponse) -> str:
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def files_on(page: str) -> list[str]:
    return FILE.findall(page)


def name_of(answer: TestResponse) -> str:
    return unquote(answer.headers["Content-Disposition"].rpartition("UTF-8''")[2])


def test_each_file_sent_has_its_answer_and_the_case_shows_what_was_taken(
    an: Visitor, binh: Visitor, code: str
) -> None:
    sent = ((NAME, PICTURE), ("trang.jpg", files.HTML), ("mau02.pdf", files.pdf()))
    answer = send(an, code, *sent, about="Giấy khám ngày 12/8")

    assert answer.status_code == 422
    page = plain(answer)
    assert "Đã nhận 2 tệp. 1 tệp không nhận được" in page
    assert "Tên tệp kết thúc bằng .jpg nhưng nội dung không phải" in page
    assert 'value="Giấy khám ngày 12/8"' in page  # for the one that is to be sent again

    case = plain(binh.get(f"/ho-so/{code}"))
    assert NAME in case
    assert "Giấy khám ngày 12/8" in case
    assert "Nguyễn Thị An đính kèm 2 tài liệu." in case
    again = send(an, code, ("khac.jpg", PICTURE))
    assert again.status_code == 200
    assert "Cùng nội dung với" in plain(again)
    assert len(files_on(binh.get(f"/ho-so/{code}").text)) == 2


def test_a_file_is_saved_as_what_it_is_and_acts_nowhere(an: Visitor, code: str) -> None:
    sent = {
        "kham.html": files.jpeg_and_page(),
        unicodedata.normalize("NFD", "Đơn 'xin' nghỉ.pdf"): files.pdf(),
        "../../a\x07b%0D%0ASet-Cookie: x=1.png": files.picture("PNG"),
        "a'; filename=b.exe": files.word(),
    }
    assert send(an, code, *sent.items()).status_code == 200

    page = an.get(f"/ho-so/{code}").text
    answers = [an.get(address) for address in files_on(page)]
    assert [answer.data for answer in answers] == list(sent.values())
    assert [name_of(answer) for answer in answers] == [
        "kham.html.jpg",
        "Đơn 'xin' nghỉ.pdf",
        "a b%0D%0ASet-Cookie- x=1.png",
        "a'; filename=b.exe.docx",
    ]
    assert [answer.mimetype for answer in answers] == [
        "image/jpeg",
        "application/pdf",
        "image/png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ]
    for answer in answers:
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="tai-lieu-')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert "Set-Cookie" not in answer.headers
    for shown in (page, an.get(f"/ho-so/{code}/tai-lieu").text):
        assert not re.search(r"<(img|iframe|embed|object|video)\b", shown)


def test_whoever_may_not_open_the_case_finds_no_file_of_it(
    app: Flask, world: World, an: Visitor, code: str
) -> None:
    send(an, code, (NAME, PICTURE))
    (file,) = files_on(an.get(f"/ho-so/{code}").text)
    addresses = (f"/ho-so/{code}/tai-lieu", file, f"{file}/nham", f"{file}0")
    for member in (world.giang, world.lan, world.chi, world.dung):
        stranger = Visitor(app, member)
        token = TOKEN.search(stranger.get("/viec-cua-toi").text)
        assert token is not None
        for address in addresses:
            assert stranger.get(address).status_code in (403, 404), (member.name, address)
        assert post(stranger.client, code, token[1], (NAME, PICTURE)).status_code in (403, 404)
    assert an.get(f"{file}0").status_code == 404
    assert app.test_client().get(file).status_code == 302


def test_an_auditor_takes_a_file_only_once_the_content_is_open_and_the_head_sees_it(
    app: Flask, world: World, an: Visitor, binh: Visitor, code: str
) -> None:
    send(an, code, (NAME, PICTURE))
    (file,) = files_on(an.get(f"/ho-so/{code}").text)
    mine = file.replace("/ho-so/", "/kiem-tra/")
    dung = Visitor(app, world.dung)
    walk = f"/kiem-tra/{code}/phat-lai"
    assert NAME not in dung.get(walk).text
    assert "Mã của tệp 1" in plain(dung.get(walk))
    assert dung.get(mine).status_code == 404

    moment = datetime.now(UTC)
    with world.workplace.database.transaction() as session:
        reason = {"reason": "Kiểm tra hồ sơ quý III"}
        audits.open_content(session, world.workplace, world.dung.caller, code, reason, now=moment)
    assert files_on(dung.get(walk).text) == [mine]
    assert dung.get(mine).data == PICTURE
    assert an.get(mine).status_code in (403, 404)

    seen = plain(binh.get(f"/ho-so/{code}"))
    assert re.search(rf"Phạm Dũng[^/]*Tải tài liệu</span> <small>lúc [\d:]+: “{NAME}”", seen)
    assert "1 tài liệu kèm theo: mỗi tệp còn nguyên" in plain(
        dung.get(f"/kiem-tra/{code}/kiem-chung")
    )


def test_a_mistake_is_said_with_a_reason_and_then_the_file_is_the_head_s_alone(
    app: Flask, world: World, an: Visitor, binh: Visitor, code: str
) -> None:
    send(an, code, (NAME, PICTURE))
    (file,) = files_on(an.get(f"/ho-so/{code}").text)
    page = f"{file}/nham"
    assert "Ghi vì sao tệp này là đính kèm nhầm." in plain(an.post(page, {"reason": " "}))
    long = an.post(page, {"reason": "x" * 301})
    assert (long.status_code, "nhận tối đa 300 ký tự" in plain(long)) == (422, True)
    assert an.post(page, {"reason": "Ảnh của em khác"}).status_code == 303

    assert files_on(an.get(f"/ho-so/{code}").text) == []
    assert an.get(file).status_code == 404
    shown = plain(binh.get(f"/ho-so/{code}"))
    assert "Nguyễn Thị An ghi là đính kèm nhầm: Ảnh của em khác" in shown
    assert binh.get(file).data == PICTURE


def test_too_much_at_once_is_refused_in_words_and_only_here_may_more_be_sent(
    app: Flask, world: World, an: Visitor, code: str
) -> None:
    answer = send(an, code, ("to.pdf", TOO_LARGE))
    assert answer.status_code == 413
    assert "mỗi lần gửi đến 30 MB, chưa tệp nào được ghi" in plain(answer)
    told = send(an, code, ("to.pdf", TOO_LARGE), accept="application/json")
    assert (told.status_code, "30 MB" in str(told.json)) == (413, True)
    large = send(an, code, ("to.pdf", b"%PDF-1.7 %%EOF" + bytes(11 * MEGABYTE)))
    assert (large.status_code, "mỗi tệp nhận đến 10 MB" in plain(large)) == (422, True)

    elsewhere = an.client.post("/bao-tin", data={"story": "x" * (LARGEST_REQUEST + 1)})
    assert elsewhere.status_code == 413
    lan = Visitor(app, world.lan)  # who may attach nothing may send no more than a form either
    token = TOKEN.search(lan.get("/bao-tin").text)
    assert token is not None
    assert post(lan.client, code, token[1], ("a.pdf", bytes(3 * MEGABYTE))).status_code == 413


def test_a_file_that_is_sent_is_never_written_to_a_disk(app: Flask) -> None:
    sent = {"files": FileStorage(io.BytesIO(bytes(MEGABYTE)), "a.pdf")}
    boundary, body = encode_multipart(sent)
    media = f"multipart/form-data; boundary={boundary}"
    with app.test_request_context("/", method="POST", data=body, content_type=media):
        assert isinstance(request.files["files"].stream, io.BytesIO)


def test_who_is_signed_out_meanwhile_is_told_so_and_keeps_the_line(
    app: Flask, world: World, code: str
) -> None:
    for content in (PICTURE, bytes(3 * MEGABYTE)):
        visitor = Visitor(app, world.an)
        form = visitor.get(f"/ho-so/{code}/tai-lieu").text
        token, by = TOKEN.search(form), BY.search(form)
        assert token is not None
        assert by is not None
        visitor.client.delete_cookie("donghanh")
        given = {"by": by[1], "about": "Giấy khám"}
        answer = post(visitor.client, code, token[1], (NAME, content), **given)
        assert answer.status_code == 401
        assert "chưa nhận tệp nào" in plain(answer)
        assert ("Giấy khám" in answer.text) is (content == PICTURE)
        told = post(
            visitor.client, code, token[1], (NAME, content), **given, accept="application/json"
        )
        assert (told.status_code, "đã chọn còn nguyên" in str(told.json)) == (401, True)


def test_nothing_chosen_is_said_and_what_was_typed_stays(an: Visitor, code: str) -> None:
    answer = send(an, code, ("", b""), about="Giấy khám")
    assert answer.status_code == 422
    assert "Chọn ít nhất một tệp." in plain(answer)
    assert 'value="Giấy khám"' in answer.text
    back = an.post(f"/ho-so/{code}/tai-lieu", {"about": "Giấy mời", "_again": "1"})
    assert (back.status_code, 'value="Giấy mời"' in back.text) == (200, True)


def test_a_case_with_many_files_takes_no_more_statements_and_reads_none_of_them(
    an: Visitor, code: str
) -> None:
    def statements() -> list[str]:
        with counted() as sent:
            an.get(f"/ho-so/{code}")
        return sent.statements

    statements()  # bundles and calendars are read once a process
    before = statements()
    for first in (0, 10):
        many = [(f"{n}.png", files.picture("PNG", n)) for n in range(first, first + 10)]
        assert send(an, code, *many).status_code == 200
    after = statements()
    assert len(after) == len(before)
    assert not any("sealed" in one for one in after)
    page = an.get(f"/ho-so/{code}").text
    assert len(files_on(page)) == 6
    assert "Xem cả 20 tài liệu" in page.replace("\N{NO-BREAK SPACE}", " ")
