"""Signing in: who gets in, and who is locked out for how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

import pytest

from models.settings import Settings
from processes.sign_in import (
    ALLOWED_FAILURES,
    ALLOWED_FAILURES_OF_AN_ADDRESS,
    LOCK_FOR,
    LockedOut,
    SignInRefused,
    sign_in,
)
from tests import world as worlds
from tests.world import PASSWORD, START, World

HERE, ELSEWHERE = "203.0.113.1", "203.0.113.2"


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    built = worlds.build(settings)
    yield built
    built.close()


def test_a_name_is_locked_out_after_so_many_failures_and_comes_back(world: World) -> None:
    database, name = world.workplace.database, world.an.sign_in_name
    for _ in range(ALLOWED_FAILURES):
        with pytest.raises(SignInRefused):
            sign_in(database, name, "sai rồi", address=HERE, now=START)
    with pytest.raises(LockedOut) as locked:
        sign_in(database, name, PASSWORD, address=ELSEWHERE, now=START + timedelta(minutes=1))
    assert "9 phút" in str(locked.value)
    assert sign_in(database, name, PASSWORD, address=ELSEWHERE, now=START + LOCK_FOR)


def test_one_persons_slips_lock_out_nobody_else_at_the_same_address(world: World) -> None:
    database = world.workplace.database
    for _ in range(ALLOWED_FAILURES):
        with pytest.raises(SignInRefused):
            sign_in(database, world.an.sign_in_name, "sai rồi", address=HERE, now=START)
    assert sign_in(database, world.binh.sign_in_name, PASSWORD, address=HERE, now=START)


def test_an_address_that_tries_name_after_name_is_locked_out(world: World) -> None:
    database = world.workplace.database
    others = (world.an, world.chi, world.dung, world.giang, world.lan, world.deputy)
    names = ["ai đó", *(one.sign_in_name for one in others)]
    for _, name in zip(range(ALLOWED_FAILURES_OF_AN_ADDRESS), cycle(names), strict=False):
        with pytest.raises(SignInRefused):
            sign_in(database, name, "123456", address=HERE, now=START)
    with pytest.raises(LockedOut):
        sign_in(database, world.binh.sign_in_name, PASSWORD, address=HERE, now=START)


def test_failures_that_lie_apart_are_not_in_a_row(world: World) -> None:
    database, name = world.workplace.database, world.an.sign_in_name
    for number in range(ALLOWED_FAILURES * 2):
        with pytest.raises(SignInRefused):
            sign_in(database, name, "sai rồi", address=HERE, now=START + number * 2 * LOCK_FOR)
