"""Named activities: running plans in which a person without another part may write the log."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.awaited_messages import AwaitedMessage
from models.cases import Case
from models.concerned_people import is_concerned
from models.participants import Participant

ROLE = "named_in_plan"


def of_person(
    session: Session, person_id: int, *, limit: int = 50
) -> Sequence[tuple[Case, AwaitedMessage]]:
    """Cases in whose plan the person is named, with the log entry that each waits for."""
    found = session.execute(
        select(Case, AwaitedMessage)
        .join(Participant, Participant.case_id == Case.id)
        .join(AwaitedMessage, AwaitedMessage.case_id == Case.id)
        .where(
            Participant.person_id == person_id,
            AwaitedMessage.closed_seq.is_(None),
            AwaitedMessage.roles.contains(ROLE),
            ~is_concerned(Case.id, person_id),
        )
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]
