"""What the check of an exported case found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from processes.casefiles import Checked, Finding
from service.cli.parting import REASONS

OF_PARTS = {
    **REASONS,
    "absent": ("không còn trong tệp", "is gone from the file"),
    "unknown": ("không có trong tệp lúc xuất", "was not in the file when it was exported"),
    "unreadable": ("không đọc được", "cannot be read"),
    "other_version": (
        "không phải phiên bản quy trình của hồ sơ",
        "is not the version of the process that the case runs on",
    ),
    "seal_differs": ("không khớp với mã chốt sổ của ngày", "differs from the seal of the day"),
    "not_sealed": (
        "ghi trong ngày này mà không có trong sổ đã chốt",
        "was recorded on this day and is not under its seal",
    ),
    "dropped": (
        "có trong sổ đã chốt mà không còn trong nhật ký",
        "is under the seal and gone from the journal",
    ),
    "repacked": ("tệp nén đã bị sửa", "the archive itself was altered"),
}
ALTERED_PART = ("đã bị thay đổi", "was altered")


def finding_sentence(found: Finding) -> str:
    """One sentence in Vietnamese and in English that names the part, and the entry."""
    whole = found.seq is None and found.reason == "altered"
    vi, en = ALTERED_PART if whole else OF_PARTS[found.reason]
    if found.seq is not None:
        vi, en = f"lần ghi {found.seq}: {vi}", f"entry {found.seq}: {en}"
    if not found.part:
        return f"{vi[:1].upper()}{vi[1:]}. / {en[:1].upper()}{en[1:]}."
    part = _printed(found.part)
    return f"{part}: {vi}. / {part}: {en}."


def checked_sentences(checked: Checked) -> Sequence[str]:
    """What was checked of a file in which all is whole."""
    code = _printed(checked.case_code)
    seals = [f"  {one.day.isoformat()}  {one.digest}" for one in checked.seals]
    return [
        f"{code}: {checked.entries} lần ghi còn nguyên và nối đúng với nhau; chạy lại "
        f"{checked.replayed} bước ra đúng trạng thái đã ghi ở từng lần; mọi phần của tệp khớp với "
        "mã của nó.",
        f"{code}: {checked.entries} entries are unaltered and chained; replaying "
        f"{checked.replayed} steps gives the state recorded at each; every part of the file has "
        "its digest.",
        *(
            [
                f"{checked.attachments} tệp kèm theo còn nguyên như lúc đính kèm. / "
                f"{checked.attachments} attachments are as they were put in."
            ]
            if checked.attachments
            else []
        ),
        f"Quy trình / process: {checked.process_digest}",
        *(
            [
                "Mã chốt sổ, để so với mã giữ ở nơi khác / seals, to be compared with those kept "
                "elsewhere:",
                *seals,
            ]
            if seals
            else []
        ),
        *(
            [
                f"{checked.unsealed} lần ghi chưa có mã chốt sổ. / "
                f"{checked.unsealed} entries are under no seal yet."
            ]
            if checked.unsealed
            else []
        ),
    ]


def _printed(told: str) -> str:
    """As the file has it, on one line: no control character of a stranger moves the cursor."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in told)
