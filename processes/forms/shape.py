"""Whether a document has the shape of a form, in sentences its owner understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from processes.forms.findings import FormFinding, FormRejected
from processes.forms.schema import COMPONENTS, FORM, ROW_KINDS
from processes.forms.wording import Text

_FORM = Draft202012Validator(FORM)
_COMPONENTS = {kind: Draft202012Validator(schema) for kind, schema in COMPONENTS.items()}


def shaped(document: object, *, name: str | None = None) -> dict[str, Any]:
    """The document, sure to have the shape of a form whose file is `name`.

    Raises FormRejected: missing, unknown or wrongly typed parts, or a wrong file name.
    """
    known = document.get("id") if isinstance(document, dict) else None
    form = known if isinstance(known, str) else name or "?"
    findings = [FormFinding(form, None, _sentence(error)) for error in _FORM.iter_errors(document)]
    if findings or not isinstance(document, dict):
        raise FormRejected(tuple(findings))
    if name is not None and name != form:
        sentence = Text(
            vi=f"Đặt id của mẫu là “{name}” cho khớp tên tệp",
            en=f"Set the id of the form to “{name}”, the name of its file",
        )
        findings.append(FormFinding(form, None, sentence))
    findings += _of_components(form, document["components"], within="", allowed=set(COMPONENTS))
    if findings:
        raise FormRejected(tuple(findings))
    return document


def _of_components(
    form: str, documents: list[dict[str, Any]], *, within: str, allowed: set[str]
) -> Iterator[FormFinding]:
    for number, document in enumerate(documents, start=1):
        key, kind = document.get("key"), document.get("type")
        place = within + (key if isinstance(key, str) else f"#{number}")
        if not isinstance(kind, str) or kind not in allowed:
            kinds = ", ".join(sorted(allowed))
            yield FormFinding(
                form,
                place,
                Text(
                    vi=f"Chọn một loại ô dùng được ở đây: {kinds}",
                    en=f"Choose a type that can be used here: {kinds}",
                ),
            )
            continue
        errors = list(_COMPONENTS[kind].iter_errors(document))
        yield from (FormFinding(form, place, _sentence(error)) for error in errors)
        if kind == "rows" and not errors:
            yield from _of_components(
                form, document["components"], within=f"{place}.", allowed=set(ROW_KINDS)
            )


def _sentence(error: ValidationError) -> Text:
    part = ".".join(str(step) for step in error.absolute_path)
    vi_part, en_part = (f" ở “{part}”", f" in “{part}”") if part else ("", "")
    rule: Any = error.validator_value
    given: Any = error.instance
    whole: Any = error.schema
    reason = error.message[:200]
    match error.validator:
        case "required":
            missing = ", ".join(sorted(set(rule) - set(given)))
            return Text(vi=f"Thêm phần còn thiếu{vi_part}: {missing}",
                        en=f"Add what is missing{en_part}: {missing}")  # fmt: skip
        case "additionalProperties":
            unknown = ", ".join(sorted(set(given) - set(whole["properties"])))
            return Text(vi=f"Bỏ phần không dùng được{vi_part}: {unknown}",
                        en=f"Remove what cannot be used{en_part}: {unknown}")  # fmt: skip
        case "enum":
            allowed = ", ".join(map(str, rule))
            return Text(vi=f"Chọn một trong các giá trị{vi_part}: {allowed}",
                        en=f"Choose one of these values{en_part}: {allowed}")  # fmt: skip
        case _:
            return Text(vi=f"Viết lại phần sai dạng{vi_part}: {reason}",
                        en=f"Mend what has the wrong form{en_part}: {reason}")  # fmt: skip
