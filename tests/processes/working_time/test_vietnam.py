"""The seed of Vietnam's holidays and swaps."""

from datetime import date, timedelta

import pytest

from processes.working_time.vietnam import FIRST_YEAR, LAST_YEAR, SWAPS, demo_calendar


def worked(on: date) -> bool:
    return demo_calendar().day(on).is_worked


def free_weekdays(year: int) -> list[str]:
    """Monday to Friday, not worked."""
    days = (date(year, 1, 1) + timedelta(day) for day in range(365))
    return [f"{on.day}/{on.month}" for on in days if on.weekday() < 5 and not worked(on)]


def worked_weekends() -> list[str]:
    days = (
        date(FIRST_YEAR, 1, 1) + timedelta(day) for day in range(366 * (LAST_YEAR - FIRST_YEAR + 1))
    )
    return [str(on) for on in days if on.weekday() >= 5 and worked(on)]


FREE_WEEKDAYS = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9",
}


@pytest.mark.parametrize("year", FREE_WEEKDAYS)
def test_the_free_weekdays_are_those_that_were_announced(year: int) -> None:
    assert free_weekdays(year) == FREE_WEEKDAYS[year].split()


def test_only_the_make_up_saturdays_of_their_own_year_are_worked() -> None:
    assert worked_weekends() == ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


@pytest.mark.parametrize("year", range(2026, LAST_YEAR + 1))
def test_24_november_and_the_days_after_it_are_worked(year: int) -> None:
    for day in range(24, 28):
        on = date(year, 11, day)
        assert worked(on) is (on.weekday() < 5)


def test_a_swap_is_a_weekday_off_for_a_saturday_worked() -> None:
    for swap in SWAPS:
        assert swap.day_off.weekday() < 5
        assert swap.make_up.weekday() == 5


def test_no_holiday_of_the_package_stands_on_a_day_of_a_swap() -> None:
    holidays = {entry["date"] for entry in demo_calendar().to_document()["holidays"]}
    for swap in SWAPS:
        assert str(swap.day_off) not in holidays
        assert str(swap.make_up) not in holidays


def test_tet_of_2025_has_the_five_days_that_were_announced() -> None:
    holidays = [entry["date"] for entry in demo_calendar().to_document()["holidays"]]
    tet = [on for on in holidays if "2025-01-20" < on < "2025-02-10"]
    assert tet == [f"2025-01-{day}" for day in range(27, 32)]


def test_every_entry_has_both_languages_and_a_source() -> None:
    document = demo_calendar().to_document()
    for holiday in document["holidays"]:
        assert holiday["name"]["vi"] != holiday["name"]["en"]
        assert holiday["source"].startswith("Bộ luật Lao động 2019, Điều 112")
    assert all(entry["source"] for entry in document["exceptions"])


def test_a_year_without_an_announcement_says_so() -> None:
    reason = demo_calendar().day(date(2027, 2, 8)).reason
    assert reason is not None
    assert reason.source is not None
    assert reason.source.endswith("chờ thông báo nghỉ lễ năm 2027")


def test_names_do_not_follow_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from processes.working_time import vietnam

    expected = demo_calendar().to_document()
    monkeypatch.setenv("LANGUAGE", "th")
    vietnam._holidays.cache_clear()
    assert demo_calendar().to_document() == expected
