"""`demo --clock`: a database becomes a sandbox together with the demo school, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from models import sandbox, schools
from models.settings import Settings
from processes import demo
from processes.demo.residents import TOLD
from processes.workplace import Workplace
from tests.filled import NOW


def test_what_is_broken_off_leaves_no_sandbox_behind(settings: Settings) -> None:
    workplace = Workplace.open(settings)
    with workplace.database.transaction() as session:
        schools.add_body(session, **TOLD["body"])  # so that filling fails

    with pytest.raises(IntegrityError):
        demo.fill_sandbox(workplace, at=NOW)

    with workplace.database.reading() as session:
        assert sandbox.offset(session) is None
    workplace.database.dispose()
