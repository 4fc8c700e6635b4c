"""The procedure of this release as an owner might change it, well or badly."""

from __future__ import annotations

from processes.bundle import Bundle, catalogue
from tests.world import PROCESS

HELP = "intervention_at_school.bpmn"
OLD_NAME, NEW_NAME = "Lập kế hoạch can thiệp, trợ giúp (Mẫu số 03)", "Soạn kế hoạch (Mẫu số 03)"


def edited(name: str, *replaced: tuple[str, str], of: Bundle | None = None) -> Bundle:
    """A bundle in which each text of one file stands for another."""
    files = dict((of or catalogue(PROCESS)).files)
    text = files[name].decode()
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return Bundle({**files, name: text.encode()})


def without(name: str) -> Bundle:
    """A bundle that lacks a file."""
    files = dict(catalogue(PROCESS).files)
    del files[name]
    return Bundle(files)


# A task renamed, and three working days made two.
SHORTER = edited(
    HELP, (f'name="{OLD_NAME}"', f'name="{NEW_NAME}"'), ("working_days(3,", "working_days(2,")
)
UNFIT = without("forms/approve_plan.json")
OTHER = edited("README.md", ("Quy trình", "Một quy trình"))
