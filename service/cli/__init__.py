"""The command `donghanh`."""

from __future__ import annotations

from service.cli.agencies import agency
from service.cli.backups import backup
from service.cli.benchmark import benchmark
from service.cli.calendar_entries import calendar
from service.cli.case_files import case
from service.cli.deadlines import deadline
from service.cli.definitions import definition
from service.cli.history import history
from service.cli.mail import mail
from service.cli.people import person
from service.cli.running import demo, migrate, run, scheduler
from service.cli.schools import school
from service.cli.sentences import Commands
from service.cli.tokens import token

COMMANDS = (
    run,
    migrate,
    backup,
    demo,
    scheduler,
    person,
    token,
    school,
    calendar,
    agency,
    definition,
    case,
    history,
    deadline,
    mail,
    benchmark,
)

main = Commands(
    name="donghanh",
    help="Công tác xã hội trong trường học. School social work; see docs/operating.md.",
    commands=COMMANDS,
)
