"""Quy trình: versions with their dates, diagrams, limits and forms, as process owners read them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import html5lib
from flask import Flask

from models import definitions
from processes import bundle_files
from processes.bundle import catalogue
from processes.engine import load
from processes.working_time.local_time import today
from tests.processes.changed_bundles import OTHER, SHORTER, UNFIT
from tests.service.owners_desk import LIST, chi, draft, lan, plain, press, proposed, world, written
from tests.service.visitor import Visitor
from tests.trials.acts import opened_case
from tests.world import PROCESS, World

__all__ = ["chi", "lan", "world"]

BUNDLE = catalogue(PROCESS)


def test_a_version_shows_what_it_holds_no_case_and_is_downloaded_to_be_sent_again(
    chi: Visitor, world: World
) -> None:
    code = opened_case(world)
    listed = plain(chi.get(LIST).text)
    assert "đang áp dụng" in listed
    assert "từ 25/6/2020" in listed
    page = plain(chi.get(f"{LIST}/1").text)
    assert BUNDLE.digest in page
    assert "1 hồ sơ đang chạy trên phiên bản này, 0 hồ sơ đã kết thúc." in page
    assert "12 giờ làm việc kể từ lúc nhận tin" in page
    assert "thì hết thứ Ba 25/8/2026" in page
    for name in BUNDLE.diagrams:
        answer = chi.get(f"{LIST}/1/so-do/{name}")
        assert answer.data == BUNDLE.diagrams[name]
    for form in BUNDLE.forms:
        assert f'href="{LIST}/1/mau/{form}"' in page
    raw = chi.get(f"{LIST}/1/tai-ve").data
    assert bundle_files.read(raw) == BUNDLE
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(f"quy-trinh-1/{name}", old.read(name))
    assert bundle_files.read(again.getvalue()) == BUNDLE
    for told in (listed, page):
        assert code not in told
        assert world.school.name not in told


def test_every_form_is_seen_as_it_will_be_and_can_not_be_sent(chi: Visitor) -> None:
    seen = chi.get(f"{LIST}/1/mau/record_intake").text
    assert "<fieldset" in seen
    assert "disabled" in seen
    assert 'name="groups"' in seen
    assert seen.count("<form") == 1  # the one that signs out
    assert "Mẫu số 01" in plain(seen)
    for address in ("9", "9/tai-ve", "1/mau/x", "1/so-do/x.bpmn", "1/so-do/..%2Fx.bpmn",
                    "de-nghi/9", "de-nghi/9/tai-ve", "1/mau/..%2F..%2Fprocess"):  # fmt: skip
        assert chi.get(f"{LIST}/{address}").status_code == 404, address
    chi.client.set_cookie("language", "en")
    assert "Form 01" in plain(chi.get(f"{LIST}/1/mau/record_intake").text)


def test_versions_are_compared_and_one_may_come_before_another(
    chi: Visitor, lan: Visitor, world: World
) -> None:
    press(lan, f"{proposed(chi, SHORTER, days=9)}/phe-duyet")
    assert "sẽ áp dụng" in plain(chi.get(LIST).text)
    assert "Khác phiên bản 1 ở đâu" in plain(chi.get(f"{LIST}/2").text)
    assert "Khác phiên bản" not in plain(chi.get(f"{LIST}/1").text)
    assert "Khác phiên bản 2 ở đâu" in plain(chi.get(f"{LIST}/1?so_voi=2").text)
    for asked in ("1", "99", "x", "", "9" * 40):
        assert chi.get(f"{LIST}/2?so_voi={asked}").status_code == 200
    press(lan, f"{proposed(chi, OTHER, days=4)}/phe-duyet")
    on = today(datetime.now(UTC))
    with world.workplace.database.reading() as session:
        held = [
            definitions.in_force(session, PROCESS, on=on + timedelta(days=days)).id
            for days in (0, 3, 4, 8, 9, 99)
        ]
    assert held == [1, 1, 3, 3, 2, 2]
    assert f"đến {written(8)}" in plain(chi.get(LIST).text)


def test_every_page_is_valid_html_in_both_languages(chi: Visitor) -> None:
    unfit = draft(chi, UNFIT)
    tasks = sorted({one.form for one in load(BUNDLE).elements.values() if one.form})
    pages = [LIST, f"{LIST}/1", unfit, *(f"{LIST}/1/mau/{form}" for form in tasks[::5])]
    for language in ("vi", "en"):
        chi.client.set_cookie("language", language)
        for page in pages:
            text = chi.get(page).text
            html5lib.HTMLParser(strict=True).parse(text)
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(ids) == len(set(ids)), page
            assert text.count("<h1") == 1


def test_only_process_owners_read_versions(app: Flask, world: World) -> None:
    for name in ("an", "binh", "dung", "giang"):
        visitor = Visitor(app, getattr(world, name))
        for address in (LIST, f"{LIST}/1", f"{LIST}/1/tai-ve", f"{LIST}/1/mau/report"):
            assert visitor.get(address).status_code == 403
        assert LIST not in visitor.get("/viec-cua-toi").text
