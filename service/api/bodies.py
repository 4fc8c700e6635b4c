"""What a request carries, checked against the schemas of the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from flask import request
from jsonschema import Draft202012Validator, ValidationError

from processes.forms.wording import Text
from service.api.problems import Problem
from service.api.schemas import SCHEMAS

DEEPEST = 50
_TYPES = {
    "object": Text(vi="một đối tượng JSON", en="a JSON object"),
    "string": Text(vi="một chuỗi", en="a string"),
    "integer": Text(vi="một số nguyên", en="a whole number"),
    "number": Text(vi="một số", en="a number"),
}
_BOUNDS = {
    "minimum": Text(vi="Mục này phải từ {bound} trở lên.", en="This must be at least {bound}."),
    "exclusiveMinimum": Text(vi="Mục này phải lớn hơn {bound}.", en="This must be over {bound}."),
    "maximum": Text(vi="Mục này không quá {bound}.", en="This must be at most {bound}."),
}
_NOT_JSON = Text(
    vi="Nội dung gửi lên không phải JSON hợp lệ (UTF-8, mỗi mục một lần).",
    en="The request is not valid JSON (UTF-8, each field once).",
)
_WRONG_TYPE = Text(
    vi="Gửi nội dung kiểu application/json.", en="Send the request as application/json."
)
_REJECTED = Text(
    vi="Yêu cầu có mục chưa đúng; xem từng mục ở “fields”.",
    en="Some fields of the request are not right; see each of them in “fields”.",
)


def body(schema: str) -> dict[str, Any]:
    """The JSON object that was sent; raises Problem."""
    if request.mimetype != "application/json":
        raise Problem(415, "wrong_content_type", _WRONG_TYPE)
    document = _read(request.get_data(cache=True))
    _check(schema, document)
    return cast(dict[str, Any], document)


def query(schema: str) -> dict[str, str]:
    """The query parameters, each given once; raises Problem."""
    names = list(request.args.keys())
    repeated = {name for name in names if len(request.args.getlist(name)) > 1}
    found = {name: request.args[name] for name in names}
    _check(schema, found, status=400)
    if repeated:
        message = Text(vi="Chỉ gửi mục này một lần.", en="Send this field once.")
        raise Problem(400, "query_rejected", _REJECTED, dict.fromkeys(sorted(repeated), message))
    return found


def _read(raw: bytes) -> object:
    try:
        text = raw.decode()
        document: object = json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant
        )
        # A lone surrogate, written as an escape, is no character and cannot be stored.
        json.dumps(document, ensure_ascii=False).encode()
        _refuse_depth(document, DEEPEST)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "not_json", _NOT_JSON) from error
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a field is written twice")
    return document


def _refuse_depth(part: object, left: int) -> None:
    """No form nests so far; what is kept must be read again with less stack than now."""
    if not left:
        raise ValueError("too deep")
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        _refuse_depth(one, left - 1)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": SCHEMAS}}
    )


def _check(schema: str, document: object, *, status: int = 422) -> None:
    fields: dict[str, Text] = {}
    for error in _validator(schema).iter_errors(document):
        fields.update(_messages(error))
    if fields:
        code = "query_rejected" if status == 400 else "body_rejected"
        raise Problem(status, code, _REJECTED, dict(list(fields.items())[:20]))


def _messages(error: ValidationError) -> Mapping[str, Text]:
    path = [str(part) for part in error.absolute_path]
    asked: Any = error.validator_value
    found: Any = error.instance
    match error.validator:
        case "required":
            missing = set(asked) - set(found)
            message = Text(vi="Thiếu mục này.", en="This field is missing.")
            return {_name([*path, one]): message for one in sorted(missing)}
        case "additionalProperties":
            shape: Any = error.schema
            message = Text(vi="Yêu cầu này không có mục ấy.", en="There is no such field here.")
            unknown = sorted(one for one in found if one not in shape["properties"])[:20]
            return {_name([*path, one[:60]]): message for one in unknown}
        case "type":
            wanted = _TYPES[asked]
            message = Text(
                vi=f"Mục này phải là {wanted['vi']}.", en=f"This must be {wanted['en']}."
            )
        case "minimum" | "exclusiveMinimum" | "maximum" as bound:
            said, number = _BOUNDS[bound], f"{asked:,}"
            message = Text(
                vi=said["vi"].format(bound=number.replace(",", ".")),
                en=said["en"].format(bound=number),
            )
        case "enum":
            one_of = ", ".join(map(str, asked))
            message = Text(vi=f"Mục này chỉ nhận: {one_of}.", en=f"This takes one of: {one_of}.")
        case "oneOf":
            message = Text(
                vi="Gửi đúng một trong hai mục working_hours, working_days.",
                en="Send exactly one of working_hours and working_days.",
            )
        case _:
            message = Text(
                vi="Giá trị của mục này không nhận được.", en="This value cannot be taken."
            )
    return {_name(path): message}


def _name(path: list[str]) -> str:
    return ".".join(path) or "body"
