"""People: roles over time, sessions that can be ended, tokens, and the lock-out."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models import appointments, people, schools, sign_ins, tokens
from models.appointments import Appointment, Role
from models.people import AccountKind, Person
from models.sign_ins import SignedIn
from tests.models.conftest import NOW, World

TODAY = date(2026, 8, 21)


def appoint(world: World, *new: Appointment) -> None:
    with world.database.transaction() as session:
        session.add_all(new)


def at_school(world: World, person: Person, role: Role, *, rank: int | None = None) -> Appointment:
    return Appointment(
        person_id=person.id,
        role=role,
        school_id=world.school.id,
        from_date=TODAY,
        to_date=TODAY,
        rank=rank,
    )


def test_a_role_is_held_from_its_first_to_its_last_date(world: World) -> None:
    appoint(world, at_school(world, world.giang, Role.STAFF))
    with world.database.reading() as session:
        for day, held in ((-1, []), (0, [Role.STAFF]), (1, [])):
            on = TODAY + timedelta(days=day)
            found = appointments.in_force(session, world.giang.id, on=on)
            assert [appointment.role for appointment in found] == held


def test_deputies_stand_in_order(world: World) -> None:
    appoint(
        world,
        at_school(world, world.giang, Role.DEPUTY_HEAD, rank=2),
        at_school(world, world.an, Role.DEPUTY_HEAD, rank=1),
    )
    with world.database.reading() as session:
        found = appointments.holders(session, world.school.id, Role.DEPUTY_HEAD, on=TODAY)
        everyone = appointments.at_school(session, world.school.id, on=TODAY)
    assert [holder.person.id for holder in found] == [world.an.id, world.giang.id]
    assert [holder.person.name.split()[-1] for holder in everyone] == [
        "An",
        "An",
        "Bình",
        "Giang",
    ]


def test_appointments_that_say_nothing_are_refused(world: World, subtests: pytest.Subtests) -> None:
    person, school, body = world.giang.id, world.school.id, world.school.body_id
    nonsense: dict[str, dict[str, Any]] = {
        "a head of nowhere": {"role": Role.HEAD},
        "a head of a body": {"role": Role.HEAD, "body_id": body},
        "a body's role at a school": {"role": Role.MANAGING_BODY, "school_id": school},
        "two places": {"role": Role.ADMINISTRATOR, "school_id": school, "body_id": body},
        "a deputy without a rank": {"role": Role.DEPUTY_HEAD, "school_id": school},
        "an auditor without a mandate": {"role": Role.AUDITOR, "school_id": school},
        "an end before the beginning": {"role": Role.PROCESS_OWNER, "to_date": date(2026, 8, 20)},
    }
    for what, columns in nonsense.items():
        with subtests.test(what), pytest.raises(IntegrityError):
            appoint(world, Appointment(person_id=person, from_date=TODAY, **columns))


def test_a_sign_in_name_is_given_once_however_it_is_typed(world: World) -> None:
    with world.database.transaction() as session:
        people.add(session, name="Đỗ Đức", sign_in_name="Đỗ.Đức@truong.vn", now=NOW)
    with world.database.reading() as session:
        assert people.by_sign_in_name(session, " do.duc@TRUONG.vn ") is not None
    with pytest.raises(IntegrityError), world.database.transaction() as session:
        people.add(session, name="Another", sign_in_name="do.duc@truong.vn", now=NOW)


def who_is(world: World, token: str) -> SignedIn | None:
    with world.database.reading() as session:
        return sign_ins.signed_in(
            session,
            token,
            on=TODAY,
            seen_since=NOW - timedelta(hours=1),
            created_since=NOW - timedelta(hours=12),
        )


def test_a_session_lasts_until_it_is_ended(world: World) -> None:
    with world.database.transaction() as session:
        for token in ("one", "two", "three"):
            sign_ins.begin(session, world.an.id, token=token, now=NOW)
    signed_in = who_is(world, "one")
    assert signed_in is not None
    assert signed_in.sign_in_id is not None
    assert [appointment.role for appointment in signed_in.appointments] == [Role.FOCAL_POINT]
    assert who_is(world, "other") is None
    with world.database.transaction() as session:
        sign_ins.end(session, signed_in.sign_in_id, now=NOW)
    assert who_is(world, "one") is None
    assert who_is(world, "two") is not None
    with world.database.transaction() as session:
        sign_ins.end_all(session, world.an.id, now=NOW)
    assert who_is(world, "two") is None


def test_a_session_ends_when_idle_old_or_the_person_is_gone(world: World) -> None:
    begun = {"fresh": (0, 0), "idle": (2, 2), "old but busy": (13, 0)}
    with world.database.transaction() as session:
        for token, (created, seen) in begun.items():
            row = sign_ins.begin(
                session, world.giang.id, token=token, now=NOW - timedelta(hours=created)
            )
            sign_ins.seen(session, row.id, now=NOW - timedelta(hours=seen))
    assert [token for token in begun if who_is(world, token)] == ["fresh"]
    fresh = who_is(world, "fresh")
    assert fresh is not None
    assert fresh.appointments == ()
    with world.database.transaction() as session:
        session.get_one(Person, world.giang.id).active = False
    assert who_is(world, "fresh") is None


def test_only_the_digest_of_a_token_is_kept(world: World) -> None:
    with world.database.transaction() as session:
        row = sign_ins.begin(session, world.an.id, token="secret", now=NOW)
        assert row.token_digest == sign_ins.digest("secret")
        assert "secret" not in row.token_digest


def test_a_token_is_good_until_it_expires_or_is_revoked(world: World) -> None:
    with world.database.transaction() as session:
        service = people.add(
            session, name="Tổng đài", sign_in_name="hotline", now=NOW, kind=AccountKind.SERVICE
        )
        for_ever = tokens.add(session, service.id, token="one", label="API", now=NOW)
        end = NOW + timedelta(hours=1)
        tokens.add(session, service.id, token="two", label="API", now=NOW, expires_at=end)
    with world.database.reading() as session:
        assert tokens.bearer(session, "two", on=TODAY, now=NOW) is not None
        assert tokens.bearer(session, "two", on=TODAY, now=end) is None
        signed_in = tokens.bearer(session, "one", on=TODAY, now=end)
        assert signed_in is not None
        assert signed_in.person.kind is AccountKind.SERVICE
        assert len(tokens.of_person(session, service.id)) == 2
    with world.database.transaction() as session:
        tokens.revoke(session, for_ever.id, now=NOW)
    with world.database.reading() as session:
        assert tokens.bearer(session, "one", on=TODAY, now=NOW) is None


def fail(world: World, times: int) -> None:
    for _ in range(times):
        with world.database.transaction() as session:
            sign_ins.failed(session, "name:an", now=NOW, allowed=5, lock_for=timedelta(minutes=15))


def test_the_fifth_failure_in_a_row_locks_out(world: World) -> None:
    subjects = ["name:an", "address:127.0.0.1"]
    fail(world, 4)
    with world.database.transaction() as session:
        assert sign_ins.locked_until(session, subjects, now=NOW) is None
        sign_ins.succeeded(session, "name:an")
    fail(world, 5)
    until = NOW + timedelta(minutes=15)
    with world.database.reading() as session:
        assert sign_ins.locked_until(session, subjects, now=NOW) == until
        assert sign_ins.locked_until(session, subjects, now=until) is None
        assert sign_ins.locked_until(session, ["name:binh"], now=NOW) is None


def test_schools_are_found_by_code_and_listed_by_name(world: World) -> None:
    with world.database.reading() as session:
        found = schools.by_code(session, world.school.code)
        assert found is not None
        assert found.id == world.school.id
        assert [school.id for school in schools.all_schools(session)] == [world.school.id]
        assert schools.by_ids(session, {world.school.id, 999}).keys() == {world.school.id}
