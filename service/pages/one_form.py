"""A page of one form and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from service.pages.forms import FormPage
from service.ways import Way


@dataclass(frozen=True)
class OneFormPage:
    """See `templates/one_form.html`."""

    title: str
    back: Way
    form: FormPage
    action: str
