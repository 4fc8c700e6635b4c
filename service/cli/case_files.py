"""`case export` and `case check`: a case in one file, and whether such a file is whole."""

from __future__ import annotations

from pathlib import Path

import click

from models import accesses
from models.accesses import AccessKind
from processes import casefiles
from service.cli import opening
from service.cli.answers import Answer, answers
from service.cli.cases import case, case_called
from service.cli.findings import checked_sentences, finding_sentence
from service.cli.people import person_called

__all__ = ["case"]


@case.command()
@click.argument("code")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp sẽ ghi, mặc định MÃ.zip. The file to write, CODE.zip by default.",
)
@click.option("--by", "sign_in", help="Ai xuất: được ghi lại. Who exports it: is recorded.")
@answers
def export(*, code: str, target: Path | None, sign_in: str | None) -> Answer:
    """A case in one file that `case check` checks without a database; needs no key.

    Xuất hồ sơ. What people wrote stays encrypted.
    """
    now = opening.now()
    with opening.database() as database:
        with database.reading() as session:
            found = case_called(session, code)
            by = None if sign_in is None else person_called(session, sign_in).id
            written = casefiles.write(session, found, now=now)
        file = target or Path(written.name)
        file.write_bytes(written.content)
        if by is not None:
            with database.transaction() as session:
                accesses.record(session, found.id, by, kind=AccessKind.EXPORTED, now=now)
    return Answer(
        {
            "code": code,
            "file": str(file),
            "entries": written.entries,
            "sha256": written.digest,
        },
        [f"{file}  {written.entries}  sha256 {written.digest}"],
    )


@case.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@answers
def check(*, file: Path) -> Answer:
    """Check an exported case with nothing but its file.

    Kiểm chứng tệp hồ sơ đã xuất, không cần cơ sở dữ liệu và khóa.
    """
    checked = casefiles.check(file.read_bytes())
    findings = [finding_sentence(one) for one in checked.findings]
    return Answer(
        {
            "code": checked.case_code,
            "process_digest": checked.process_digest,
            "entries": checked.entries,
            "replayed": checked.replayed,
            "attachments": checked.attachments,
            "sealed": [{"day": one.day, "digest": one.digest} for one in checked.seals],
            "unsealed": checked.unsealed,
            "whole": not findings,
            "findings": [
                {"part": one.part, "seq": one.seq, "reason": one.reason} for one in checked.findings
            ],
        },
        [] if findings else checked_sentences(checked),
        failure="\n".join(findings) or None,
    )
