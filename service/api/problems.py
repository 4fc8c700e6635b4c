"""Every refusal of the API as JSON: a code for programs, a sentence for people."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from models.queue import DatabaseBusy
from models.refusals import Refusal
from processes.engine import EntryRefused
from processes.forms.answers import AnswersRejected
from processes.forms.wording import Text
from processes.journal import CaseNotFound
from processes.messages import MessageUnknown
from processes.once import KeyReused
from processes.permissions import NotPermitted
from service.api.operations import api
from service.errors import STATUS, of_entry
from service.languages import language
from service.security.access import SignInNeeded

Answer = tuple[Response, int]
Fields = Mapping[str, Text]

_SENTENCES: Mapping[int, Text] = {
    401: Text(
        vi="Yêu cầu cần một mã truy cập (Authorization: Bearer ...) còn hiệu lực.",
        en="The request needs a valid access token (Authorization: Bearer ...).",
    ),
    403: Text(
        vi="Vai trò của người giữ mã truy cập không làm được việc này.",
        en="The roles of the token's holder do not allow this.",
    ),
    404: Text(vi="Không tìm thấy.", en="There is nothing here."),
    413: Text(
        vi="Nội dung gửi lên lớn quá mức nhận được.", en="The request is larger than may be sent."
    ),
}
_CODES = {
    400: "bad_request",
    401: "token_needed",
    403: "not_permitted",
    404: "not_found",
    413: "too_large",
    415: "wrong_content_type",
}
_OWN_STATUS: Mapping[type[Refusal], int] = {MessageUnknown: 404, DatabaseBusy: 503}
_OTHER = Text(vi="Không thực hiện được yêu cầu này.", en="The request cannot be carried out.")
_KEY_REUSED = Text(
    vi="Mã Idempotency-Key này đã dùng cho một yêu cầu khác.",
    en="This Idempotency-Key has been used for another request.",
)
_ANSWERS = Text(
    vi="Có chỗ cần sửa trong câu trả lời; xem từng mục ở “fields”.",
    en="Some answers must be mended; see each of them in “fields”.",
)


class Problem(Exception):
    """Yêu cầu có chỗ chưa đúng. Something in the request is not right."""

    def __init__(self, status: int, code: str, reason: Text, fields: Fields | None = None) -> None:
        super().__init__(reason["en"])
        self.status = status
        self.code = code
        self.reason = reason
        self.fields = fields


def field_problem(field: str, message: Text) -> Problem:
    """One field of the body that cannot be used."""
    return Problem(422, "body_rejected", message, {field: message})


@api.before_request
def refuse_control_characters() -> None:
    """They are in no code and no name, and PostgreSQL cannot even look for some of them."""
    if not all(str(value).isprintable() for value in (request.view_args or {}).values()):
        raise CaseNotFound


def _say(status: int, code: str, reason: str, fields: Fields | None = None) -> Answer:
    document: dict[str, object] = {"error": code, "reason": reason}
    if fields is not None:
        document["fields"] = fields
    answer = jsonify(document)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer, status


@api.errorhandler(Problem)
def _problem(problem: Problem) -> Answer:
    return _say(problem.status, problem.code, problem.reason[language()], problem.fields)


@api.errorhandler(Refusal)
def _refusal(refusal: Refusal) -> Answer:
    reason = refusal.sentence(language())
    if isinstance(refusal, KeyReused):
        reason = _KEY_REUSED[language()]
    status = {**STATUS, **_OWN_STATUS}.get(type(refusal), 409)
    return _say(status, code_of(refusal), reason)


@api.errorhandler(EntryRefused)
def _entry(refusal: EntryRefused) -> Answer:
    return _say(409, code_of(refusal), of_entry(refusal))


@api.errorhandler(AnswersRejected)
def _answers(rejected: AnswersRejected) -> Answer:
    fields = {error.path: error.message for error in rejected.errors}
    return _say(422, "answers_rejected", _ANSWERS[language()], fields)


@api.errorhandler(NotPermitted)
def _not_permitted(refusal: NotPermitted) -> Answer:
    del refusal
    return _of_status(403)


@api.errorhandler(SignInNeeded)
def _token_needed(error: SignInNeeded) -> Answer:
    del error
    return _of_status(401)


@api.errorhandler(HTTPException)
def _http(error: HTTPException) -> Answer:
    return _of_status(error.code or 500)


def _of_status(status: int) -> Answer:
    reason = _SENTENCES.get(status, _OTHER)[language()]
    return _say(status, _CODES.get(status, f"http_{status}"), reason)


def code_of(refusal: Exception) -> str:
    """`TaskGone` → `task_gone`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(refusal).__name__).lower()
