"""The command `donghanh`."""

from __future__ import annotations

from service.cli import (
    agencies,
    benchmark,
    calendars,
    cases,
    deadlines,
    definitions,
    history,
    people,
    running,
    schools,
    tokens,
)
from service.cli.sentences import Commands

main = Commands(
    name="donghanh",
    help="Công tác xã hội trong trường học. School social work; see docs/operating.md.",
    commands={
        "run": running.run,
        "migrate": running.migrate,
        "demo": running.demo,
        "scheduler": running.scheduler,
        "person": people.person,
        "token": tokens.token,
        "school": schools.school,
        "calendar": calendars.calendar,
        "agency": agencies.agency,
        "definition": definitions.definition,
        "case": cases.case,
        "history": history.history,
        "deadline": deadlines.deadline,
        "benchmark": benchmark.benchmark,
    },
)
