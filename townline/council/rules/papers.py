"""
The papers of the clerk's division: what each of them says, as values for its template.

Days are in words, since a template only sets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What every paper says."""

    city: str
    office: str
    """Whose paper it is, as printed at its top."""
    printed: str
    """The day on which it was made."""
    title: str
    """The name of the document, as programs show it."""
    language: str = "en"
    demo: bool = False
    """Whether it is of no real city, and says so on every page."""


@dataclass(frozen=True, kw_only=True)
class OfFile(Sheet):
    """What every paper about a file says."""

    number: str
    subject: str
    """The file's title."""
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How a vote went."""

    result: str
    """In the words of the record."""
    yes: int
    no: int
    absent: int
    recused: int = 0
    abstain: int = 0
    voted_yes: tuple[str, ...] = ()
    voted_no: tuple[str, ...] = ()
    were_absent: tuple[str, ...] = ()
    were_recused: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    taken_back: str = ""
    """Why the vote does not count any more; empty while it does."""


@dataclass(frozen=True, kw_only=True)
class ActionLetter(OfFile):
    """The council action letter: tells whom it concerns what was decided."""

    day: str
    """Of the action."""
    action: str
    """Its sentence."""
    final: str = ""
    """The day on which it became final; empty while it is not."""
    movers: tuple[str, ...] = ()
    seconders: tuple[str, ...] = ()
    vote: Tally | None = None
    documents: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Who is sent it."""


@dataclass(frozen=True, kw_only=True)
class Transmittal(OfFile):
    """The transmittal to the Mayor."""

    day: str
    action: str
    sent: str
    last_day: str
    """The Mayor's last day to act."""
    vote: Tally | None = None


@dataclass(frozen=True, kw_only=True)
class Return(OfFile):
    """What came back from the Mayor: concurrence, veto, or returned unsigned."""

    day: str
    action: str
    returned: str
    """The day of it."""
    last_day: str = ""
    reason: str = ""
    """What the Mayor says, in full."""


@dataclass(frozen=True, kw_only=True)
class ReferralMemo(OfFile):
    """The memo by which a file is sent to committees."""

    referred: str
    sender: str
    """Whose papers they are; empty for a motion."""
    to: tuple[str, ...]
    by: str = ""
    """Who referred it."""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Referred:
    """A line of the sheet of referrals."""

    number: str
    to: tuple[str, ...]
    document: str
    """What was referred, e.g. ``Motion (Price - Lee) relative to ….``"""
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReferralSheet(Sheet):
    """The daily sheet of what was referred where."""

    day: str
    lines: tuple[Referred, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An item of a meeting that did not happen, and where it goes."""

    number: str
    subject: str
    to: str = ""
    """The day; empty where it has none yet."""


@dataclass(frozen=True, kw_only=True)
class Cancellation(Sheet):
    """The notice that a meeting is cancelled, or ended for want of a quorum."""

    body: str
    starts: str
    """Day and hour."""
    place: str = ""
    reason: str = ""
    lost_quorum: bool = False
    """Whether it ended because too few members were there."""
    items: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JournalItem:
    """What was done with one item."""

    ordinal: str
    number: str
    subject: str
    action: str
    """The sentence of the record, as printed; empty where nothing was done."""
    votes: tuple[Tally, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Journal(Sheet):
    """The journal of a meeting."""

    body: str
    starts: str
    kind: str
    place: str = ""
    ended: str = ""
    """Day and hour."""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    items: tuple[JournalItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertifiedCopy(OfFile):
    """The certificate of a copy of a paper of the record, which follows where it is a PDF."""

    day: str
    action: str
    document: str
    digest: str
    """Its SHA-256, as the record has it."""
    clerk: str
    """Who certifies it."""
    pages: int = 0
    """How many pages of the document follow the certificate; 0: it comes apart from it."""
    apart: str = ""
    """Why it does, as the end of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Report(OfFile):
    """The printed report of a file."""

    system: str
    fields: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    """Day and sentence, newest first."""


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """One item of an agenda."""

    ordinal: str
    number: str
    caption: str
    districts: tuple[str, ...] = ()
    recommendation: str = ""
    special_by: str = ""
    """Who called it special."""
    time_limit: str = ""
    last_day: str = ""
    statements: tuple[str, ...] = ()
    """Community impact statements, with their positions."""
    votes_required: int | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaSection:
    """A part of an agenda."""

    name: str
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, kw_only=True)
class Agenda(Sheet):
    """The agenda of a meeting, as posted or as it is drafted."""

    body: str
    starts: str
    kind: str
    place: str = ""
    notice: str = ""
    """What whoever reads it must know first, e.g. that a newer version is posted."""
    draft: bool = False
    """Whether it is not posted, and says so on every page."""
    version: str = ""
    posted: str = ""
    reason: str = ""
    """Why it was posted again."""
    digest: str = ""
    """Of the frozen agenda, if it is posted."""
    sections: tuple[AgendaSection, ...] = ()


PAPERS: Mapping[str, type[Sheet]] = {
    "action-letter": ActionLetter,
    "transmittal": Transmittal,
    "concurrence": Return,
    "veto": Return,
    "returned-unsigned": Return,
    "referral": ReferralMemo,
    "referral-sheet": ReferralSheet,
    "cancellation": Cancellation,
    "journal": Journal,
    "certified-copy": CertifiedCopy,
    "report": Report,
    "agenda": Agenda,
}
"""The papers by the names of their templates, with what each of them takes."""


def values(sheet: Sheet) -> dict[str, Any]:
    """Return a paper's values as its template sees them."""
    plain = msgspec.to_builtins(sheet)
    assert isinstance(plain, dict)
    return plain
