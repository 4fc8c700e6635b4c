"""Where what was sent over HTTP is kept: found past the service, in its database."""

from __future__ import annotations

from models import cases, data_keys, journal, reports, tasks
from tests.world import World


def first_task(world: World, report_code: str) -> int:
    """The task with which the case of a report begins."""
    with world.workplace.database.reading() as session:
        report = reports.by_code(session, report_code)
        assert report is not None
        (case,) = reports.cases_of(session, report.id)
        return tasks.of_case(session, case.id)[0].id


def kept_report(world: World, code: str) -> str:
    """The content of a report, decrypted."""
    with world.workplace.database.reading() as session:
        report = reports.by_code(session, code)
        assert report is not None, code
        return reports.content_of(session, world.workplace.keys, report).decode()


def kept_entry(world: World, code: str, seq: int) -> str:
    """The content of a journal entry, decrypted."""
    with world.workplace.database.reading() as session:
        case = cases.by_code(session, code)
        assert case is not None, code
        entry = journal.entry(session, case.id, seq)
        assert entry is not None, (code, seq)
        data_key = data_keys.get(session, world.workplace.keys, case.data_key_name)
        content = journal.content_of(entry, data_key)
    assert content is not None
    return content.decode()
