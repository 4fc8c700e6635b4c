"""Papers to be printed: who gets them, what they hold, and what they never say."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import held
from models.accesses import Access, AccessKind
from processes import corrections, papers
from processes.entries import sees_informants
from processes.forms.component import Private
from processes.printing import child, contents
from processes.printing.checks import SAMPLE
from processes.printing.press import Order
from processes.printing.wanted import NotPrinted, Print
from processes.working_time.local_time import ZONE
from tests.answers import answers_to
from tests.processes.printing.reading import pages_of, plain, words_of, words_of_docx
from tests.service.led import done, now, opened
from tests.service.visitor import Visitor
from tests.trials.statements import counted
from tests.world import Member, World

LETTER: dict[str, Any] = {
    "method": "letter",
    "agency": {"id": "other", "kind": "commune_committee", "name": "Ủy ban nhân dân xã An Bình"},
    "subject": "V/v chuyển, gửi vụ việc của học sinh",
    "contents": "Em cần nơi ở an toàn.",
    "reason": "Chuyện riêng của trường.",
}
NASTY = 'Ngô Thị Đ\'Ả <b> & "x" {{ school }}'
LONG_NAME = "Nguyễn Phúc Công Tằng Tôn Nữ " * 3 + "Ơ" * 110
INFORMANTS = frozenset[Private]({"informant"})
INFORMANT = {"informant_consent": "yes", "informant_name": "Phan Mỹ Hạnh"}


def filed(world: World, code: str, form: str) -> int:
    """The seq of the latest paper of this form."""
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now())
        assert case is not None
        found = papers.filed(session, case, world.workplace.keys)
    return next(paper.seq for paper in found if paper.form == form)


def ordered(world: World, code: str, form: str, *, by: Member | None = None) -> Order:
    """What the press is given for the paper, as this person may read it."""
    who = (by or world.an).caller
    seq = filed(world, code, form)
    with world.workplace.database.reading() as session:
        case = held.by_code(session, code, now=now())
        assert case is not None
        wanted = Print(
            workplace=world.workplace,
            case=case,
            bundle=world.workplace.bundle(session, case.process_version_id),
            versions=papers.one(session, case, world.workplace.keys, seq),
            hidden=frozenset() if sees_informants(who, case) else INFORMANTS,
            by=who.name,
        )
        return contents.order(session, wanted, now=datetime.now(UTC))


def made(order: Order, kind: str = "pdf") -> bytes:
    """The file, as the child makes it."""
    sheet = asdict(order.sheet)
    values = {"template": order.template, "values": order.values, "at": order.at.isoformat()}
    return child.made({"kind": kind, **values, **sheet})


def with_letter(world: World, **given: Any) -> str:
    """A case whose letter waits for a signature."""
    code = opened(world)
    done(world, code, "record_intake", world.an.caller, **INFORMANT)
    done(world, code, "assess_risk", world.an.caller)
    route = {"route": "refer", "referral_reading": "not_needed"}
    done(world, code, "decide_route", world.binh.caller, **route)
    done(world, code, "prepare_referral", world.an.caller, **LETTER | given)
    return code


def test_a_filed_form_is_taken_home_as_pdf_and_docx_and_that_is_recorded(
    app: Flask, world: World
) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller, student_name=NASTY)
    an, seq = Visitor(app, world.an), filed(world, code, "record_intake")
    page = an.get(f"/ho-so/{code}/giay-to/{seq}").text
    for kind, read in (("pdf", words_of), ("docx", words_of_docx)):
        address = f"/ho-so/{code}/giay-to/{seq}.{kind}"
        assert f'href="{address}"' in page
        answer = an.get(address)
        assert answer.status_code == 200, answer.text
        name = f"{code}-mau-so-01-{seq}.{kind}"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert answer.headers["Cache-Control"] == "no-store"
        words = read(answer.data)
        assert 'Ngô Thị Đ\'Ả <b> & "x" {{ school }}' in words
        assert "Mẫu số 01" in words
    with world.workplace.database.reading() as session:
        exported = session.scalars(select(Access).where(Access.kind == AccessKind.EXPORTED)).all()
        assert [(one.element, one.person_id) for one in exported] == [
            ("record_intake", world.an.person_id)
        ] * 2


def test_whoever_does_not_see_the_case_gets_no_paper_of_it(app: Flask, world: World) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    seq = filed(world, code, "record_intake")
    for member, status in ((world.giang, 404), (world.lan, 403)):
        visitor = Visitor(app, member)
        for kind in ("pdf", "docx"):
            assert visitor.get(f"/ho-so/{code}/giay-to/{seq}.{kind}").status_code == status
    an = Visitor(app, world.an)
    for address in (f"{seq}.exe", "999.pdf", "1.pdf", f"{2**70}.pdf"):
        assert an.get(f"/ho-so/{code}/giay-to/{address}").status_code == 404
    with world.workplace.database.reading() as session:
        exported = select(Access).where(Access.kind == AccessKind.EXPORTED)
        assert session.scalars(exported).all() == []


def test_a_report_has_its_heading_every_question_and_who_made_it(world: World) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller, student_name=LONG_NAME)
    done(
        world,
        code,
        "assess_risk",
        world.an.caller,
        needs_detail=None,
        student_view="Dòng một.\nHai.",
    )
    order = ordered(world, code, "assess_risk")
    assert set(order.values) == set(SAMPLE)
    words = words_of(made(order))
    for said in (
        "Mẫu số 02",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "TRƯỜNG THCS AN BÌNH",
        "Tổng số mỗi mức: Cao 0, Trung bình 3, Thấp 0.",
        "Cô chủ nhiệm kể lại.",
        "(không ghi)",
        "HIỆU TRƯỞNG",
        "Nguyễn Thị An in lúc",
        "chưa đối chiếu với phụ lục chính thức",
        "phiên bản",
        "Trang 1/2",
    ):
        assert said in words, said
    assert plain(LONG_NAME)[:100] in words_of(made(ordered(world, code, "record_intake")))


def test_the_plan_prints_its_activities_as_a_table_and_who_approved_it(world: World) -> None:
    code = opened(world)
    done(world, code, "record_intake", world.an.caller)
    done(world, code, "assess_risk", world.an.caller)
    done(world, code, "decide_route", world.binh.caller)
    long = "Trò chuyện rất lâu với em. " * 70
    rows = [{"content": long, "person": LONG_NAME}] * 3
    done(
        world, code, "plan_intervention", world.an.caller, activities=rows, goals="Mục tiêu " * 550
    )
    assert "Phê duyệt kế hoạch" not in words_of(made(ordered(world, code, "plan_intervention")))
    done(world, code, "approve_plan", world.binh.caller)
    order = ordered(world, code, "plan_intervention")
    pages = pages_of(made(order))
    assert len(pages) > 2
    assert f"Trang {len(pages)}/{len(pages)}" in pages[-1]
    assert " ".join(pages).count("Mục tiêu") > 540
    assert "Kết quả mong đợi" in " ".join(pages)
    assert "Trần Văn Bình ghi trên hệ thống lúc" in " ".join(pages)
    assert words_of_docx(made(order, "docx")).count("Trò chuyện rất lâu") == 210


def test_the_draft_of_a_letter_passes_on_what_was_allowed_and_nothing_else(world: World) -> None:
    code = with_letter(world, allowed=["identity"])
    draft = words_of(made(ordered(world, code, "prepare_referral")))
    for said in (
        "DỰ THẢO",
        "Số: ..../THCSA",
        "V/v chuyển, gửi vụ việc của học sinh",
        "Kính gửi: Ủy ban nhân dân xã An Bình",
        "- Họ và tên: Lê Minh Khôi",
        "Em cần nơi ở an toàn.",
        "Nơi nhận: - Như trên;",
    ):
        assert said in draft, said
    for kept in ("Chuyện riêng của trường", "An toàn trên đường về nhà", "Xã An", "Phan Mỹ Hạnh"):
        assert kept not in draft, kept
    assert "Phan Mỹ Hạnh" in words_of(made(ordered(world, code, "record_intake")))
    deputys = ordered(world, code, "record_intake", by=world.deputy)
    assert "Phan Mỹ Hạnh" not in words_of(made(deputys))
    assert "Phan Mỹ Hạnh" not in words_of_docx(made(deputys, "docx"))


def test_a_signed_letter_bears_number_date_and_signer_and_stays_as_it_was_signed(
    app: Flask, world: World
) -> None:
    code = with_letter(world, allowed=[])
    for_head = {"signed_as": "for_head", "signer_name": "Đỗ Văn Em"}
    done(world, code, "sign_letter", world.deputy.caller, **for_head)
    seq = filed(world, code, "sign_letter")
    page = Visitor(app, world.an).get(f"/ho-so/{code}/da-nop/{seq}").text
    assert "01/THCSA" in page
    assert f"/ho-so/{code}/giay-to/{seq}.pdf" in page
    raw = answers_to("prepare_referral", now=now(), **LETTER | {"contents": "Nói khác đi."})
    corrections.correct(
        world.workplace,
        code,
        filed(world, code, "prepare_referral"),
        raw,
        reason="Ghi nhầm.",
        by=world.an.caller,
        now=datetime.now(UTC),
    )
    assert "Nói khác đi." in words_of(made(ordered(world, code, "prepare_referral")))
    with counted() as sent:
        order = ordered(world, code, "sign_letter")
    assert len(sent.statements) < 30
    day = now().astimezone(ZONE)
    month = f"{day.month:02d}" if day.month < 3 else day.month
    for words in (words_of(made(order)), words_of_docx(made(order, "docx"))):
        assert "Số: 01/THCSA" in words
        assert f"An Bình, ngày {day.day:02d} tháng {month} năm {day.year}" in words
        assert "KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG Đỗ Văn Em" in words
        assert "Em cần nơi ở an toàn." in words
        for kept in ("DỰ THẢO", "Lê Minh Khôi", "Nói khác đi."):
            assert kept not in words


def test_a_contact_by_telephone_has_a_record_and_no_letter(app: Flask, world: World) -> None:
    code = with_letter(world, method="hotline", agency=None, subject=None)
    with pytest.raises(NotPrinted):
        ordered(world, code, "prepare_referral")
    seq = filed(world, code, "prepare_referral")
    an = Visitor(app, world.an)
    assert "giay-to/{seq}.pdf" not in an.get(f"/ho-so/{code}/giay-to/{seq}").text
    assert an.get(f"/ho-so/{code}/giay-to/{seq}.pdf").status_code == 404
    done(world, code, "contact_hotline", world.an.caller)
    words = words_of(made(ordered(world, code, "contact_hotline")))
    assert "GHI NHẬN LIÊN HỆ TỔNG ĐÀI 111" in words
    assert "Tổng đài hướng dẫn chờ cán bộ xã." in words
