"""`history verify --all` and `history head`."""

from __future__ import annotations

import click

from models import heads
from models.heads import HeadBreak
from processes import history as course
from service.cli import opening
from service.cli.answers import Answer, answers, clock
from service.cli.parting import parting

# What was checked, where all of it holds.
WHOLE = (
    "Mọi lần ghi còn nguyên và nối đúng với lần trước; chạy lại từ đầu ra đúng trạng thái đã ghi ở "
    "từng lần và đúng trạng thái đang lưu; mọi ngày đã chốt sổ còn khớp với mã đã chốt.",
    "Every entry is unaltered and chained to the one before; replay from the beginning gives the "
    "state recorded at each entry and the state now stored; every sealed day still matches.",
)


@click.group()
def history() -> None:
    """The journal of all cases. Nhật ký của mọi hồ sơ."""


@history.command()
@click.option("--all", "everything", is_flag=True, required=True, help="Mọi hồ sơ. All cases.")
@answers
def verify(*, everything: bool) -> Answer:
    """Check every case and every daily head; needs no key.

    Đối chiếu toàn bộ nhật ký.
    """
    del everything
    with opening.history() as found:
        checked = list(course.verify_all(found.workplace))
        with found.workplace.database.reading() as session:
            broken_heads = heads.breaks(session)
    parts = [one.part for one in checked if one.part is not None]
    entries = sum(one.entries for one in checked)
    sentences = [*map(parting, parts), *map(_head_sentence, broken_heads)]
    whole = not sentences
    counted = f"{len(checked)} hồ sơ, {entries} lần ghi. {len(checked)} cases, {entries} entries."
    if found.unprotected is not None:
        sentences.append(found.unprotected)
    return Answer(
        {
            "cases": len(checked),
            "entries": entries,
            "whole": whole,
            "parts": [
                {"code": one.case_code, "seq": one.seq, "reason": one.reason} for one in parts
            ],
            "heads": [{"day": one.day, "reason": one.reason} for one in broken_heads],
        },
        [counted, *WHOLE] if whole else [counted],
        failure="\n".join(sentences) or None,
    )


@history.command()
@answers
def head() -> Answer:
    """The last daily head, to be kept outside. Mã chốt sổ gần nhất, để lưu ở nơi khác."""
    with opening.database() as database, database.reading() as session:
        latest = heads.latest(session)
    if latest is None:
        return Answer(None, ["Chưa chốt ngày nào. No day has been sealed yet."])
    return Answer(
        {
            "day": latest.day,
            "entries": latest.entries,
            "digest": latest.digest,
            "previous_digest": latest.previous_digest,
            "sealed_at": latest.sealed_at,
        },
        [f"{latest.day}  {latest.entries}  {latest.digest}  {clock(latest.sealed_at)}"],
    )


def _head_sentence(broken: HeadBreak) -> str:
    return (
        f"Sổ ngày {broken.day:%d/%m/%Y} không còn khớp với mã đã chốt. / "
        f"The journal of {broken.day:%d/%m/%Y} is not the one that was sealed ({broken.reason})."
    )
