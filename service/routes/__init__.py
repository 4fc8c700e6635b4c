"""The pages, one blueprint a group."""

from service.routes.accesses import page as accesses
from service.routes.agencies import page as agencies
from service.routes.appointments import page as appointments
from service.routes.attachments import page as attachments
from service.routes.audit import page as audit
from service.routes.audit_files import page as audit_files
from service.routes.board import page as board
from service.routes.calendars import page as calendars
from service.routes.cases import page as cases
from service.routes.clock import page as clock
from service.routes.concerned import page as concerned
from service.routes.corrections import page as corrections
from service.routes.deputies import page as deputies
from service.routes.diagrams import page as diagrams
from service.routes.gathering import page as gathering
from service.routes.handing_over import page as handing_over
from service.routes.health import page as health
from service.routes.messages import page as messages
from service.routes.notices import page as notices
from service.routes.operations import page as operations
from service.routes.papers import page as papers
from service.routes.people import page as people
from service.routes.prints import page as prints
from service.routes.proposals import page as proposals
from service.routes.replays import page as replays
from service.routes.reports import page as reports
from service.routes.sign_in import page as sign_in
from service.routes.sign_ins import page as sign_ins
from service.routes.stand_ins import page as stand_ins
from service.routes.support import page as support
from service.routes.tasks import page as tasks
from service.routes.versions import page as versions

PAGES = (
    sign_in,
    reports,
    support,
    tasks,
    notices,
    cases,
    board,
    accesses,
    audit,
    audit_files,
    replays,
    concerned,
    gathering,
    handing_over,
    messages,
    papers,
    corrections,
    attachments,
    prints,
    diagrams,
    people,
    appointments,
    stand_ins,
    deputies,
    agencies,
    sign_ins,
    calendars,
    versions,
    proposals,
    clock,
    operations,
    health,
)
