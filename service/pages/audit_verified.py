"""What was checked of one case, in words, and where it parts from its journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from models import heads, journal
from models.heads import JournalHead
from models.held import HeldCase
from processes import history
from processes.attachments import proof
from processes.history import Verified
from processes.workplace import Workplace
from service.pages import moments
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way


@dataclass(frozen=True)
class Check:
    """One thing that was checked; `good` None: it could not be reached."""

    words: str
    good: bool | None


@dataclass(frozen=True)
class VerifiedPage:
    """See `templates/audit_verified.html`."""

    title: str
    back: Way
    result: str
    tone: str
    checks: tuple[Check, ...]
    at: Way | None
    seals: tuple[tuple[str, str], ...]
    limits: str


ATTACHMENTS = ("attachment_altered", "attachment_missing", "attachment_unknown")
CHAIN = ("altered", "missing", "unchained", "end_differs")


def build(session: Session, workplace: Workplace, case: HeldCase) -> VerifiedPage:
    """Check the case now."""
    verified = history.verify(session, workplace, case)
    sealed = [(head, heads.holds(session, head)) for head in heads.sealing(session, case.id)]
    whole = verified.part is None and all(holds for _head, holds in sealed)
    return VerifiedPage(
        title=_("Kiểm chứng %(code)s", code=case.code),
        back=Way(url_for("replays.show", code=case.code), _("Phát lại %(code)s", code=case.code)),
        result=_("Hồ sơ toàn vẹn: không thấy chỗ nào bị thay đổi.")
        if whole
        else _parting(verified, sealed),
        tone="met" if whole else "late",
        checks=tuple(_checks(session, case, verified, sealed)),
        at=_at(case, verified),
        seals=tuple((moments.short_day(head.day), head.digest) for head, _holds in sealed),
        limits=_(
            "Chuỗi mã tự nó không cho biết cả nhật ký có bị viết lại từ đầu hay không. Muốn biết, "
            "so mã chốt sổ ở trên với mã đã được giữ ở ngoài hệ thống."
        ),
    )


def _checks(
    session: Session,
    case: HeldCase,
    verified: Verified,
    sealed: list[tuple[JournalHead, bool]],
) -> Iterable[Check]:
    part = verified.part
    chained = part is None or part.reason not in CHAIN
    yield Check(
        ngettext(
            "Chuỗi %(num)d lần ghi: mỗi lần ghi còn nguyên và nối đúng với lần trước.",
            "Chuỗi %(num)d lần ghi: mỗi lần ghi còn nguyên và nối đúng với lần trước.",
            verified.entries,
        ),
        chained,
    )
    ran = part is None or part.reason in ("snapshot_differs", *ATTACHMENTS)
    yield Check(
        ngettext(
            "Chạy lại %(num)d bước trên đúng phiên bản quy trình và lịch làm việc của hồ sơ.",
            "Chạy lại %(num)d bước trên đúng phiên bản quy trình và lịch làm việc của hồ sơ.",
            verified.entries,
        ),
        ran or (part is not None and part.reason == "state_differs") if chained else None,
    )
    yield Check(
        _("Trạng thái sau từng lần ghi đúng với mã trạng thái đã ghi khi đó."),
        ran if chained else None,
    )
    yield Check(
        _("Trạng thái đang lưu đúng với trạng thái chạy lại."),
        part is None or part.reason in ATTACHMENTS if ran and chained else None,
    )
    yield from _of_attachments(session, case, verified)
    yield Check(_of_seals(session, case, sealed), all(holds for _head, holds in sealed))


def _of_attachments(session: Session, case: HeldCase, verified: Verified) -> Iterable[Check]:
    """Nothing where nothing was attached; whatever parts before them leaves them unreached."""
    part = verified.part
    wrong = part is not None and part.reason in ATTACHMENTS
    count = len(proof.named(session, case.id)) if part is None or wrong else 0
    if count or wrong:
        yield Check(
            ngettext(
                "%(num)d tài liệu kèm theo: mỗi tệp còn nguyên như lúc đính kèm.",
                "%(num)d tài liệu kèm theo: mỗi tệp còn nguyên như lúc đính kèm.",
                count,
            ),
            not wrong,
        )


def _of_seals(session: Session, case: HeldCase, sealed: list[tuple[JournalHead, bool]]) -> str:
    days = {head.day for head, _holds in sealed}
    rows = journal.course(session, case.id, until=case.last_seq)
    open_ = sum(heads.day_of(row.recorded_at) not in days for row in rows)
    words = ngettext(
        "Sổ của %(num)d ngày có lần ghi đã chốt và còn khớp với mã đã chốt.",
        "Sổ của %(num)d ngày có lần ghi đã chốt và còn khớp với mã đã chốt.",
        len(sealed),
    )
    if not open_:
        return words
    later = ngettext(
        "%(num)d lần ghi chưa chốt sổ: sổ chốt khi hết ngày.",
        "%(num)d lần ghi chưa chốt sổ: sổ chốt khi hết ngày.",
        open_,
    )
    return f"{words} {later}" if sealed else later


def _parting(verified: Verified, sealed: list[tuple[JournalHead, bool]]) -> str:
    if verified.part is None:
        day = next(head.day for head, holds in sealed if not holds)
        return _("Sổ ngày %(day)s không còn khớp với mã đã chốt.", day=moments.short_day(day))
    seq, digest = verified.part.seq, verified.part.digest[:12]
    return {
        "altered": _("Lần ghi %(seq)s đã bị thay đổi sau khi ghi.", seq=seq),
        "missing": _("Thiếu lần ghi %(seq)s.", seq=seq),
        "unchained": _("Lần ghi %(seq)s không nối với lần trước.", seq=seq),
        "end_differs": _("Lần ghi cuối, %(seq)s, không khớp với hồ sơ.", seq=seq),
        "state_differs": _("Chạy lại lần ghi %(seq)s ra trạng thái khác với đã ghi.", seq=seq),
        "snapshot_differs": _("Trạng thái đang lưu khác với kết quả chạy lại."),
        "attachment_altered": _(
            "Tài liệu %(digest)s đính kèm ở lần ghi %(seq)s đã bị thay đổi.", digest=digest, seq=seq
        ),
        "attachment_missing": _(
            "Tài liệu %(digest)s đính kèm ở lần ghi %(seq)s không còn.", digest=digest, seq=seq
        ),
        "attachment_unknown": _(
            "Có tài liệu %(digest)s mà không lần ghi nào ghi nhận.", digest=digest
        ),
        "refused": _("Không chạy lại được lần ghi %(seq)s.", seq=seq),
    }[verified.part.reason]


def _at(case: HeldCase, verified: Verified) -> Way | None:
    part = verified.part
    if part is None or part.reason in ("snapshot_differs", "attachment_unknown"):
        return None
    seq = min(part.seq, case.last_seq)
    return Way(url_for("replays.show", code=case.code, buoc=seq), _("Xem lần ghi %(seq)s", seq=seq))
