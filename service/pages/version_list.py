"""Quy trình: the versions of the procedure, what waits for a second owner, and one's own draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from models import cases, definitions, people, proposed_versions, version_signatures
from models.definitions import ProcessVersion
from models.people import Person
from models.proposed_versions import ProposedVersion
from models.version_signatures import VersionSignature
from processes.cases import PROCESS
from processes.permissions import Caller
from processes.working_time.local_time import today
from processes.workplace import Workplace
from service.languages import language
from service.pages import moments
from service.pages.tags import Tag
from service.speech import gettext as _
from service.speech import ngettext
from service.ways import Way

MOST_WITHDRAWN = 10


@dataclass(frozen=True)
class VersionRow:
    """One version: when it holds, how many cases run on it, who signed it."""

    number: int
    href: str
    title: str
    tag: Tag
    period: str
    open: int
    ended: int
    digest: str
    signed: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """A proposal or a draft."""

    title: str
    words: str
    way: Way


@dataclass(frozen=True)
class ListPage:
    """See `templates/versions.html`."""

    title: str
    intro: str
    waiting: Waiting | None
    draft: Waiting | None
    versions: tuple[VersionRow, ...]
    withdrawn: tuple[str, ...]
    upload: str
    problem: str


def page(workplace: Workplace, who: Caller, *, now: datetime, problem: str = "") -> ListPage:
    """The list, with what is wrong with the file that was just sent."""
    with workplace.database.reading() as session:
        versions = definitions.all_versions(session, PROCESS)
        waiting = proposed_versions.waiting(session, PROCESS)
        draft = proposed_versions.draft_of(session, PROCESS, who.person_id)
        withdrawn = proposed_versions.withdrawn(session, PROCESS, most=MOST_WITHDRAWN)
        rows = version_rows(session, versions, on=today(now))
        ids = {one.author_id for one in (*withdrawn, *([waiting] if waiting else []))}
        ids |= {one.closed_by for one in withdrawn if one.closed_by}
        names = people.by_ids(session, ids)
        title = (
            str(workplace.bundle(session, versions[0].id).description["title"][language()])
            if versions
            else ""
        )
    return ListPage(
        title=_("Quy trình"),
        intro=title,
        waiting=None if waiting is None else _waiting(waiting, names),
        draft=None if draft is None else _draft(draft),
        versions=rows,
        withdrawn=tuple(_withdrawn(one, names) for one in withdrawn),
        upload=url_for("proposals.upload"),
        problem=problem,
    )


def version_rows(
    session: Session, versions: Sequence[ProcessVersion], *, on: date
) -> tuple[VersionRow, ...]:
    """The versions, the newest first, in three statements whatever their number."""
    counts = cases.counts_of_versions(session)
    signatures = {one.version_id: one for one in version_signatures.of_process(session, PROCESS)}
    ids = {one.published_by for one in versions if one.published_by}
    ids |= {one.proposed_by for one in signatures.values()}
    ids |= {one.approved_by for one in signatures.values()}
    names = people.by_ids(session, ids)
    ends = last_days(versions)
    return tuple(
        VersionRow(
            number=one.id,
            href=url_for("versions.show", number=one.id),
            title=called(one),
            tag=_tag(one.effective_from, ends[one.id], on),
            period=_period(one.effective_from, ends[one.id]),
            open=counts.get(one.id, (0, 0))[0],
            ended=counts.get(one.id, (0, 0))[1],
            digest=one.digest,
            signed=_signed(one, signatures.get(one.id), names),
        )
        for one in versions
    )


def called(version: ProcessVersion) -> str:
    """What a version is called."""
    return _("Phiên bản %(number)d", number=version.id)


def last_days(versions: Sequence[ProcessVersion]) -> Mapping[int, date | None]:
    """The last day of each version; before its first where it never holds.

    Of several from one day the last published holds, as `models.definitions.in_force` says.
    """
    ends: dict[int, date | None] = {}
    following: date | None = None
    for one in versions:  # the newest first
        ends[one.id] = None if following is None else following - timedelta(days=1)
        following = one.effective_from
    return ends


def _tag(since: date, to: date | None, on: date) -> Tag:
    if to is not None and to < since:
        return Tag(_("không áp dụng ngày nào"), "")
    if since > on:
        return Tag(_("sẽ áp dụng"), "today")
    if to is not None and to < on:
        return Tag(_("hết áp dụng"), "")
    return Tag(_("đang áp dụng"), "met")


def _period(since: date, to: date | None) -> str:
    first = moments.short_day(since)
    if to is None or to < since:
        return _("từ %(first)s", first=first)
    return _("%(first)s đến %(last)s", first=first, last=moments.short_day(to))


def _signed(
    version: ProcessVersion, signature: VersionSignature | None, names: Mapping[int, Person]
) -> tuple[str, ...]:
    if signature is None:
        moment = moments.moment(version.published_at)
        if version.published_by is None:
            return (_("Ghi khi cài đặt, %(moment)s", moment=moment),)
        name = names[version.published_by].name
        return (_("%(name)s công bố %(moment)s", name=name, moment=moment),)
    return (
        _(
            "%(name)s đề nghị %(moment)s",
            name=names[signature.proposed_by].name,
            moment=moments.moment(signature.proposed_at),
        ),
        _(
            "%(name)s phê duyệt %(moment)s",
            name=names[signature.approved_by].name,
            moment=moments.moment(signature.approved_at),
        ),
    )


def cases_under_way(row: VersionRow) -> str:
    """How many cases run on a version, in a sentence."""
    return ngettext(
        "%(num)d hồ sơ đang chạy trên phiên bản này, %(ended)d hồ sơ đã kết thúc.",
        "%(num)d hồ sơ đang chạy trên phiên bản này, %(ended)d hồ sơ đã kết thúc.",
        row.open,
        ended=row.ended,
    )


def _waiting(one: ProposedVersion, names: Mapping[int, Person]) -> Waiting:
    since = "" if one.effective_from is None else moments.day(one.effective_from)
    return Waiting(
        title=_("Một phiên bản mới chờ người thứ hai phê duyệt"),
        words=_("%(name)s đề nghị, áp dụng từ %(day)s.", name=names[one.author_id].name, day=since),
        way=Way(url_for("proposals.show", number=one.id), _("Xem đề nghị")),
    )


def _draft(one: ProposedVersion) -> Waiting:
    return Waiting(
        title=_("Bản nháp của thầy cô"),
        words=_("Tải lên lúc %(moment)s, chưa gửi ai.", moment=moments.moment(one.uploaded_at)),
        way=Way(url_for("proposals.show", number=one.id), _("Mở bản nháp")),
    )


def _withdrawn(one: ProposedVersion, names: Mapping[int, Person]) -> str:
    return _(
        "Bản %(digest)s do %(author)s đề nghị, %(name)s rút %(moment)s",
        digest=one.digest[:8],
        author=names[one.author_id].name,
        name=names[one.closed_by or one.author_id].name,
        moment=moments.moment(one.closed_at or one.uploaded_at),
    )
