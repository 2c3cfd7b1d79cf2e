"""The tables of the council: what the city says of it, bodies, files, their record, documents."""

from townline.council.models.bodies import BodyNameRow, BodyRow
from townline.council.models.describing import Description, Wording
from townline.council.models.documents import DocumentRow, DocumentText, Filed
from townline.council.models.drafts import DraftRow
from townline.council.models.files import CouncilFile
from townline.council.models.flags import Flag
from townline.council.models.following import InstructionRow, OrdinanceRow, StatementRow
from townline.council.models.meetings import (
    AgendaItemRow,
    AgendaVersionRow,
    MeetingEntry,
    MeetingRow,
    MeetingStepRow,
)
from townline.council.models.people import MembershipRow, PersonRow, SeatRow
from townline.council.models.reckoning import Reckoning
from townline.council.models.record import FileEntry
from townline.council.models.search import Searched, Word
from townline.council.models.series import Series
from townline.council.models.votes import BallotRow, VoteRow

__all__ = [
    "AgendaItemRow",
    "AgendaVersionRow",
    "BallotRow",
    "BodyNameRow",
    "BodyRow",
    "CouncilFile",
    "Description",
    "DocumentRow",
    "DocumentText",
    "DraftRow",
    "FileEntry",
    "Filed",
    "Flag",
    "InstructionRow",
    "MeetingEntry",
    "MeetingRow",
    "MeetingStepRow",
    "MembershipRow",
    "OrdinanceRow",
    "PersonRow",
    "Reckoning",
    "Searched",
    "SeatRow",
    "Series",
    "StatementRow",
    "VoteRow",
    "Word",
    "Wording",
]
