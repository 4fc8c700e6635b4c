"""A refusal in both languages, and at the field that it is about."""

from __future__ import annotations

from models.refusals import Refusal
from processes.forms.refusals import FieldError
from processes.forms.wording import Text


def words_of(refusal: Refusal) -> Text:
    """What it says."""
    return Text(vi=refusal.sentence("vi"), en=refusal.sentence("en"))


def at_field(key: str, refusal: Refusal) -> FieldError:
    """The refusal as it is shown at a field."""
    return FieldError(key, words_of(refusal))
