"""Kiểm tra: what an auditor sees under a mandate, and what the school sees of the auditor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from models import accesses, cases, concerned_people, held, journal, people, schools, tokens
from models.accesses import AccessKind
from models.appointments import Appointment, Role
from processes.bundle import catalogue
from processes.demo.residents import TOLD
from processes.workplace import Workplace
from tests.filled import NOW, Filled
from tests.service.cli.test_history import alter
from tests.service.residents import Resident, app, workplace_of
from tests.trials.statements import counted

__all__ = ["app"]

CODE = "HS-2026-0006"
SENT_BACK = "HS-2026-0008"
CODES = re.compile(r"HS-2026-\d{4}")
REASON = "Kiểm tra hạn chuyển, gửi theo kế hoạch quý III"
TODAY = date(2026, 8, 21)
PAGES = ("phat-lai", "phat-lai?buoc=1", "kiem-chung", "so-do/referral.bpmn")


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def appoint(workplace: Workplace, name: str, school: str, **given: object) -> None:
    """A mandate for somebody of the demo."""
    with workplace.database.transaction() as session:
        person, place = people.by_sign_in_name(session, name), schools.by_code(session, school)
        assert person is not None
        assert place is not None
        row = {"from_date": TODAY, "to_date": None, "document": "31/QĐ-KT"} | given
        session.add(Appointment(person_id=person.id, role=Role.AUDITOR, school_id=place.id, **row))


def typed_in(workplace: Workplace, code: str) -> set[str]:
    """Whatever people wrote in a case that is no name of somebody who works there."""
    found: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list):
            for inner in value:
                gather(inner)
        elif isinstance(value, str) and " " in value.strip():
            found.update(line for line in value.splitlines() if " " in line)

    with workplace.database.reading() as session:
        case = held.by_code(session, code, now=NOW)
        assert case is not None
        for row in journal.of_case(session, case.id):
            raw = journal.content_of(row, case.data_key(workplace.keys))
            gather(json.loads(raw).get("answers") if raw is not None else None)
    files = catalogue("school_social_work").files.values()
    known = " ".join(
        [
            *(one["name"] for one in (*TOLD["people"], *TOLD["schools"])),
            *(raw.decode() for raw in files),
        ]
    )
    return {words for words in found if words not in known}


def looks(workplace: Workplace, code: str) -> list[AccessKind]:
    with workplace.database.reading() as session:
        case = cases.by_code(session, code)
        assert case is not None
        return [one.kind for one in accesses.of_case(session, case.id)]


def open_content(auditor: Resident, code: str, seq: int, reason: str) -> int:
    page = f"/kiem-tra/{code}/phat-lai?buoc={seq}"
    answer = auditor.post(f"/kiem-tra/{code}/noi-dung/{seq}", on=page, reason=reason)
    return answer.status_code


def test_an_auditor_lists_the_cases_of_the_mandate_without_names(app: Flask) -> None:
    dung = Resident(app, "dung")
    page = dung.get("/kiem-tra").text.replace("\N{NO-BREAK SPACE}", " ")

    assert len(set(CODES.findall(page))) == 16
    assert "HS-2026-0001" in page
    assert "Quyết định số 27/QĐ-KT, từ 11/8/2026 đến hết 20/10/2026" in page
    assert 'href="/kiem-tra" aria-current="page"' in page
    for narrowed, number in (
        ("?step=ended", 3),
        ("?step=approve_plan", 1),
        ("?result=missed", 1),
        ("?sent_back=yes", 1),
        ("?from=18/8/2026&to=19/8/2026", None),
        ("?school=MN-SEN-TRANG", 16),
        ("?version=nothing&result=all", 16),
    ):
        found = set(CODES.findall(dung.get(f"/kiem-tra{narrowed}").text))
        assert number is None or len(found) == number, (narrowed, found)
    assert SENT_BACK in dung.get("/kiem-tra?sent_back=yes").text
    assert SENT_BACK not in dung.get("/kiem-tra?sent_back=no").text
    with counted() as sent:
        dung.get("/kiem-tra?sent_back=yes&result=met")
    assert len(sent.statements) <= 18, sent
    wrong = dung.get("/kiem-tra?from=31/2/2026").text
    assert 'value="31/2/2026"' in wrong
    assert 'aria-invalid="true"' in wrong
    assert not CODES.findall(wrong)


def test_a_mandate_that_ends_tomorrow_says_so_and_after_its_end_nothing_is_found(
    app: Flask,
) -> None:
    place = workplace_of(app)
    with place.database.transaction() as session:
        session.execute(
            update(Appointment)
            .where(Appointment.role == Role.AUDITOR)
            .values(to_date=TODAY + timedelta(days=1))
        )
    dung = Resident(app, "dung")
    assert "Hết hạn ngày mai" in dung.get("/kiem-tra").text
    assert open_content(dung, CODE, 2, REASON) == 303

    with time_machine.travel(NOW + timedelta(hours=9, minutes=1), tick=False):  # past midnight
        dung = Resident(app, "dung")
        assert "Hết hạn hôm nay" in dung.get("/kiem-tra").text
        assert "Mở nội dung, kèm lý do" in dung.get(f"/kiem-tra/{CODE}/phat-lai?buoc=2").text
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        dung = Resident(app, "dung")
        for page in ("", *(f"/{CODE}/{page}" for page in PAGES)):
            assert dung.get(f"/kiem-tra{page}").status_code == 404


def test_nothing_that_was_written_is_on_a_page_before_a_reason_was_given(app: Flask) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    for code, entries in ((CODE, range(1, 12)), (SENT_BACK, (4, 6))):
        typed = typed_in(place, code)
        assert len(typed) > 20
        pages = [dung.get(f"/kiem-tra/{code}/phat-lai?buoc={seq}") for seq in entries]
        pages += [dung.get("/kiem-tra"), dung.get(f"/kiem-tra/{code}/kiem-chung")]
        for page in pages:
            assert page.status_code == 200
            shown = page.text.replace("\N{NO-BREAK SPACE}", " ")
            assert [words for words in typed if words in shown] == []


def test_content_is_opened_with_a_reason_that_the_school_reads_and_never_names_the_informant(
    app: Flask,
) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    before = history_by_api(app)
    assert {one["content"] is None for one in before} == {True}

    assert open_content(dung, CODE, 2, REASON) == 303
    report, intake = (
        dung.get(f"/kiem-tra/{CODE}/phat-lai?buoc={seq}").text.replace("\N{NO-BREAK SPACE}", " ")
        for seq in (1, 2)
    )
    with place.database.reading() as session:
        case = held.by_code(session, CODE, now=NOW)
        assert case is not None
        data_key = case.data_key(place.keys)
        rows = journal.of_case(session, case.id)
        told = [json.loads(journal.content_of(row, data_key) or b"")["answers"] for row in rows[:2]]
        kept = accesses.opened_by(session, case.id, dung_id(place), since=NOW)
    assert told[0]["story"].split()[0] in report
    assert told[1]["student_name"] in intake
    assert REASON in intake
    assert told[0]["informant_name"]
    assert "Họ và tên người báo tin" not in report + intake
    after = [one["content"]["answers"] for one in history_by_api(app)[:2]]
    assert after[1]["student_name"] == told[1]["student_name"]
    assert not [key for one in after for key in one if key == "informant_name"]
    assert kept is not None
    assert kept.reason is not None
    assert REASON.encode() not in kept.reason

    shown = Resident(app, "binh").get(f"/ho-so/{CODE}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"“{REASON}”" in shown
    assert "Hồ Tấn Dũng (kiểm tra viên)" in shown
    assert "Ai đã mở hồ sơ" not in Resident(app, "phuc").get(f"/ho-so/{CODE}").text
    assert Resident(app, "phuc").get(f"/ho-so/{CODE}/luot-mo").status_code == 403
    assert Resident(app, "giang").get(f"/ho-so/{CODE}/luot-mo").status_code == 404


def history_by_api(app: Flask) -> list[dict[str, Any]]:
    """The same by a token of the auditor."""
    place, token = workplace_of(app), f"{'t' * 40}{len(looks(workplace_of(app), CODE))}"
    with place.database.transaction() as session:
        tokens.add(session, dung_id(place), token=token, label="audit", now=NOW)
    answer = app.test_client().get(
        f"/api/v1/cases/{CODE}/history", headers={"Authorization": f"Bearer {token}"}
    )
    entries: list[dict[str, Any]] = json.loads(answer.text)["entries"]
    return entries


def dung_id(workplace: Workplace) -> int:
    with workplace.database.reading() as session:
        person = people.by_sign_in_name(session, "dung")
        assert person is not None
        return person.id


def test_a_reason_that_says_nothing_opens_nothing_and_stays_typed(app: Flask) -> None:
    dung = Resident(app, "dung")
    page = f"/kiem-tra/{CODE}/phat-lai?buoc=2"
    for reason in ("", "   ", "\u200b \u00a0\n", "x" * 501):
        answer = dung.post(f"/kiem-tra/{CODE}/noi-dung/2", on=page, reason=reason)

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert reason.strip() in answer.text
    assert AccessKind.CONTENT_OPENED not in looks(workplace_of(app), CODE)


def test_what_was_checked_is_said_and_where_the_case_parts(app: Flask, filled: Filled) -> None:
    dung = Resident(app, "dung")
    whole = dung.get(f"/kiem-tra/{CODE}/kiem-chung").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Hồ sơ toàn vẹn" in whole
    assert "Chuỗi 11 lần ghi" in whole

    alter(
        filled.url,
        'UPDATE journal_entries SET routing = \'{"route":"at_school"}\''
        " WHERE case_id = 6 AND seq = 4",
    )
    parted = dung.get(f"/kiem-tra/{CODE}/kiem-chung").text
    assert "Lần ghi 4 đã bị thay đổi sau khi ghi." in parted
    assert f'href="/kiem-tra/{CODE}/phat-lai?buoc=4"' in parted
    assert dung.get(f"/kiem-tra/{CODE}/phat-lai?buoc=3").status_code == 200

    alter(
        filled.url,
        "UPDATE journal_entries SET element = 'gone', routing = '{' WHERE case_id = 6 AND seq = 8",
    )
    beside = dung.get(f"/kiem-tra/{CODE}/phat-lai?buoc=3")
    assert "Lần ghi này đã bị thay đổi, không đọc được." in beside.text
    refused = dung.get(f"/kiem-tra/{CODE}/phat-lai?buoc=9")
    assert refused.status_code == 409
    assert "không chạy lại được" in refused.text


def test_an_export_is_recorded_and_daily_work_is_one_line_a_person_and_day(app: Flask) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    answer = dung.post(f"/kiem-tra/{CODE}/xuat", on=f"/kiem-tra/{CODE}/phat-lai")
    assert answer.status_code == 303
    assert looks(place, CODE)[0] is AccessKind.EXPORTED
    an = Resident(app, "an")
    for _ in range(5):
        an.get(f"/ho-so/{CODE}")
    listed = an.get(f"/ho-so/{CODE}/luot-mo").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Xuất hồ sơ" in listed
    assert "sha256 " in listed
    assert listed.count("Lê Thị An (đầu mối)") == 1
    assert "xem 5 lần" in listed


def test_outside_a_mandate_no_case_exists(app: Flask) -> None:
    place = workplace_of(app)
    appoint(place, "chi", "MN-SEN-TRANG")
    chi, giang, dung = (Resident(app, name) for name in ("chi", "giang", "dung"))
    with place.database.transaction() as session:
        case = cases.by_code(session, CODE)
        assert case is not None
        concerned_people.note(session, case.id, dung_id(place), by=dung_id(place), now=NOW)

    assert set(CODES.findall(chi.get("/kiem-tra").text)) == {"HS-2026-0012"}
    assert chi.get("/kiem-tra/HS-2026-0012/phat-lai").status_code == 200
    assert giang.get("/kiem-tra").status_code == 404
    assert CODE not in dung.get("/kiem-tra").text  # in which he is concerned
    for person in (chi, giang, dung):
        for page in PAGES:
            assert person.get(f"/kiem-tra/{CODE}/{page}").status_code == 404, page
        for page in ("xuat", "noi-dung/1"):
            answer = person.post(f"/kiem-tra/{CODE}/{page}", on="/viec-cua-toi", reason=REASON)
            assert answer.status_code == 404, page
    assert looks(place, CODE) == []


def test_a_replay_goes_by_entry_and_by_day_in_few_statements(app: Flask) -> None:
    dung = Resident(app, "dung")
    page = f"/kiem-tra/{CODE}/phat-lai"

    assert "Lần ghi 11 trong 11" in dung.get(page).text.replace("\N{NO-BREAK SPACE}", " ")
    by_day = dung.get(f"{page}?ngay=11/8/2026").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Lần ghi 7 trong 11" in by_day
    assert "Hồ sơ mở sau ngày này" in dung.get(f"{page}?ngay=1/1/2026").text
    assert 'value="hôm qua"' in dung.get(f"{page}?ngay=hôm+qua").text
    assert dung.get(f"{page}?buoc=12").status_code == 404
    for number in ("99999999999999999999", "-3", "một"):
        assert "Lần ghi 11" in dung.get(f"{page}?buoc={number}").text.replace("\xa0", " ")
    with counted() as sent:
        dung.get(page)
    assert len(sent.statements) <= 24, sent
