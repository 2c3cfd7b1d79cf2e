"""
Many council files out of some real ones: their rounds drawn again, on other days, by other bodies.

What is drawn keeps what a real round ties together: which activities follow one another, and after
how many days. Everything is decided by a seed, and every file says that it is made up.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from townline.council.rules.numbers import FileNumber

MARK = "Synthetic:"
FIRST_SERIAL = 6000
"""The first serial of a year; no council is known to have had as many files in one."""
SERIALS = 4000
"""How many there are in a year."""
YEARS = 30
"""Over how many years before the end the files are spread."""
ROUNDS = (1, 1, 1, 2, 2, 2, 3)
"""How many rounds a file has, each as likely."""
PAUSE_DAYS = (30, 500)
"""Between two rounds of a file: at least, and how many more at most."""
RARE = 4096
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SYLLABLES = (
    "ba", "cu", "de", "fo", "gi", "ha", "jo", "ku", "le", "mi", "nu", "pa", "ro", "si", "tu", "ve",
)  # fmt: skip
_PLACES = (
    "Avenue", "Boulevard", "Canyon", "Court", "District", "Drive", "Heights", "Lane", "Park",
    "Place", "Plaza", "Road", "Square", "Street", "Terrace", "Valley", "Village", "Way",
)  # fmt: skip
_MATTERS = (
    "Access", "Agreement", "Alley", "Amendment", "Animal", "Annexation", "Appeal", "Appointment",
    "Aqueduct", "Audit", "Award", "Bicycle", "Bonds", "Bridge", "Budget", "Building", "Bus",
    "Business", "Camera", "Charter", "Child", "Cleanup", "Code", "Commission", "Communication",
    "Concrete", "Conduct", "Construction", "Contract", "Council", "Crossing", "Culture", "Data",
    "Dedication", "Design", "Disaster", "Drainage", "Driveway", "Easement", "Election", "Electric",
    "Emergency", "Energy", "Environmental", "Equipment", "Expenditure", "Facility", "Fee", "Fence",
    "Festival", "Finance", "Fire", "Fleet", "Flood", "Franchise", "Fund", "Garage", "Grant",
    "Harbor", "Hearing", "Hiring", "Historic", "Homeless", "Hospital", "Housing", "Ordinance",
    "Infrastructure", "Inspection", "Insurance", "Interim", "Investment", "Landscape", "Language",
    "Lease", "Library", "License", "Lien", "Lighting", "Maintenance", "Map", "Market", "Medical",
    "Memorial", "Mobility", "Mural", "Museum", "Noise", "Nuisance", "Office", "Open", "Outreach",
    "Oversight", "Parking", "Pavement", "Payment", "Pension", "Permit", "Personnel", "Pilot",
    "Planning", "Plan", "Playground", "Police", "Policy", "Pool", "Power", "Procurement", "Program",
    "Project", "Property", "Public", "Purchase", "Rail", "Recreation", "Recycling", "Reform",
    "Relocation", "Rent", "Repair", "Report", "Resolution", "Revenue", "Review", "Safety", "Salary",
    "Sanitation", "School", "Sewer", "Sidewalk", "Signal", "Solar", "Special", "Speed", "Sports",
    "Stadium", "Staffing", "Station", "Storm", "Study", "Subdivision", "Tax", "Technology",
    "Tenant", "Tenants", "Theater", "Traffic", "Training", "Transit", "Tree", "Trimming", "Truck",
    "Utility", "Vacation", "Vehicle", "Vendor", "Veteran", "Volunteer", "Waiver", "Warehouse",
    "Waste", "Water", "Workforce", "Youth", "Zone", "Zoning",
)  # fmt: skip


class TooFew(ValueError):
    """There are no real files to draw from."""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An activity of a real file, as its entry keeps it."""

    day: date
    kept: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made."""

    seed: int
    until: date
    """In its year and the years before, files begin; what would happen later is left out."""


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """A file that never was."""

    number: FileNumber
    title: str
    movers: tuple[str, ...]
    seconders: tuple[str, ...]
    districts: tuple[str, ...]
    received: date
    activities: tuple[Happened, ...]
    """Oldest first."""


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who may act in what is made up: names of bodies by kind, and members of no council."""

    bodies: Mapping[str, Sequence[str]]
    members: Sequence[str] = tuple(f"Demo Member {letter}" for letter in "ABCDEFGHIJKLMNO")
    districts: int = 15


type Round = Sequence[Happened]


