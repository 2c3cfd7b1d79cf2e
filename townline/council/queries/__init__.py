"""What others may ask about the council's files."""

from townline.council.queries.clocks import (
    clock,
    clock_of,
)
from townline.council.queries.consequences import (
    Follows,
    InstructionShown,
    OrdinanceShown,
    StatementShown,
    follows,
    owed,
    pressing,
)
from townline.council.queries.describing import (
    NoCouncil,
    bodies,
    council_settings,
    has_council,
    offered_types,
    vocabulary,
    wordings,
)
from townline.council.queries.documents import (
    DocumentShown,
    NoSuchDocument,
    document,
    documents,
    place_of,
)
from townline.council.queries.drafts import (
    DraftShown,
    Said,
    draft,
    drafts,
)
from townline.council.queries.due import (
    files_due,
)
from townline.council.queries.files import (
    FileShown,
    NoSuchFile,
    changed_lately,
    family,
    file,
    files,
    has_demo_files,
    kin,
    read_number,
)
from townline.council.queries.flags import (
    FlagShown,
    flags,
)
from townline.council.queries.following import (
    News,
    NewsLine,
    NoSuchTopic,
    Topic,
    is_news,
    news,
    topic,
)
from townline.council.queries.history import (
    ActivityShown,
    Paper,
    history,
    standing_activities,
)
from townline.council.queries.lines import (
    bodies_named,
    grammar,
    lines_by_file,
)
from townline.council.queries.meeting_days import (
    meeting_days,
)
from townline.council.queries.meeting_sheets import (
    agenda_sheet,
    cancellation_sheet,
    draft_sheet,
    journal_sheet,
)
from townline.council.queries.meetings import (
    ItemShown,
    MeetingLine,
    MeetingShown,
    NoSuchMeeting,
    ReadyFile,
    VersionShown,
    items,
    meeting,
    meetings,
    meetings_of,
    ready_for,
    record_of_meeting,
    running,
    versions,
)
from townline.council.queries.memberships import (
    MembershipShown,
    has_seats,
    memberships,
    sitting,
)
from townline.council.queries.on_agendas import (
    OnAgenda,
    on_agendas,
)
from townline.council.queries.papers import (
    paper,
)
from townline.council.queries.pending import (
    pending_in,
)
from townline.council.queries.people import (
    NoSuchPerson,
    PersonShown,
    members,
    names,
    people,
    person,
    seats,
)
from townline.council.queries.proof import (
    disagreements,
)
from townline.council.queries.report import (
    printed_report,
)
from townline.council.queries.search import (
    Count,
    Found,
    Hit,
    search,
)
from townline.council.queries.sheets import (
    NoSuchPaper,
    referral_sheet,
    report_sheet,
    sheets,
    sheets_of,
)
from townline.council.queries.titles import Titled, titled
from townline.council.queries.votes import (
    Asked,
    BallotShown,
    VoteShown,
    options_of,
    votes,
    votes_at,
    votes_of,
)

__all__ = [
    "ActivityShown",
    "Asked",
    "BallotShown",
    "Count",
    "DocumentShown",
    "DraftShown",
    "FileShown",
    "FlagShown",
    "Follows",
    "Found",
    "Hit",
    "InstructionShown",
    "ItemShown",
    "MeetingLine",
    "MeetingShown",
    "MembershipShown",
    "News",
    "NewsLine",
    "NoCouncil",
    "NoSuchDocument",
    "NoSuchFile",
    "NoSuchMeeting",
    "NoSuchPaper",
    "NoSuchPerson",
    "NoSuchTopic",
    "OnAgenda",
    "OrdinanceShown",
    "Paper",
    "PersonShown",
    "ReadyFile",
    "Said",
    "StatementShown",
    "Titled",
    "Topic",
    "VersionShown",
    "VoteShown",
    "agenda_sheet",
    "bodies",
    "bodies_named",
    "cancellation_sheet",
    "changed_lately",
    "clock",
    "clock_of",
    "council_settings",
    "disagreements",
    "document",
    "documents",
    "draft",
    "draft_sheet",
    "drafts",
    "family",
    "file",
    "files",
    "files_due",
    "flags",
    "follows",
    "grammar",
    "has_council",
    "has_demo_files",
    "has_seats",
    "history",
    "is_news",
    "items",
    "journal_sheet",
    "kin",
    "lines_by_file",
    "meeting",
    "meeting_days",
    "meetings",
    "meetings_of",
    "members",
    "memberships",
    "names",
    "news",
    "offered_types",
    "on_agendas",
    "options_of",
    "owed",
    "paper",
    "pending_in",
    "people",
    "person",
    "place_of",
    "pressing",
    "printed_report",
    "read_number",
    "ready_for",
    "record_of_meeting",
    "referral_sheet",
    "report_sheet",
    "running",
    "search",
    "seats",
    "sheets",
    "sheets_of",
    "sitting",
    "standing_activities",
    "titled",
    "topic",
    "versions",
    "vocabulary",
    "votes",
    "votes_at",
    "votes_of",
    "wordings",
]
