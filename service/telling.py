"""What a person tells by a form on a page of its own, of a list that the page before shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models.refusals import Refusal
from processes.forms.answers import AnswersRejected, check
from processes.forms.definition import FormDefinition
from processes.forms.refusals import FieldError
from service import refused
from service.here import now, workplace
from service.pages import made_forms
from service.pages.forms import parse, rearranged
from service.pages.one_form import OneFormPage
from service.ways import Way

Answer = str | tuple[str, int] | Response
Keep = Callable[[Session, Mapping[str, Any]], str]
Fields = Mapping[type[Refusal], str]


@dataclass(frozen=True)
class Telling:
    """The form, the page of the list, and what is told of where that has a name."""

    definition: FormDefinition
    back: Way
    about: str = ""

    def show(self, values: Mapping[str, Any], errors: Iterable[FieldError] = ()) -> str:
        """The page with these values."""
        form = made_forms.page(self.definition, values, errors)
        title = f"{form.title}: {self.about}" if self.about else form.title
        page = OneFormPage(title, self.back, form, request.path)
        return render_template("one_form.html", page=page)

    def keep(self, keep: Keep, fields: Fields) -> Answer:
        """Check the answers and keep them, or show them again with what to mend.

        `keep` writes them and says what was done; `fields` tells at which field each of its
        refusals is shown.
        """
        again = rearranged(self.definition, request.form)
        if again is not None:
            return self.show(again)
        raw = parse(self.definition, request.form)
        try:
            told = check(self.definition, raw, now=now()).values
            with workplace().database.transaction() as session:
                words = keep(session, told)
        except AnswersRejected as rejected:
            return self.show(raw, rejected.errors), 422
        except tuple(fields) as refusal:
            return self.show(raw, (refused.at_field(fields[type(refusal)], refusal),)), 422
        flash(words, "met")
        return redirect(self.back.href, 303)
