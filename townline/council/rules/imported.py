"""A file as another system told of it, before anything of it is understood."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Numbers that the file is known by elsewhere, under one label."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ImportedActivity:
    """A line of its history, in the words of the source."""

    date: date
    sentence: str
    documents: tuple[str, ...] = ()
    """Names of the papers that hang on it."""
    body: str = ""
    """Who acted, where the source says so beside the sentence."""


@dataclass(frozen=True, kw_only=True)
class ImportedDocument:
    """A paper that the source names."""

    title: str
    date: date | None
    name: str
    """Its file name there; empty where it has none."""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportedBallot:
    """How one member voted, as written."""

    member: str
    district: str
    vote: str


@dataclass(frozen=True, kw_only=True)
class ImportedVote:
    """A vote as the source has it."""

    date: date
    meeting_type: str
    action: str
    given: str
    """The tally as written, e.g. ``(14 - 0 - 1)``: yes, no, absent."""
    ballots: tuple[ImportedBallot, ...]


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """All that a source says of a file."""

    number: str
    title: str
    source: str
    """What kind of source, in words for the record."""
    generated: date | None = None
    """The day of which the source speaks; it knows nothing later."""
    received: date | None = None
    recorded_change: date | None = None
    recorded_expiration: date | None = None
    references: tuple[Reference, ...] = ()
    initiated_by: tuple[str, ...] = ()
    direct_to_council: bool | None = None
    districts: tuple[str, ...] = ()
    movers: tuple[str, ...] = ()
    seconders: tuple[str, ...] = ()
    mover_comment: str = ""
    subject: str = ""
    activities: tuple[ImportedActivity, ...] = ()
    """Newest first, as sources list them."""
    documents: tuple[ImportedDocument, ...] = ()
    votes: tuple[ImportedVote, ...] = ()
    """Newest day first, and in their order within a day."""
    doubled: tuple[str, ...] = ()
    """What the source has twice and is taken once, in sentences."""
