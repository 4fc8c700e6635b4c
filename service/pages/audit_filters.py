"""What an auditor asks the list of cases for: the fields, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from models.audit_lists import Wanted
from models.deadlines import DeadlineState
from models.definitions import ProcessVersion
from models.schools import School
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.working_time.local_time import ZONE
from service.languages import language
from service.pages import limits, moments, titles
from service.pages.fields import Field, Option
from service.speech import gettext as _

ENDED = "ended"
NAMES = ("school", "from", "to", "step", "result", "sent_back", "version")


@dataclass(frozen=True)
class Filters:
    """The fields of the form, and what is wanted; None where a date cannot be read."""

    fields: tuple[Field, ...]
    wanted: Wanted | None
    school_ids: tuple[int, ...]
    chosen: Mapping[str, str]


def read(
    typed: Mapping[str, str],
    schools: Sequence[School],
    versions: Sequence[tuple[ProcessVersion, Bundle]],
    *,
    now: datetime,
) -> Filters:
    """What stands in the address; what is no choice of a field is as if it were not there."""
    chosen = {name: typed[name][:40] for name in NAMES if typed.get(name)}
    days, problems = _days(chosen, now)
    choices = _choices(schools, versions)
    told = {name: chosen.get(name, "") for name in NAMES}
    for name, options in choices.items():
        if told[name] not in dict(options):
            told[name] = ""
            chosen.pop(name, None)
    wanted = Wanted(
        opened_from=_midnight(days["from"]) if "from" in days else None,
        opened_before=_midnight(days["to"] + timedelta(days=1)) if "to" in days else None,
        element=told["step"] if told["step"] not in ("", ENDED) else None,
        ended=told["step"] == ENDED,
        result=DeadlineState(told["result"]) if told["result"] else None,
        sent_back={"yes": True, "no": False}.get(told["sent_back"]),
        process_version_id=next(
            (one.id for one, _bundle in versions if one.digest[:8] == told["version"]), None
        ),
    )
    asked = [one.id for one in schools if told["school"] in ("", one.code)]
    return Filters(
        fields=tuple(_fields(choices, told, problems)),
        wanted=None if problems else wanted,
        school_ids=tuple(asked),
        chosen=chosen,
    )


def _days(chosen: Mapping[str, str], now: datetime) -> tuple[dict[str, date], dict[str, str]]:
    """The two dates that can be read, and what is wrong with one that cannot."""
    days: dict[str, date] = {}
    problems: dict[str, str] = {}
    for name in ("from", "to"):
        try:
            values = check(_day_form(), {"on": chosen.get(name, "")}, now=now).values
            if values.get("on"):
                days[name] = date.fromisoformat(str(values["on"]))
        except AnswersRejected as rejected:
            problems[name] = rejected.errors[0].message[language()]
    return days, problems


@cache
def _day_form() -> FormDefinition:
    label = {"vi": "Ngày", "en": "Date"}
    field: dict[str, Any] = {
        "type": "date",
        "key": "on",
        "label": label,
        "private": "none",
        "required": False,
    }
    document = {"id": "day", "title": label, "basis": "design", "components": [field]}
    return FormDefinition.from_document(document)


def day_typed(typed: str, *, now: datetime) -> date | None:
    """The date that somebody typed; None for nothing. Raises AnswersRejected."""
    values = check(_day_form(), {"on": typed}, now=now).values
    return date.fromisoformat(str(values["on"])) if values.get("on") else None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=ZONE)


Choices = Mapping[str, Sequence[tuple[str, str]]]


def _choices(
    schools: Sequence[School], versions: Sequence[tuple[ProcessVersion, Bundle]]
) -> Choices:
    steps: dict[str, str] = {}
    for _version, bundle in versions:
        for one in load(bundle).elements.values():
            if one.kind == "userTask":
                steps.setdefault(one.id, titles.of_element(bundle, one.id))
    return {
        "school": [(one.code, one.name) for one in schools],
        "step": [
            *sorted(steps.items(), key=lambda step: step[1]),
            (ENDED, _("Đã kết thúc")),
        ],
        "result": [
            (DeadlineState.OPEN.value, _("đang chạy")),
            *((one.value, limits.result(one)) for one in DeadlineState if one != "open"),
        ],
        "sent_back": [("yes", _("Có lần bị trả lại")), ("no", _("Chưa bị trả lại"))],
        "version": [
            (
                one.digest[:8],
                _(
                    "%(digest)s, từ %(day)s",
                    digest=one.digest[:8],
                    day=moments.short_day(one.effective_from),
                ),
            )
            for one, _bundle in versions
        ],
    }


def _fields(
    choices: Choices, told: Mapping[str, str], problems: Mapping[str, str]
) -> Iterable[Field]:
    labels = {
        "school": _("Trường"),
        "from": _("Mở từ ngày"),
        "to": _("Đến hết ngày"),
        "step": _("Đang ở bước"),
        "result": _("Có thời hạn"),
        "sent_back": _("Trả lại để chỉnh sửa"),
        "version": _("Phiên bản quy trình"),
    }
    if len(choices["school"]) < 2:
        del labels["school"]
    for name, label in labels.items():
        options = tuple(
            Option(id=f"f-{name}-{n}", value=value, label=words, checked=value == told[name])
            for n, (value, words) in enumerate(choices.get(name, ()))
        )
        yield Field(
            kind="select" if name in choices else "date",
            name=name,
            label=label,
            error=problems.get(name, ""),
            value=told[name],
            options=options,
        )
