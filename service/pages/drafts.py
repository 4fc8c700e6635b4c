"""What a form says of its draft: when it was saved, and what to do about a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from models.refusals import Refusal
from processes.drafts import DraftElsewhere, Kept
from service.languages import language
from service.pages import moments
from service.speech import gettext as _


@dataclass(frozen=True, slots=True)
class DraftPart:
    """Of a form that may be kept as a draft.

    `revision` is the draft that the page goes on from (0: none); `kept` and `warning` are
    sentences, or empty; `state`: "unsaved" where
    the page shows what was typed and is in no draft yet, "refused" where saving it was refused and
    a person decides.
    """

    revision: int = 0
    kept: str = ""
    warning: str = ""
    state: str = ""

    @classmethod
    def opened(cls, draft: Kept | None) -> Self:
        """Of a form just opened, with what its draft holds."""
        return cls() if draft is None else cls(draft.revision, kept_at(draft))

    @classmethod
    def refused(cls, refusal: Refusal, revision: int) -> Self:
        """Of a form that could not be saved; saved once more, it takes the place of the newer."""
        if not isinstance(refusal, DraftElsewhere):
            return cls(revision, warning=refusal.sentence(language()), state="unsaved")
        newer = refusal.newer
        held = 0 if newer is None else newer.revision
        return cls(held, warning=_how_to_go_on(newer), state="refused")


def kept_at(draft: Kept) -> str:
    """When it was saved."""
    return _("Nháp lưu lúc %(moment)s.", moment=moments.moment(draft.saved_at))


def refused_briefly(refusal: Refusal) -> str:
    """What is told beside the form while somebody types on; the button leads to the whole of it."""
    if not isinstance(refusal, DraftElsewhere):
        return refusal.sentence(language())
    if refusal.newer is None:
        return _("Chưa lưu: nháp này đã được gửi hoặc bỏ ở trang khác. Bấm “Lưu nháp” để chọn.")
    return _(
        "Chưa lưu: có nháp mới hơn, từ trang hoặc máy khác, lúc %(time)s. Bấm “Lưu nháp” để chọn.",
        time=moments.time_of(refusal.newer.saved_at),
    )


def saved_just_now(draft: Kept) -> str:
    """What is told beside the form while somebody types on."""
    return _("Đã lưu nháp lúc %(time)s", time=moments.time_of(draft.saved_at))


def _how_to_go_on(newer: Kept | None) -> str:
    if newer is None:
        return _(
            "Nháp này đã được gửi hoặc bỏ ở một trang khác. Những gì thầy cô gõ ở đây còn nguyên "
            "và chưa lưu. Bấm “Lưu nháp” lần nữa để giữ thành nháp mới."
        )
    return _(
        "Có nháp mới hơn, lưu ở một trang hoặc máy khác lúc %(moment)s. Những gì thầy cô gõ ở đây "
        "còn nguyên và chưa lưu. Bấm “Lưu nháp” lần nữa để thay nháp kia bằng trang này, hoặc mở "
        "lại trang để xem nháp kia.",
        moment=moments.moment(newer.saved_at),
    )
