"""The whole year, or some of its chapters, in order; and what is checked when it is over."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from playwright.sync_api import Browser
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cases import Case, CaseState
from models.deliveries import Delivery, DeliveryState
from processes import history
from tests.year import april, december, february, january, march, may, november, october, september
from tests.year.album import Album
from tests.year.moments import moment
from tests.year.school import School, open_school
from tests.year.year import Year

CHAPTERS: Sequence[ModuleType] = (
    september,
    october,
    november,
    december,
    january,
    february,
    march,
    april,
    may,
)
MAIL_SECONDS = 30.0


@dataclass(frozen=True)
class Proof:
    """What was verified at the end, as the last page of the album says it."""

    cases: int
    ended: int
    entries: int
    verified: str
    mails: tuple[tuple[str, str], ...]  # to whom, and the subject
    seconds: float


def tell(
    browser: Browser,
    album: Album,
    *,
    database_url: str,
    folder: Path,
    chapters: Sequence[ModuleType] = CHAPTERS,
    filmed: bool = False,
) -> Proof:
    """Walk these chapters at the running service; after them every case of the school verifies."""
    began = time.monotonic()
    with open_school(database_url, folder, begins=moment(chapters[0].BEGINS)) as school:
        year = Year(school, browser, album, filmed=filmed)
        for chapter in chapters:
            album.open(chapter.SLUG, chapter.TITLE, chapter.INTRO)
            chapter.walk(year)
        year.catch_up()
        assert not year.breaches, "\n".join(year.breaches)
        wait_for_the_mail(year)
        return proved(school, began)


def wait_for_the_mail(year: Year) -> None:
    """Until everything that is to leave by now has left."""
    give_up = time.monotonic() + MAIL_SECONDS
    waiting = select(func.count()).where(Delivery.state == DeliveryState.WAITING)
    while True:
        with year.database.reading() as session:
            left = session.scalar(waiting.where(Delivery.wake_at <= year.now))
        if not left:
            return
        assert time.monotonic() < give_up, "the mail does not leave"
        time.sleep(0.1)


def proved(school: School, began: float) -> Proof:
    """Nothing that was done in the year can be otherwise than the journal says."""
    verified = list(history.verify_all(school.workplace))
    assert [one for one in verified if one.part is not None] == []
    printed = school.command("history", "verify", "--all")
    assert json.loads(school.command("history", "verify", "--all", "--json"))["whole"]
    mails = tuple((str(mail["To"]), str(mail["Subject"])) for mail in school.office.taken)
    assert mails
    with school.workplace.database.reading() as session:
        ended = _ended(session)
    return Proof(
        cases=len(verified),
        ended=ended,
        entries=sum(one.entries for one in verified),
        verified=printed,
        mails=mails,
        seconds=time.monotonic() - began,
    )


def _ended(session: Session) -> int:
    found = session.scalar(select(func.count()).where(Case.state == CaseState.ENDED))
    assert found is not None
    return found
