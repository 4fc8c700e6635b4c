"""Where a case stands: the table of steps, and what the drawings mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from models.held import HeldCase
from models.journal import JournalEntry
from models.path_steps import Passage, PathStep
from processes.bundle import Bundle
from processes.engine import Diagrams, load
from service.languages import language
from service.pages import moments, titles
from service.speech import gettext as _


@dataclass(frozen=True)
class Step:
    """A line of the table: `state` is "done", "now" or "ahead"."""

    name: str
    words: str
    who: str
    state: str


@dataclass(frozen=True)
class Diagram:
    """A drawing with its marks: element and flow ids with spaces between."""

    name: str
    title: str
    href: str
    done: str
    taken: str
    here: str
    current: bool


def steps(
    bundle: Bundle,
    case: HeldCase,
    entries: Sequence[JournalEntry],
    names: Mapping[int, str],
) -> tuple[Step, ...]:
    """The tasks completed, in order, then those that are open."""
    done = [
        Step(
            name=titles.of_element(bundle, entry.element),
            words=_("Xong %(moment)s", moment=moments.moment(entry.at)),
            who=names.get(entry.actor_id or 0, ""),
            state="done",
        )
        for entry in entries
        if entry.kind == "completed" and entry.element is not None
    ]
    now = [
        Step(
            name=titles.of_task(bundle, task),
            words=_("Đang chờ, từ %(day)s", day=moments.day(moments.local(task.opened_at).date())),
            who="",
            state="now",
        )
        for task in case.tasks
    ]
    return (*done, *now)


def diagrams(
    bundle: Bundle,
    case: HeldCase,
    path: Sequence[PathStep],
    *,
    endpoint: str = "diagrams.show",
) -> tuple[Diagram, ...]:
    """The drawings that the case has entered, the one where it stands first."""
    drawn = load(bundle)
    here = _here(drawn, case)
    done = {step.element for step in path if step.what is Passage.LEFT} - here
    taken = {step.element for step in path if step.what is Passage.TAKEN}
    entered = {drawn.elements[step.element].file for step in path if step.element in drawn.elements}
    current = _current_file(drawn, case, entered)
    found = []
    for file in sorted(entered, key=lambda name: (name != current, name)):
        inside = {one.id for one in drawn.elements.values() if one.file == file}
        flows = {one.id for one in drawn.flows.values() if one.file == file}
        stem = file.removesuffix(".bpmn")
        found.append(
            Diagram(
                name=stem,
                title=_title(bundle, stem),
                href=url_for(endpoint, code=case.code, name=stem),
                done=" ".join(sorted(done & inside)),
                taken=" ".join(sorted(taken & flows)),
                here=" ".join(sorted(here & inside)),
                current=file == current,
            )
        )
    return tuple(found)


def _here(drawn: Diagrams, case: HeldCase) -> set[str]:
    """The open tasks, and every call and sub-process around them."""
    here = {task.element for task in case.tasks}
    processes = {task.process for task in case.tasks}
    while True:
        around = {
            one.id
            for one in drawn.elements.values()
            if one.calls in processes and one.calls and one.id not in here
        }
        if not around:
            return here
        here |= around
        processes |= {drawn.elements[one].process for one in around}


def _current_file(drawn: Diagrams, case: HeldCase, entered: Iterable[str]) -> str:
    inner_first = sorted(case.tasks, key=lambda task: task.process == drawn.process)
    for task in inner_first:
        return drawn.elements[task.element].file
    return next(iter(sorted(entered)), "")


def _title(bundle: Bundle, stem: str) -> str:
    named = bundle.description.get("diagrams", {}).get(stem, {})
    known = {
        "school_social_work": _("Toàn bộ quy trình"),
        "intake_and_decision": _("Tiếp nhận và quyết định"),
        "intervention_at_school": _("Can thiệp tại trường"),
        "referral": _("Chuyển, gửi"),
        "drop_out": _("Bỏ học"),
        "development_support": _("Hỗ trợ phát triển"),
    }
    return str(named.get(language()) or known.get(stem, stem))
