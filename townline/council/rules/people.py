"""Who sits where: people, seats, and the many ways in which one name is written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

ROLES = ("member", "chair", "vice_chair", "president")
"""What somebody can be in a body."""
ALONE = frozenset({"chair", "president"})
"""What only one is at a time."""
NOT_A_LETTER = re.compile(r"[^a-z ]+")
BLANKS = re.compile(r"\s+")
HONOURS = frozenset({"councilmember", "councilwoman", "councilman", "member", "president", "the"})
"""Words before a name that are none of it."""
PARTS = {"mc": 2}
"""Beginnings of surnames after which a capital letter follows, where all was in capitals."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who votes or moves."""

    code: str
    """Stays as it is through all spellings, e.g. ``hugo-soto-martinez``."""
    name: str
    """As it is to be written."""
    spellings: tuple[str, ...] = ()
    """Other ways in which records write it."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place in a body that one person holds at a time."""

    body: str
    code: str
    """As ballots have it, e.g. ``7``."""
    area: str = ""
    """The key of the area that its holder stands for, e.g. ``council_district:7``."""


@dataclass(frozen=True, kw_only=True)
class Membership:
    """That somebody sits in a body, from one day up to but not with another; None: not known."""

    person: str
    body: str
    seat: str = ""
    role: str = "member"
    """One of :data:`ROLES`."""
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class CannotSit(ValueError):
    """Somebody cannot sit in a body so; ``part`` names what is wrong of it, the text what to do."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part = part


@dataclass(frozen=True, kw_only=True)
class People:
    """Everyone whom a city's folder names."""

    people: tuple[Person, ...] = ()
    seats: tuple[Seat, ...] = ()
    memberships: tuple[Membership, ...] = ()


def folded(name: str) -> str:
    """
    Return a name without all that writers disagree about.

    Accents, case, hyphens, dots and single letters between names go: ``CURREN D. PRICE`` and
    ``Curren Price`` are one, and so are ``SOTO-MARTINEZ`` and ``Soto Martínez``.
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore")
    text = NOT_A_LETTER.sub(" ", plain.decode().lower().replace("'", ""))
    words = [word for word in BLANKS.split(text) if word and word not in HONOURS]
    full = [word for word in words if len(word) > 1]
    return " ".join(full or words)


class Names:
    """Finds people by what a record calls them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._full: dict[str, str] = {}
        self._last: dict[str, set[str]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Know one person more."""
        for spelling in (person.name, *person.spellings):
            key = folded(spelling)
            if key:
                self._full.setdefault(key, person.code)
                for end in _endings(key):
                    self._last.setdefault(end, set()).add(person.code)

    def find(self, text: str) -> str | None:
        """Return whom a whole name, or a surname that only one of them has, means."""
        key = folded(text)
        if not key:
            return None
        if key in self._full:
            return self._full[key]
        meant = self._last.get(key, set())
        return next(iter(meant)) if len(meant) == 1 else None


def _endings(key: str) -> Iterable[str]:
    words = key.split()
    return (" ".join(words[at:]) for at in range(1, len(words)))


def proper(name: str) -> str:
    """Return a name that was written in capitals as names are; others stay as they are."""
    tidy = BLANKS.sub(" ", name).strip()
    if tidy != tidy.upper():
        return tidy
    return " ".join("-".join(_capital(part) for part in w.split("-")) for w in tidy.split(" "))


def _capital(word: str) -> str:
    low = word.lower()
    at = PARTS.get(low[:2], 0) if len(low) > 3 else 0
    return low[:at].capitalize() + low[at:].capitalize() if at else low.capitalize()


def code_for(name: str, taken: Iterable[str] = ()) -> str:
    """Return a code for a person whom nobody knew before, unlike all that are taken."""
    stem = folded(name).replace(" ", "-") or "person"
    used, code, number = set(taken), stem, 2
    while code in used:
        code, number = f"{stem}-{number}", number + 1
    return code


def surnames(movers: str) -> tuple[str, ...]:
    """Return the names in ``(Rodriguez - McOsker)``, with blanks and dashes of any kind between."""
    inner = movers.strip().strip("()")
    parts = re.split(r"\s+[-–—]\s*|\s*[-–—]\s+|\s*;\s*", inner)
    return tuple(name for part in parts if (name := part.strip()) and name.lower() != "et al.")


def holders(memberships: Iterable[Membership], body: str, day: date) -> Mapping[str, Membership]:
    """Return who sits in a body on a day, by person; a seat's holder goes before a mere member."""
    found: dict[str, Membership] = {}
    for each in memberships:
        if each.body == body and each.on(day) and (each.person not in found or each.seat):
            found[each.person] = each
    return found


def overlap(one: Membership, two: Membership) -> bool:
    """Return whether there is a day on which both hold."""
    return not _before(one, two) and not _before(two, one)


def _before(one: Membership, two: Membership) -> bool:
    return one.until is not None and two.since is not None and one.until <= two.since


def check_sits(new: Membership, others: Iterable[Membership], names: Mapping[str, str]) -> None:
    """
    Refuse a membership that cannot be beside the others of its body.

    :param names: what people are called, by code
    :raises CannotSit: if it ends before it begins, the same person sits there already on one of
        its days, or somebody else is then what only one can be
    """
    if new.since and new.until and new.until <= new.since:
        what = f"Who sits from {new.since} has not left by {new.until}: give a later day."
        raise CannotSit("until", what)
    for other in others:
        if other.body != new.body or not overlap(new, other):
            continue
        if other.person == new.person:
            name = names.get(new.person, new.person)
            what = f"{name} sits there already {_days(other)}; change that, or end it first."
            raise CannotSit("person", what)
        if new.role == other.role and new.role in ALONE:
            name = names.get(other.person, other.person)
            what = f"{name} is {new.role} {_days(other)}; there is one at a time."
            raise CannotSit("role", what)


def _days(each: Membership) -> str:
    since = f"from {each.since}" if each.since else "from a day that nobody said"
    return f"{since} until {each.until}" if each.until else f"{since} on"
