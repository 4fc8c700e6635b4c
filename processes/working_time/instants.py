"""Moments as whole seconds since 1970 UTC, in which working time is counted."""

from datetime import UTC, datetime, timedelta
from typing import Final

from processes.working_time.refusals import MomentOutOfReach, NaiveMoment

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


def seconds_of(at: datetime) -> int:
    """The second begun. Raises NaiveMoment, MomentOutOfReach."""
    if at.tzinfo is None:
        raise NaiveMoment(moment=at.isoformat())
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise MomentOutOfReach(moment=at.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    return (at - _EPOCH) // _SECOND


def moment_of(seconds: int) -> datetime:
    """In UTC."""
    return _EPOCH + timedelta(seconds=seconds)
