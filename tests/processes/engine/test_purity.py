"""A step is a pure function: no clock, no chance, no memory of other cases, no order of threads."""

from __future__ import annotations

import hashlib
import inspect
import random
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import pytest
import SpiffWorkflow.bpmn.specs.control as control
import SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event as item_aware_event
import SpiffWorkflow.bpmn.specs.event_definitions.timer as timer
import SpiffWorkflow.bpmn.specs.mixins.events.event_types as event_types
import SpiffWorkflow.bpmn.specs.mixins.subworkflow_task as subworkflow_task
import SpiffWorkflow.bpmn.workflow as workflow
import SpiffWorkflow.specs.base as base
import SpiffWorkflow.task as task

from processes.engine import replay
from tests.processes.engine import nasty
from tests.processes.engine.case import CALENDAR
from tests.processes.engine.oracle.net import read
from tests.processes.engine.replaying import digest_of_cases, random_case, random_cases

# The engine stands on the inner workings of these files (it replaces nothing in them). When one
# changes, run the trials, read what has changed, then write the new digest.
STOOD_ON = {
    task: "a4d39d19363216dd080bd792fabc45994781aec89a93279331b0ec990af42f36",
    base: "2d4a12a4556fb550af1d7be34704abb94dde668e97fa9f7b35904636bdeb42d9",
    control: "3b9a1bee23f5aed8f5fa06f3d608838b4d6865e783b00aac941a42bf688518c3",
    event_types: "5972f8568f8c1b967853e9d87a37794c2dcd8fd6fb6f1b21715480756645cf8b",
    subworkflow_task: "07143b994ff8e0fd6a31a69015216c6c7d4a9d20faccab05f8ed2f6e97e24608",
    workflow: "0914bde7f5c80f584d1505b6846eb08287262c978abed5a3cfa0e7d62f20d1a5",
    item_aware_event: "8441efeebb8206595ef03d8360c21268e97240dbafe0803876692c7a1982983d",
    timer: "e8b6d06b682a9d0fbdedfb1fc9b7f17dd2bc5f928903516215dbc02cfecef77b",
}


@pytest.mark.parametrize("module", STOOD_ON, ids=lambda module: module.__name__)
def test_the_engine_stands_on_the_spiffworkflow_it_was_proved_with(module: object) -> None:
    source = inspect.getsource(module)  # type: ignore[arg-type]
    assert hashlib.sha256(source.encode()).hexdigest() == STOOD_ON[module]
    assert metadata.version("SpiffWorkflow") == "3.2.0"


class Forbidden:
    """Nobody may ask it anything."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"the clock was asked for {name}")


def test_a_step_reads_no_clock_and_no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    entries, _ = random_case(nasty.EVENTS, read(nasty.EVENTS), random.Random(7), 40)
    before = [step.snapshot for step in replay(nasty.EVENTS, lambda _: CALENDAR, entries)]
    monkeypatch.setattr(timer, "datetime", Forbidden())
    monkeypatch.setattr(time, "time", lambda: random.random() * 1e10)
    chance = random.Random(1)
    monkeypatch.setattr(task, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128)))
    after = [step.snapshot for step in replay(nasty.EVENTS, lambda _: CALENDAR, entries)]
    assert after == before


def test_cases_in_many_threads_do_not_disturb_one_another() -> None:
    cases = list(random_cases(8, 20))
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda each: list(replay(each[0], lambda _: CALENDAR, each[1])), cases)
    assert list(together) == [steps for _, _, steps in cases]


def test_another_machine_gives_the_same_bytes() -> None:
    program = "from tests.processes.engine.replaying import digest_of_cases as d; print(d(8, 30))"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest_of_cases(8, 30)