class Chance:
    """What decides everything about one file: as many even chances as are asked for."""

    def __init__(self, seed: int, place: int) -> None:
        self._name, self._drawn, self._left, self._state = f"{seed}/{place}", 0, 0, 0

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, not including, ``end``."""
        if self._left < end << 32:
            digest = sha256(f"{self._name}/{self._drawn}".encode()).digest()
            self._state, self._left = int.from_bytes(digest), 1 << 256
            self._drawn += 1
        self._state, found = divmod(self._state, end)
        self._left //= end
        return found

    def one_of[T](self, of: Sequence[T]) -> T:
        """Return one of some, each as likely."""
        return of[self.below(len(of))]

    def mostly_first[T](self, of: Sequence[T]) -> T:
        """Return one of some, the first ones by far most often, as words are said."""
        return of[self.below(self.below(len(of)) + 1)]


class Resampler:
    """
    Draws files from the rounds of real ones.

    :raises TooFew: if there is no round to draw from
    """

    def __init__(self, rounds: Sequence[Round], cast: Cast, plan: Plan) -> None:
        self._rounds = [round_ for round_ in rounds if round_]
        if not self._rounds:
            raise TooFew("there is no real council file to draw from")
        self._cast, self._plan = cast, plan
        self._kind = {name: kind for kind, names in cast.bodies.items() for name in names}

    def files(self, first: int, count: int) -> Iterator[MadeFile]:
        """Yield files by their places; a place gives the same file whenever it is asked."""
        return (self._file(place) for place in range(first, first + count))

    def _file(self, place: int) -> MadeFile:
        chance = Chance(self._plan.seed, place)
        made = number(place, self._plan.until.year)
        first = date(made.year, 1, 1)
        began = first + timedelta(days=chance.below(min(365, (self._plan.until - first).days + 1)))
        drawn = self._activities(began, chance)
        activities = [each for each in drawn if each.day <= self._plan.until]
        members = self._cast.members
        mover = chance.below(len(members))
        second = (mover + 1 + chance.below(len(members) - 1)) % len(members)
        return MadeFile(
            number=made,
            title=self._title(chance),
            movers=(members[mover],),
            seconders=(members[second],),
            districts=(str(1 + chance.below(self._cast.districts)),),
            received=activities[0].day,
            activities=tuple(activities),
        )

    def _activities(self, began: date, chance: Chance) -> Iterator[Happened]:
        other = self._others(chance)
        for _ in range(chance.one_of(ROUNDS)):
            drawn = chance.one_of(self._rounds)
            ahead = began - drawn[0].day
            for each in drawn:
                yield Happened(day=each.day + ahead, kept=moved(each.kept, ahead, other))
            pause = PAUSE_DAYS[0] + chance.below(PAUSE_DAYS[1])
            began = drawn[-1].day + ahead + timedelta(days=pause)

    def _others(self, chance: Chance) -> Callable[[str], str]:
        """Return which body stands in place of each, the same throughout a file."""
        chosen: dict[str, str] = {}

        def other(name: str) -> str:
            kind = self._kind.get(name)
            if kind is None or len(self._cast.bodies[kind]) < 2:
                return name
            if name not in chosen:
                chosen[name] = chance.one_of(self._cast.bodies[kind])
            return chosen[name]

        return other

    def _title(self, chance: Chance) -> str:
        """Return a title with words as common and as rare as real ones have."""
        parts = [
            " ".join(chance.mostly_first(_MATTERS) for _ in range(2 + chance.below(3)))
            for _ in range(1 + chance.below(3))
        ]
        where = f"{rare(chance.below(RARE)).title()} {chance.one_of(_PLACES)}"
        return f"{MARK} {' / '.join(parts)} / {where}"


def rare(place: int) -> str:
    """Return one of the rare words: three syllables that mean nothing."""
    first, rest = divmod(place % RARE, 256)
    return _SYLLABLES[first] + _SYLLABLES[rest // 16] + _SYLLABLES[rest % 16]


def number(place: int, last_year: int) -> FileNumber:
    """
    Return the number of the file at a place: a year's next serial, or a supplement of it.

    The years go round, so that a few files are spread over all of them.
    """
    serials, year = divmod(place, YEARS)
    supplement, serial = divmod(serials, SERIALS)
    return FileNumber(last_year - year, FIRST_SERIAL + serial, supplement)


def moved(kept: Mapping[str, Any], ahead: timedelta, other: Callable[[str], str]) -> dict[str, Any]:
    """Return an activity with all its days so much later, and other bodies in it."""
    return {
        **kept,
        "parameters": {n: _moved(value, ahead, other) for n, value in kept["parameters"].items()},
    }


def _moved(value: Any, ahead: timedelta, other: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return (date.fromisoformat(value) + ahead).isoformat()
        return other(value)
    if isinstance(value, list):
        return [_moved(each, ahead, other) for each in value]
    if isinstance(value, Mapping):
        return {name: _moved(each, ahead, other) for name, each in value.items()}
    return value
