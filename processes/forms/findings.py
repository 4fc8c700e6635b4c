"""What is wrong with a form definition, said so that its owner can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from processes.forms.wording import Text


@dataclass(frozen=True, slots=True)
class FormFinding:
    """What is wrong with a form, in which component (None: the form itself), and what to do."""

    form: str
    component: str | None
    message: Text


class FormRejected(ValueError):
    """Mẫu có chỗ chưa đúng, chưa dùng được. The form has mistakes and cannot be used yet."""

    def __init__(self, findings: tuple[FormFinding, ...]) -> None:
        self.findings = findings
        super().__init__(
            "; ".join(
                f"{one.form}{'.' + one.component if one.component else ''}: {one.message['en']}"
                for one in findings
            )
        )
