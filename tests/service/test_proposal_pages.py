"""A changed version: uploaded, read, proposed from a day, approved by a second owner or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from models import definitions, version_signatures
from processes import proposals
from processes.bundle import Bundle, catalogue
from processes.proposal_refusals import AnotherWaits
from processes.working_time.local_time import today
from tests.processes.changed_bundles import NEW_NAME, OTHER, SHORTER, UNFIT
from tests.service.owners_desk import (
    LIST,
    chi,
    draft,
    lan,
    plain,
    press,
    proposed,
    uploaded,
    world,
    written,
)
from tests.service.visitor import Visitor
from tests.trials.acts import look, opened_case
from tests.world import PROCESS, World

__all__ = ["chi", "lan", "world"]


def numbers(world: World) -> list[int]:
    with world.workplace.database.reading() as session:
        return [one.id for one in definitions.all_versions(session, PROCESS)]


def test_two_owners_put_a_version_in_force_and_cases_under_way_stay_on_theirs(
    chi: Visitor, lan: Visitor, world: World
) -> None:
    old = opened_case(world)
    address = draft(chi, SHORTER)
    page = plain(chi.get(address).text)
    assert "Soát tự động: không có lỗi" in page
    assert f"→ “{NEW_NAME}”" in page
    assert "2 ngày làm việc: bắt đầu thứ Sáu 21/8/2026 15:00 thì hết thứ Hai 24/8/2026." in page
    assert 'data-changed="plan_intervention three_days_passed"' in page
    press(chi, f"{address}/ngay", effective_from=written(0))
    assert "chờ người thứ hai phê duyệt" in plain(lan.get(LIST).text)
    assert f"{address}/phe-duyet" in lan.get(address).text
    assert f"{address}/phe-duyet" not in chi.get(address).text

    answer = press(lan, f"{address}/phe-duyet")

    new = opened_case(world)
    assert answer.headers["Location"] == f"{LIST}/2"
    assert look(world, old).process_version_id == 1
    assert look(world, new).process_version_id == 2
    page = plain(chi.get(f"{LIST}/2").text)
    assert f"{world.chi.name} đề nghị" in page
    assert f"{world.lan.name} phê duyệt" in page
    assert "1 hồ sơ đang chạy trên phiên bản này" in page
    with world.workplace.database.reading() as session:
        (signed,) = version_signatures.of_process(session, PROCESS)
        assert (signed.proposed_by, signed.approved_by) == (
            world.chi.person_id,
            world.lan.person_id,
        )
        assert signed.proposed_at <= signed.approved_at
    assert f"{address}/phe-duyet" not in lan.get(address).text
    twice = press(lan, f"{address}/phe-duyet")
    assert twice.headers["Location"] == LIST
    assert numbers(world) == [2, 1]
    for statement in (
        "UPDATE version_signatures SET approved_by = proposed_by",
        "DELETE FROM version_signatures",
    ):
        with pytest.raises(DatabaseError), world.workplace.database.transaction() as session:
            session.execute(text(statement))


def test_a_proposal_is_withdrawn_and_another_one_comes(
    chi: Visitor, lan: Visitor, world: World
) -> None:
    address = proposed(chi, SHORTER)
    press(lan, f"{address}/rut")
    page = plain(chi.get(LIST).text)
    assert "Đề nghị đã rút" in page
    assert f"{world.lan.name} rút" in page
    assert "rút lúc" in plain(chi.get(address).text)
    press(lan, f"{address}/phe-duyet")
    assert "không còn ở đó" in plain(lan.get(LIST).text)
    assert numbers(world) == [1]
    press(chi, f"{proposed(lan, SHORTER)}/phe-duyet")
    assert numbers(world) == [2, 1]


def test_one_proposal_waits_at_a_time_and_for_somebody_else(
    chi: Visitor, lan: Visitor, world: World
) -> None:
    first = proposed(chi, SHORTER)
    press(chi, f"{first}/phe-duyet")
    assert "Người đề nghị không tự phê duyệt" in plain(chi.get(first).text)
    assert "đang chờ người thứ hai" in plain(uploaded(lan, SHORTER).text)
    again = uploaded(lan, catalogue(PROCESS))
    assert again.status_code == 422
    assert "đã công bố, là phiên bản 1, hiệu lực từ 25/06/2020" in plain(again.text)
    second = draft(lan, OTHER)
    press(lan, f"{second}/ngay", effective_from=written(3))
    page = plain(lan.get(second).text)
    assert "Một đề nghị khác đang chờ phê duyệt" in page
    assert "Bản nháp này chỉ thầy cô thấy" in page
    database, now = world.workplace.database, datetime.now(UTC)
    by, other = world.lan.person_id, world.chi.person_id
    with pytest.raises(AnotherWaits), database.transaction() as session:
        proposals.publish(session, OTHER, today(now), by=by, proposed_by=other, now=now)
    with pytest.raises(DatabaseError), database.transaction() as session:
        session.execute(
            text("UPDATE proposed_versions SET proposed_at = uploaded_at, effective_from = :day"),
            {"day": str(today(now))},
        )
    refused = press(lan, f"{first}/phe-duyet", _by=str(world.chi.person_id))
    assert refused.status_code == 401
    assert numbers(world) == [1]


def test_a_day_that_cannot_be_comes_back_as_it_was_typed(chi: Visitor) -> None:
    address = draft(chi, SHORTER)
    days = {"1/1/2020": "đã qua", "": "Ghi ngày áp dụng", "31/2/2031": "31/2", "x": "ngày"}
    for typed, said in days.items():
        answer = press(chi, f"{address}/ngay", effective_from=typed)
        assert answer.status_code == 422
        assert said in plain(answer.text)
        assert f'value="{typed}"' in answer.text
    assert "Bản nháp này chỉ thầy cô thấy" in plain(chi.get(address).text)


def test_a_proposal_whose_day_has_passed_is_not_approved(
    chi: Visitor, lan: Visitor, world: World
) -> None:
    address = proposed(chi, SHORTER)
    yesterday = today(datetime.now(UTC)) - timedelta(days=1)
    with world.workplace.database.transaction() as session:
        session.execute(
            text("UPDATE proposed_versions SET effective_from = :day"), {"day": str(yesterday)}
        )
    press(lan, f"{address}/phe-duyet")
    assert "đã qua mà chưa được phê duyệt" in plain(lan.get(address).text)
    assert numbers(world) == [1]


def test_a_bundle_with_a_missing_form_is_read_marked_and_goes_no_further(
    chi: Visitor, world: World
) -> None:
    address = draft(chi, UNFIT)
    page = plain(chi.get(address).text)
    assert "Soát tự động: " in page
    assert "Không có biểu mẫu forms/approve_plan.json." in page
    assert "intervention_at_school.bpmn, dòng" in page
    assert 'data-wrong="approve_plan"' in page
    assert f"{address}/ngay" not in page
    press(chi, f"{address}/ngay", effective_from=written(1))
    assert "lỗi nên chưa công bố được" in plain(chi.get(address).text)
    chi.client.set_cookie("language", "en")
    assert "There is no form forms/approve_plan.json." in plain(chi.get(address).text)


def test_a_hostile_diagram_is_a_finding_and_is_never_opened_as_a_page(chi: Visitor) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    page = b'<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
    files = {**SHORTER.files, "drop_out.bpmn": bomb, "referral.bpmn": page, "x.bpmn": b"<"}
    address = draft(chi, Bundle(files))
    told = plain(chi.get(address).text)
    assert "không được có khai báo DOCTYPE" in told
    assert "không phải là sơ đồ BPMN 2.0" in told
    file = chi.get(f"{address}/so-do/referral.bpmn")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_description_of_the_wrong_shape_is_a_finding(chi: Visitor) -> None:
    named = b'id = "school_social_work"'
    for description in (named, named + b"\ntitle = 3\nrouting = []"):
        address = draft(chi, Bundle({**SHORTER.files, "process.toml": description}))
        assert "chưa đúng cấu trúc" in plain(chi.get(address).text)


def test_a_file_that_is_no_bundle_is_refused_beside_where_it_was_chosen(chi: Visitor) -> None:
    files = {
        b"no archive": "không phải tệp .zip đọc được",
        Bundle({"process.toml": b'id = "x"'}).to_bytes(): "Đây là bộ của quy trình khác",
        Bundle({"x/../process.toml": b""}).to_bytes(): "đường dẫn tuyệt đối hay “..”",
        b"": "không phải tệp .zip đọc được",
    }
    for raw, said in files.items():
        answer = uploaded(chi, raw)
        assert answer.status_code == 422
        assert said in plain(answer.text)
        assert 'id="f-bundle-e"' in answer.text


def test_no_file_and_one_of_fifty_megabytes_are_refused_in_words(chi: Visitor) -> None:
    assert "Chọn tệp .zip" in plain(press(chi, f"{LIST}/tai-len").text)
    assert "nhận tệp .zip đến 2 MB" in plain(sent_raw(chi, 50_000_000))
    chi.client.set_cookie("language", "en")
    assert "at most 2 MB as .zip" in plain(sent_raw(chi, 3_000_000))


def sent_raw(owner: Visitor, size: int) -> str:
    kind = "multipart/form-data; boundary=x"
    answer = owner.client.post(f"{LIST}/tai-len", data=b"\x00" * size, content_type=kind)
    assert answer.status_code == 413
    return answer.text


def test_a_draft_is_seen_by_its_author_only_and_makes_way_for_the_next(
    app: Flask, chi: Visitor, lan: Visitor, world: World
) -> None:
    address = draft(chi, SHORTER)
    for ending in ("", "/tai-ve", "/so-do/referral.bpmn", "/mau/report"):
        assert lan.get(f"{address}{ending}").status_code == 404
    press(lan, f"{address}/ngay", effective_from=written(1))
    press(lan, f"{address}/phe-duyet")
    press(lan, f"{address}/rut")
    assert "Bản nháp này chỉ thầy cô thấy" in plain(chi.get(address).text)
    assert draft(chi, OTHER) != address
    assert chi.get(address).status_code == 404
    giang = Visitor(app, world.giang)
    assert giang.get(address).status_code == 403
