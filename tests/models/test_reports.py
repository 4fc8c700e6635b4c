"""Reports, codes, messages and answers: what comes in is kept, and kept once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from models import (
    accesses,
    agencies,
    awaited_messages,
    case_names,
    cases,
    definitions,
    inbox,
    replies,
    reports,
)
from models.accesses import AccessKind
from models.agencies import AgencyKind
from models.cases import LinkReason
from models.code_counters import next_code
from models.definitions import NoProcessInForce
from models.reports import NewReport, Report
from tests.models.conftest import NOW, World
from tests.models.steps import NEW_INFORMATION, opened


def enter(world: World) -> Report:
    new = NewReport(
        school_id=world.school.id,
        received_at=NOW - timedelta(hours=1),
        channel="letter_box",
        entered_by_id=world.giang.id,
        emergency=True,
        content="Em bị bắt nạt".encode(),
    )
    with world.database.transaction() as session:
        return reports.add(session, world.ring, new, now=NOW, year=2026)


def test_reports_and_cases_are_many_to_many(world: World) -> None:
    first, second = enter(world), enter(world)
    one, other = opened(world), opened(world)
    with world.database.transaction() as session:
        for report, case in ((first, one), (first, other), (second, one), (second, one)):
            reports.attach(session, report.id, case.id, by=world.an.id, now=NOW)
    with world.database.reading() as session:
        assert [case.id for case in reports.cases_of(session, first.id)] == [one.id, other.id]
        of_one = reports.of_case(session, one.id)
        assert [report.code for report in of_one] == ["TB-2026-0001", "TB-2026-0002"]
        found = reports.by_code(session, "TB-2026-0002")
        assert found is not None
        assert reports.content_of(session, world.ring, found) == "Em bị bắt nạt".encode()
        assert "bắt nạt".encode() not in found.content


def test_a_report_is_not_received_after_it_was_entered(world: World) -> None:
    new = NewReport(
        school_id=world.school.id,
        received_at=NOW + timedelta(seconds=1),
        channel="phone",
        entered_by_id=world.giang.id,
        emergency=False,
        content=b"",
    )
    with pytest.raises(IntegrityError), world.database.transaction() as session:
        reports.add(session, world.ring, new, now=NOW, year=2026)


def test_no_code_is_given_twice(world: World) -> None:
    def give(_n: int) -> str:
        with world.database.transaction() as session:
            return next_code(session, "TB", 2026)

    with ThreadPoolExecutor(4) as four:
        codes = list(four.map(give, range(40)))
    assert sorted(codes) == [f"TB-2026-{n:04d}" for n in range(1, 41)]
    with world.database.transaction() as session:
        assert next_code(session, "TB", 2027) == "TB-2027-0001"


def test_cases_are_linked_both_ways(world: World) -> None:
    earlier, later = opened(world), opened(world)
    with world.database.transaction() as session:
        cases.link(session, later.id, earlier.id, reason=LinkReason.NEW_FACTS, now=NOW)
    with world.database.reading() as session:
        for case, other in ((earlier, later), (later, earlier)):
            [(link, found)] = cases.linked(session, case.id)
            assert (found.id, link.reason) == (other.id, LinkReason.NEW_FACTS)


def test_a_message_is_kept_until_its_case_waits_for_it(world: World) -> None:
    case = opened(world)
    with world.database.transaction() as session:
        for name, correlation in (
            (NEW_INFORMATION.name, case.code),
            ("agency_answered", case.code),
            (NEW_INFORMATION.name, "HS-2026-9999"),
        ):
            inbox.put(
                session,
                world.ring,
                name=name,
                correlation=correlation,
                content=b"we took it over",
                sender_id=world.binh.id,
                now=NOW,
            )
    with world.database.transaction() as session:
        assert awaited_messages.awaits(session, case.id, NEW_INFORMATION.name)
        [(message, case_id)] = inbox.deliverable(session)
        assert case_id == case.id
        assert inbox.content_of(session, world.ring, message) == b"we took it over"
        assert inbox.take(session, message.id, seq=2, now=NOW)
        assert not inbox.take(session, message.id, seq=3, now=NOW)
        assert inbox.deliverable(session) == []


def test_the_first_answer_is_kept_and_a_second_refused(world: World) -> None:
    def keep(digest: str) -> None:
        with world.database.transaction() as session:
            replies.keep(
                session,
                world.an.id,
                "key",
                request_digest=digest,
                status=201,
                body='{"code": "HS-2026-0001"}',
                now=NOW,
            )

    keep("one")
    with pytest.raises(IntegrityError):
        keep("other")
    with world.database.transaction() as session:
        kept = replies.find(session, world.an.id, "key")
        assert kept is not None
        assert (kept.request_digest, kept.status) == ("one", 201)
        assert replies.find(session, world.binh.id, "key") is None
        replies.forget(session, before=NOW + timedelta(days=2))
        assert replies.find(session, world.an.id, "key") is None


def test_a_look_into_a_case_is_recorded(world: World) -> None:
    case = opened(world)
    with world.database.transaction() as session:
        for kind in (AccessKind.VIEWED, AccessKind.EXPORTED):
            accesses.record(session, case.id, world.binh.id, kind=kind, now=NOW)
    with world.database.reading() as session:
        looks = accesses.of_case(session, case.id)
        assert [look.kind for look in looks] == [AccessKind.EXPORTED, AccessKind.VIEWED]


def test_a_case_is_found_by_a_name_that_is_not_stored(world: World) -> None:
    case, other = opened(world), opened(world)
    with world.database.transaction() as session:
        key = case_names.index_key(session, world.ring)
        assert key == case_names.index_key(session, world.ring)
        case_names.note(session, key, case.id, ["Nguyễn Đức Minh"])
        case_names.note(session, key, case.id, ["Nguyễn Đức Minh", "Đậu"])
        case_names.note(session, key, other.id, ["Trần Đức"])

    def found(query: str, person_id: int = 0) -> set[int]:
        with world.database.reading() as session:
            schools = [world.school.id]
            hits = case_names.search(session, key, query, school_ids=schools, hidden_from=person_id)
            return {hit.id for hit in hits}

    assert found("duc") == {case.id, other.id}
    assert found("MINH nguyen") == {case.id}
    assert found("Minh Trần") == set()
    assert found("  ") == set()
    with world.database.transaction() as session:
        case_names.forget(session, case.id)
    assert found("duc") == {other.id}


def test_of_several_versions_the_one_in_force_is_found(world: World) -> None:
    with world.database.transaction() as session:
        next_version = definitions.publish(
            session,
            process="school_social_work",
            digest="1" * 64,
            bundle=b"next",
            effective_from=date(2026, 9, 1),
            published_by=world.an.id,
            now=NOW,
        )
    with world.database.reading() as session:
        for on, version in (
            (date(2026, 8, 31), world.process_version_id),
            (date(2026, 9, 1), next_version.id),
        ):
            assert definitions.in_force(session, "school_social_work", on=on).id == version
        assert definitions.bundle_of(session, next_version.id) == b"next"
        found = definitions.by_digest(session, "1" * 64)
        assert found is not None
        assert found.id == next_version.id
        with pytest.raises(NoProcessInForce, match="31/12/2025"):
            definitions.in_force(session, "school_social_work", on=date(2025, 12, 31))


def test_an_agency_lives_from_its_first_to_its_last_day(world: World) -> None:
    first = date(2020, 1, 1)
    with world.database.transaction() as session:
        old = agencies.add(
            session,
            name="Phòng Lao động huyện Thủ Thừa",
            kind=AgencyKind.LABOUR_OFFICE,
            area="Thủ Thừa",
            valid_from=first,
        )
        new = agencies.add(
            session,
            name="UBND xã An Bình",
            kind=AgencyKind.COMMUNE_COMMITTEE,
            area="An Bình",
            valid_from=date(2025, 7, 1),
        )
        agencies.end(session, old.id, on=date(2025, 6, 30), successor_id=new.id)
    with world.database.reading() as session:
        for on, valid in ((date(2025, 6, 30), [old.id]), (date(2025, 7, 1), [new.id])):
            assert [agency.id for agency in agencies.valid(session, on=on)] == valid
