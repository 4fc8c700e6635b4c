"""A filed form as the caller of this request sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from models import people
from models.held import HeldCase
from processes import definitions, papers
from processes.bundle import Bundle
from processes.drafts import Subject
from processes.forms.definition import FormDefinition
from processes.forms.wording import Wording
from processes.journal import CaseNotFound
from processes.papers import Paper
from processes.permissions import Caller
from service.here import workplace
from service.pages import titles
from service.seen import seen_case
from service.ways import CaseWay, Way


@dataclass(frozen=True)
class Filed:
    """A form as it was filed and in every version since, with what its page needs."""

    who: Caller
    case: HeldCase
    versions: tuple[Paper, ...]
    definition: FormDefinition
    wording: Wording
    names: Mapping[int, people.Person]
    about: str
    version: str
    bundle: Bundle

    @classmethod
    def of(cls, who: Caller, code: str, seq: int) -> Filed:
        """Raises CaseNotFound, also where nothing was filed at the entry."""
        place = workplace()
        with place.database.reading() as session:
            case = seen_case(session, who, code)
            versions = papers.one(session, case, place.keys, seq)
            if not versions:
                raise CaseNotFound
            bundle = place.bundle(session, case.process_version_id)
            wording = place.wording(session, case.school_id)
            return cls(
                who=who,
                case=case,
                versions=versions,
                definition=definitions.form(bundle, versions[0].form),
                wording=wording,
                names=people.by_ids(session, {one.actor_id for one in versions if one.actor_id}),
                about=titles.of_groups(bundle, case.category, wording),
                version=titles.of_version(bundle),
                bundle=bundle,
            )

    @property
    def subject(self) -> Subject:
        """What a draft of the correction is of."""
        return Subject.of_paper(self.case, self.versions[0].seq, self.definition.id)

    @property
    def case_way(self) -> CaseWay:
        """To the case, with what it is about."""
        href = url_for("cases.show", code=self.case.code)
        return CaseWay(href, self.case.code, self.about)

    @property
    def back(self) -> Way:
        """To the case."""
        return Way(url_for("cases.show", code=self.case.code), self.case.code)
