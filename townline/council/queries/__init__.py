"""What others may ask about the council's files."""

from townline.council.queries.clocks import clock
from townline.council.queries.describing import (
    NoCouncil,
    bodies,
    council_settings,
    has_council,
    offered_types,
    vocabulary,
)
from townline.council.queries.documents import (
    DocumentShown,
    NoSuchDocument,
    document,
    documents,
)
from townline.council.queries.drafts import DraftShown, Said, draft, drafts
from townline.council.queries.files import (
    FileShown,
    NoSuchFile,
    changed_lately,
    family,
    file,
    files,
    has_demo_files,
    read_number,
)
from townline.council.queries.flags import FlagShown, flags
from townline.council.queries.history import (
    ActivityShown,
    Paper,
    history,
    standing_activities,
)
from townline.council.queries.lines import bodies_named, grammar, lines_by_file
from townline.council.queries.meeting_days import meeting_days
from townline.council.queries.papers import paper
from townline.council.queries.proof import disagreements
from townline.council.queries.report import printed_report
from townline.council.queries.search import Found, Hit, search
from townline.council.queries.sheets import NoSuchPaper, referral_sheet, report_sheet, sheets

__all__ = [
    "ActivityShown",
    "DocumentShown",
    "DraftShown",
    "FileShown",
    "FlagShown",
    "Found",
    "Hit",
    "NoCouncil",
    "NoSuchDocument",
    "NoSuchFile",
    "NoSuchPaper",
    "Paper",
    "Said",
    "bodies",
    "bodies_named",
    "changed_lately",
    "clock",
    "council_settings",
    "disagreements",
    "document",
    "documents",
    "draft",
    "drafts",
    "family",
    "file",
    "files",
    "flags",
    "grammar",
    "has_council",
    "has_demo_files",
    "history",
    "lines_by_file",
    "meeting_days",
    "offered_types",
    "paper",
    "printed_report",
    "read_number",
    "referral_sheet",
    "report_sheet",
    "search",
    "sheets",
    "standing_activities",
    "vocabulary",
]
