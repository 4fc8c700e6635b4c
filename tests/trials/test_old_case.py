"""A case with more limits than are read at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models import deadlines
from models.cases import by_code
from models.deadlines import Deadline, DeadlineState
from models.settings import Settings
from processes import messages
from tests.answers import answers_to
from tests.trials.acts import complete, opened_case, send_back
from tests.world import World, build

SINCE = datetime(2026, 8, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    world = build(settings)
    yield world
    world.close()


def test_a_limit_met_long_ago_stays_met_when_its_referral_is_sent_again(world: World) -> None:
    code = opened_case(world, SINCE)
    for element in ("record_intake", "assess_risk", "decide_route", "plan_intervention"):
        complete(world, code, element, SINCE)
    send_back(world, code, 12, since=SINCE + timedelta(minutes=1))
    heard = SINCE + timedelta(minutes=30)
    raw = answers_to("new_information", now=heard)
    messages.send(world.workplace, code, "new_information", raw, by=world.an.caller, now=heard)
    complete(world, code, "prepare_referral", heard)
    complete(world, code, "contact_hotline", heard)
    send_back(world, code, 12, since=SINCE + timedelta(minutes=40))
    later = SINCE + timedelta(minutes=60)
    complete(world, code, "record_agency_answer", later, agency_answer="not_competent")
    complete(world, code, "prepare_referral", later)
    with world.workplace.database.reading() as session:
        (limit,) = limits_from(session, code, heard)
    assert limit.state is DeadlineState.MET
    assert limit.act_at == heard


def limits_from(session: Session, code: str, moment: datetime) -> list[Deadline]:
    """The limits of a case that count from the moment."""
    case = by_code(session, code)
    assert case is not None
    return [one for one in deadlines.of_case(session, case.id) if one.anchor_at == moment]
