"""What the kill test finds: what was promised to people, against what is there. A pure function."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Given:
    """A number that a client read in full."""

    key: str
    """The client's own name of what it sent, the same each time it sent it again."""
    number: str
    owes: bool
    """Whether a letter must be owed, because an address was left."""


@dataclass(frozen=True)
class Told:
    """A deed of the crew that was answered as done."""

    number: str
    verb: str


@dataclass(frozen=True)
class Kept:
    """A request as the database has it."""

    seq: int
    """How many entries its row says it has."""
    verbs: tuple[str, ...]
    """What its entries say, in order."""
    whole: bool
    """Whether the rows beside it, its words and its contact, are there."""


@dataclass(frozen=True)
class Owed:
    """A notice as the database has it."""

    id: int
    number: str
    given_up: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter that the mail server accepted."""

    notice: int
    marked: bool
    """Whether it says that it may have come before."""


@dataclass(frozen=True)
class Found:
    """What is in the database once all is quiet."""

    requests: Mapping[str, Kept]
    keys: Mapping[str, str]
    """The number that each idempotency key made."""
    notices: Sequence[Owed]
    strays: int
    """Rows that belong to no request: entries, words, keys, photos."""
    jobs_left: int
    """Jobs that are still said to be done, though no worker is there."""
    audit_faults: int


@dataclass(frozen=True)
class Verdict:
    """How many of what; all but the first of each kind must be 0."""

    numbers_given: int
    numbers_lost: int
    """Given out, and not there with its words and all entries."""
    numbers_changed: int
    """Sent again with the same key, and answered with another number."""
    deeds_told: int
    deeds_lost: int
    notices_owed: int
    notices_lost: int
    """Owed or to be owed, and never accepted by the mail server; or given up."""
    notices_doubled: int
    """Accepted more than once without the mark that says so."""
    notices_marked: int
    """Accepted more than once, and said so: allowed."""
    requests_torn: int
    """In the database without all that belongs to them, whether or not anyone was given them."""
    strays: int
    jobs_left: int
    audit_faults: int

    FAULTS = (
        "numbers_lost", "numbers_changed", "deeds_lost", "notices_lost", "notices_doubled",
        "requests_torn", "strays", "jobs_left", "audit_faults",
    )  # fmt: skip

    @property
    def faults(self) -> int:
        """Return how much is wrong."""
        return sum(getattr(self, name) for name in self.FAULTS)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def judge(
    given: Sequence[Given], told: Sequence[Told], found: Found, letters: Iterable[Letter]
) -> Verdict:
    """Return what is lost, torn or doubled of what was promised."""
    numbers = {one.number for one in given}
    torn = {number for number, kept in found.requests.items() if not _is_whole(kept)}
    noticed = {notice.number for notice in found.notices}
    unowed = {one.number for one in given if one.owes} - noticed
    unmarked = Counter(letter.notice for letter in letters if not letter.marked)
    came = Counter(letter.notice for letter in letters)
    unsent = [n for n in found.notices if n.given_up or not came[n.id]]
    return Verdict(
        numbers_given=len(numbers),
        numbers_lost=len((numbers - found.requests.keys()) | (numbers & torn)),
        numbers_changed=_changed(given, found.keys),
        deeds_told=len(told),
        deeds_lost=_deeds_lost(told, found.requests),
        notices_owed=len(found.notices) + len(unowed),
        notices_lost=len(unsent) + len(unowed),
        notices_doubled=sum(1 for times in unmarked.values() if times > 1),
        notices_marked=sum(1 for id_, times in came.items() if times > 1 and unmarked[id_] <= 1),
        requests_torn=len(torn),
        strays=found.strays,
        jobs_left=found.jobs_left,
        audit_faults=found.audit_faults,
    )


def _is_whole(kept: Kept) -> bool:
    return kept.whole and kept.seq == len(kept.verbs) > 0


def _changed(given: Sequence[Given], keys: Mapping[str, str]) -> int:
    """Return how many keys have got more than one number, from the answers and the database."""
    numbers: dict[str, set[str]] = {}
    for one in given:
        numbers.setdefault(one.key, set()).add(one.number)
    return sum(1 for key, got in numbers.items() if len(got | {keys.get(key, min(got))}) > 1)


def _deeds_lost(told: Sequence[Told], requests: Mapping[str, Kept]) -> int:
    lost = 0
    for (number, verb), times in Counter((one.number, one.verb) for one in told).items():
        kept = requests.get(number)
        lost += max(0, times - (kept.verbs.count(verb) if kept else 0))
    return lost
