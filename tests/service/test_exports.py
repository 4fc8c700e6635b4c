"""Xuất hồ sơ: an auditor takes a case along, and can quote the file in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from models import appointments, data_keys, held, people
from models.appointments import Appointment
from processes import casefiles, corrections, papers
from processes.sign_in import caller_of
from processes.workplace import Workplace
from scheduler.journal_head import seal_finished_days
from tests.filled import NOW, Filled
from tests.service.cli.test_history import alter
from tests.service.residents import Resident, app, workplace_of
from tests.service.test_audit_pages import CODE, appoint, dung_id

__all__ = ["app"]

LATER = NOW + timedelta(days=3)
YESTERDAY = NOW.date() - timedelta(days=1)
DIGEST = re.compile(r"<code>([0-9a-f]{64})</code>")


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def exported(person: Resident) -> str:
    """The address of the page that an export leads to."""
    answer = person.post(f"/kiem-tra/{CODE}/xuat", on=f"/kiem-tra/{CODE}/phat-lai")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def digest_on(page: str) -> str:
    found = DIGEST.search(page)
    assert found is not None, page
    return found[1]


def test_the_page_tells_the_digest_of_the_very_file_also_when_the_case_goes_on(app: Flask) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    address = exported(dung)
    page = dung.get(address).text
    file = dung.get(f"{address}/tep")

    assert file.headers["Content-Disposition"] == f"attachment; filename={CODE}.zip"
    assert digest_on(page) == sha256(file.data).hexdigest()
    assert f"donghanh case check {CODE}.zip" in page
    assert casefiles.check(file.data).findings == ()
    assert f'href="{address}"' in dung.get(f"/kiem-tra/{CODE}/phat-lai").text

    with time_machine.travel(LATER, tick=False):
        corrected(place)
        seal_finished_days(place, now=LATER)
        dung = Resident(app, "dung")
        assert dung.get(f"{address}/tep").data == file.data
        assert digest_on(dung.get(address).text) == digest_on(page)
        assert digest_on(dung.get(exported(dung)).text) != digest_on(page)


def test_of_a_case_that_was_altered_since_the_digest_stays_and_no_other_file_is_given(
    app: Flask, filled: Filled
) -> None:
    dung = Resident(app, "dung")
    address = exported(dung)
    before = digest_on(dung.get(address).text)
    alter(
        filled.url,
        'UPDATE journal_entries SET routing = \'{"route":"at_school"}\''
        " WHERE case_id = 6 AND seq = 4",
    )
    page = dung.get(address).text

    assert digest_on(page) == before
    assert "không làm lại được giống hệt" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{address}/tep" not in page
    assert dung.get(f"{address}/tep").status_code == 409


def test_an_export_is_its_own_auditors_and_no_longer_than_the_mandate(app: Flask) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    appoint(place, "chi", "THCS-VAM-LUA")
    address = exported(dung)
    chi, giang, binh = (Resident(app, name) for name in ("chi", "giang", "binh"))

    assert chi.get(f"/kiem-tra/{CODE}/phat-lai").status_code == 200
    for person in (chi, giang, binh):
        for page in (address, f"{address}/tep"):
            assert person.get(page).status_code == 404, page
    assert dung.get(address.replace(CODE, "HS-2026-0008")).status_code == 404
    for number in ("0", "99999999999999999999"):
        assert dung.get(f"/kiem-tra/{CODE}/xuat/{number}").status_code == 404
    with place.database.transaction() as session:
        session.execute(
            update(Appointment)
            .where(Appointment.person_id == dung_id(place))
            .values(to_date=YESTERDAY)
        )
    assert dung.get(address).status_code == 404


def test_what_was_erased_is_not_in_the_file_and_the_file_stays_the_same(app: Flask) -> None:
    place, dung = workplace_of(app), Resident(app, "dung")
    address = exported(dung)
    before = dung.get(f"{address}/tep").data
    with place.database.transaction() as session:
        case = held.by_code(session, CODE, now=NOW)
        assert case is not None
        data_keys.destroy(session, case.data_key_name, now=NOW)

    assert digest_on(dung.get(address).text) == sha256(before).hexdigest()
    assert dung.get(f"{address}/tep").data == before


def corrected(place: Workplace) -> None:
    """The case goes on by an entry: the focal point mends the intake."""
    with place.database.reading() as session:
        case = held.by_code(session, CODE, now=LATER)
        an = people.by_sign_in_name(session, "an")
        assert case is not None
        assert an is not None
        by = caller_of(an, tuple(appointments.in_force(session, an.id, on=LATER.date())))
        values = papers.one(session, case, place.keys, 2)[-1].values
    corrections.correct(place, CODE, 2, values, reason="Ghi lại cho rõ", by=by, now=LATER)
