"""What things are called on a page: tasks, forms, groups of cases."""

from __future__ import annotations

from models.held import HeldMessage, HeldTask
from models.tasks import Task
from processes import definitions
from processes.bundle import Bundle
from processes.engine import load
from processes.forms.wording import Wording
from service.languages import language
from service.speech import gettext as _

INTAKE = "record_intake"
GROUPS = "groups"


def of_element(bundle: Bundle, element: str) -> str:
    """The name in the diagram, or in English its twin from `names.toml`."""
    drawn = load(bundle).elements[element]
    if language() == "en":
        return bundle.english_names.get(element, drawn.name)
    return drawn.name


def of_task(bundle: Bundle, task: Task | HeldTask) -> str:
    """What the task is called in the diagram."""
    return of_element(bundle, task.element)


def of_message(bundle: Bundle, message: HeldMessage, wording: Wording) -> str:
    """What a person does who sends it: the title of its form."""
    return of_form(bundle, message.form or "", wording)


def of_form(bundle: Bundle, form_id: str, wording: Wording) -> str:
    """The title of a form in the words of the school."""
    return definitions.form(bundle, form_id).worded(wording).title[language()]


def of_version(bundle: Bundle) -> str:
    """Under which version of the procedure, and on what legal basis."""
    title = str(bundle.description["title"][language()])
    return _("%(title)s; phiên bản %(digest)s.", title=title, digest=bundle.digest[:8])


def of_groups(bundle: Bundle, category: str | None, wording: Wording) -> str:
    """The groups of a case in words, as Mẫu 01 names them; empty before Mẫu 01."""
    if not category:
        return ""
    asked = definitions.form(bundle, INTAKE).worded(wording).component(GROUPS)
    labels = {choice.value: choice.label[language()] for choice in asked.values}
    return ", ".join(labels.get(group, group) for group in category.split(","))
