"""`definition check`, `publish`, `list`, `diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from models import appointments, definitions, people
from models.appointments import Role
from models.definitions import ProcessVersion
from models.refusals import Refusal
from processes import checks, differences, proposals
from processes.bundle import DESCRIPTION, Bundle, catalogue
from processes.cases import PROCESS
from processes.engine import Finding
from processes.permissions import NotPermitted
from processes.working_time.local_time import today
from service.cli import opening
from service.cli.answers import Answer, answers, columns
from service.cli.calendar_words import Day
from service.cli.people import person_called

EXISTING = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class VersionUnknown(Refusal):
    """No version has this number or digest, and no folder this name."""

    vi = "Không có phiên bản hay thư mục “{name}”; xem donghanh definition list."
    en = "There is no version or folder “{name}”; see donghanh definition list."


@click.group()
def definition() -> None:
    """Versions of the procedure. Các phiên bản của quy trình."""


@definition.command()
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
@answers
def check(*, paths: tuple[Path, ...]) -> Answer:
    """Check bundles (folders) or single diagrams; every finding with element and line.

    A single diagram is checked among the files of its folder, or of the procedure of this release,
    where it takes the place of the one with the same process. Soát sơ đồ và biểu mẫu.
    """
    found = [(path, one) for path in paths for one in _findings(path)]
    sound = "Không có lỗi. No findings."
    failure = f"Có {len(found)} lỗi. / {len(found)} findings." if found else None
    return Answer(
        {
            "sound": not found,
            "findings": [{"path": str(path), **one.document} for path, one in found],
        },
        [_line(one) for _, one in found] or [sound],
        failure,
    )


@definition.command()
@click.argument("folder", type=FOLDER)
@click.option("--from", "since", type=Day(), required=True, help="Hiệu lực từ. In force from.")
@click.option("--by", "sign_in", required=True, help="Chủ quy trình. The process owner.")
@click.option("--approved-by", "second", help="Chủ quy trình thứ hai. The second process owner.")
@answers
def publish(*, folder: Path, since: date, sign_in: str, second: str | None) -> Answer:
    """Put a checked bundle in force from a date; cases under way stay on their version.

    The first version of an installation is signed by one owner, each later one by two. Công bố một
    phiên bản; từ phiên bản thứ hai cần hai người.
    """
    bundle = Bundle.from_folder(folder)
    now = opening.now()
    with opening.database() as database, database.transaction() as session:
        owner = _owner(session, sign_in)
        version = proposals.publish(
            session,
            bundle,
            since,
            by=owner if second is None else _owner(session, second),
            proposed_by=None if second is None else owner,
            now=now,
        )
    return Answer(
        {"version": version.id, "process": version.process, "digest": version.digest},
        [f"Đã công bố phiên bản {version.id}. Published as version {version.id}."],
    )


@definition.command(name="list")
@answers
def list_() -> Answer:
    """All published versions, the newest first. Mọi phiên bản."""
    with opening.database() as database, database.reading() as session:
        versions = definitions.all_versions(session)
        owners = people.by_ids(session, {one.published_by for one in versions if one.published_by})
    names = {number: owner.sign_in_name for number, owner in owners.items()}
    documents = [
        {
            "version": one.id,
            "process": one.process,
            "digest": one.digest,
            "effective_from": one.effective_from,
            "effective_to": one.effective_to,
            "published_by": names.get(one.published_by or 0),
            "published_at": one.published_at,
        }
        for one in versions
    ]
    rows = [
        (
            one.id,
            one.process,
            one.digest[:12],
            f"{one.effective_from} – {one.effective_to or ''}".rstrip(),
            names.get(one.published_by or 0),
        )
        for one in versions
    ]
    return Answer(documents, columns(rows))


@definition.command()
@click.argument("old")
@click.argument("new")
@answers
def diff(*, old: str, new: str) -> Answer:
    """What changes from one version to another; each a number, a digest or a folder.

    So sánh hai phiên bản.
    """
    before, after = _named(old), _named(new)
    changed = differences.changed_files(before, after)
    found = differences.of_versions(before, after)
    lines = [
        *(f"{one.file}: {one.what['vi']} / {one.what['en']}" for one in found),
        *(line for name in changed for line in differences.lines(before, after, name)),
    ]
    return Answer(
        {
            "files": [{"file": name, "state": state.value} for name, state in changed.items()],
            "differences": [
                {
                    "kind": one.kind.value,
                    "file": one.file,
                    "element": one.element,
                    "message": one.what,
                }
                for one in found
            ],
        },
        lines or ["Không có khác biệt. No difference."],
    )


def _findings(path: Path) -> tuple[Finding, ...]:
    if path.is_dir():
        return checks.of_bundle(Bundle.from_folder(path))
    folder = path.parent
    beside = Bundle.from_folder(folder) if (folder / DESCRIPTION).exists() else catalogue(PROCESS)
    return checks.of_diagram(path.read_bytes(), beside)


def _line(one: Finding) -> str:
    place = f"{one.file}:{one.line}" if one.line else one.file
    return f"{place} {one.element} ({one.rule}): {one.message_vi} / {one.message_en}"


def _owner(session: Session, sign_in: str) -> int:
    """The id of a process owner; raises PersonUnknown, NotPermitted."""
    owner = person_called(session, sign_in)
    held = appointments.in_force(session, owner.id, on=today(opening.now()))
    if Role.PROCESS_OWNER not in {one.role for one in held}:
        raise NotPermitted
    return owner.id


def _named(name: str) -> Bundle:
    if Path(name).is_dir():
        return Bundle.from_folder(Path(name))
    with opening.database() as database, database.reading() as session:
        for version in definitions.all_versions(session):
            if _is_called(version, name):
                return Bundle.from_bytes(definitions.bundle_of(session, version.id))
    raise VersionUnknown(name=name)


def _is_called(version: ProcessVersion, name: str) -> bool:
    return str(version.id) == name or (len(name) >= 6 and version.digest.startswith(name))
