"""How a case parts from its journal, in words."""

from __future__ import annotations

from processes.history import Part

REASONS = {
    "altered": ("nội dung của lần ghi đã bị thay đổi", "the entry was altered"),
    "missing": ("thiếu lần ghi", "the entry is missing"),
    "unchained": ("lần ghi không nối với lần trước", "the entry is not chained to the one before"),
    "end_differs": (
        "lần ghi cuối không khớp với hồ sơ",
        "the end of the journal is not the one that the case knows",
    ),
    "state_differs": (
        "chạy lại cho trạng thái khác",
        "replay gives another state than was recorded",
    ),
    "snapshot_differs": (
        "trạng thái đã lưu khác với kết quả chạy lại",
        "the stored snapshot is not what replay gives",
    ),
    "attachment_altered": (
        "tệp kèm theo {digest} của lần ghi này đã bị thay đổi",
        "the attachment {digest} of this entry was altered",
    ),
    "attachment_missing": (
        "thiếu tệp kèm theo {digest} của lần ghi này",
        "the attachment {digest} of this entry is missing",
    ),
    "attachment_unknown": (
        "có tệp kèm theo {digest} mà không lần ghi nào ghi nhận",
        "there is an attachment {digest} that no entry names",
    ),
    "refused": ("không chạy lại được lần ghi này", "the entry cannot be replayed"),
}


def parting(part: Part) -> str:
    """One sentence in Vietnamese and in English that names the case and the entry."""
    vi, en = REASONS.get(part.reason, (part.reason, part.reason))
    vi, en = (words.format(digest=part.digest[:12]) for words in (vi, en))
    if part.reason == "attachment_unknown":
        return f"Hồ sơ {part.case_code}: {vi}. / Case {part.case_code}: {en}."
    return (
        f"Hồ sơ {part.case_code} sai từ lần ghi {part.seq}: {vi}. / "
        f"Case {part.case_code} parts at entry {part.seq}: {en}."
    )
