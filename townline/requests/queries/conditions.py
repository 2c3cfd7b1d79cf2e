"""A filter, and who asks, as the conditions of a statement over requests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.record.verbs import Actor
from townline.requests.queries.commonness import are_common
from townline.requests.rules import nearby as rule
from townline.requests.rules.publicity import Viewer

MOST_WORDS = 300
"""Characters of a search that are read."""
_LOOSE_MINUS = re.compile(r"-(?![\w\"])")
"""A minus that excludes nothing: many of them are more than PostgreSQL's parser can hold."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which requests; every condition that is given must hold."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    open: bool | None = None
    statuses: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    """Area keys, one of which must hold the request."""
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    near: tuple[Point, float] | None = None
    """A point and a radius in metres."""
    box: tuple[float, float, float, float] | None = None
    """South, west, north, east."""
    words: str = ""
    """Words in the text, as far as the viewer may read it."""
    origins: tuple[str, ...] = ()
    lead: str = ""
    """The number of the request that they joined."""
    crews: tuple[str, ...] = ()
    assignees: tuple[int, ...] = ()
    """Keys of members of staff, one of whom must have it; 0 stands for nobody."""
    unread: bool = False
    """Whether a message of the reporter must wait for staff to look at it."""


@dataclass
class Conditions:
    """The conditions of a statement in which ``r`` is the request, and what fills them."""

    parts: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    said: str = ""
    """The condition on the words ``w`` of the request; empty where none are looked for."""
    varied: bool = False
    """
    Whether the best plan hangs on the values: a district or a street corner, a rare word or a
    common one. Such a statement is planned anew each time.
    """

    @property
    def but_words(self) -> str:
        """Return them as SQL, without that on the words."""
        return " AND ".join(self.parts)

    @property
    def text(self) -> str:
        """Return all of them as SQL; ``beside`` must be joined."""
        return f"{self.but_words} AND {self.said}" if self.said else self.but_words

    @property
    def beside(self) -> str:
        """Return the join that the condition on words needs."""
        return "JOIN requests_words w ON w.request_id = r.id" if self.said else ""

    def add(self, part: str, **values: object) -> None:
        """Add a condition with its values."""
        self.parts.append(part)
        self.values |= values


PLAIN = {
    "numbers": "r.number = ANY(%(numbers)s::text[])",
    "services": "r.service_code = ANY(%(services)s::text[])",
    "statuses": "r.status = ANY(%(statuses)s::text[])",
    "departments": "r.department = ANY(%(departments)s::text[])",
    "crews": "r.crew = ANY(%(crews)s::text[])",
    "origins": "r.origin = ANY(%(origins)s::text[])",
    "since": "r.requested_at >= %(since)s::timestamptz",
    "until": "r.requested_at <= %(until)s::timestamptz",
    "updated_since": "r.updated_at >= %(updated_since)s::timestamptz",
    "updated_until": "r.updated_at <= %(updated_until)s::timestamptz",
    "lead": "r.lead_id = (SELECT lead.id FROM requests_servicerequest lead"
    " WHERE lead.city_id = %(city)s AND lead.number = %(lead)s)",
}
"""Each condition that one field of a filter makes alone."""
SAME_PLAN = frozenset({"numbers", "since", "until", "updated_since", "updated_until"})
"""Those for which one plan is good whatever their values are: an index leads to the rows wanted."""
CLOSED, NOT_CLOSED = "(r.status = 'closed') IS TRUE", "(r.status = 'closed') IS FALSE"
"""Written as the index ``request_by_standing`` has it."""
PUBLIC = "r.publicity <> 'nothing' AND r.status <> 'held' AND NOT r.hidden"
READABLE = "(r.publicity = 'everything' OR r.released_at IS NOT NULL)"
"""That everyone may read the text; written as the index ``request_readable`` has it."""
IN_RARE_AREAS = (
    "r.id = ANY(ARRAY(SELECT held.id FROM requests_servicerequest held"
    " WHERE held.areas && %(areas)s::text[]{between}))"
)
"""
By the index of areas, which the planner would often leave aside for a longer way. Times between
which the requests lie stand here too: what is older is then not fetched a second time.
"""
INSIDE = (
    "r.lat BETWEEN %(south)s::float8 AND %(north)s::float8"
    " AND r.lon BETWEEN %(west)s::float8 AND %(east)s::float8"
)
WITHIN = (  # haversine, as in rules.nearby
    f"2 * {rule.EARTH_M} * asin(sqrt(least(1, sin(radians(r.lat - %(lat)s::float8) / 2) ^ 2"
    " + cos(radians(%(lat)s::float8)) * cos(radians(r.lat))"
    " * sin(radians(r.lon - %(lon)s::float8) / 2) ^ 2))) <= %(radius_m)s::float8"
)
SAID = "w.vector @@ websearch_to_tsquery('simple', %(words)s::text)"


def viewer_of(by: Actor | None) -> Viewer:
    """Return as whom an actor looks."""
    return Viewer.STAFF if by and by.kind == "staff" else Viewer.EVERYONE


def conditions(city: City, wanted: Filter, by: Actor | None) -> Conditions:
    """Return the conditions of those requests of a city that fit and that ``by`` may know of."""
    found = Conditions(["r.city_id = %(city)s"], {"city": city.id})
    _seen(found, by)
    _fill(found, wanted)
    if wanted.words:
        _said(found, wanted.words, by)
    return found


def own_conditions(city: City, wanted: Filter) -> Conditions:
    """
    Return the conditions of what fits in departments whose people may read everything.

    Which departments those are is for the caller to add.
    """
    found = Conditions(["r.city_id = %(city)s"], {"city": city.id})
    _fill(found, replace(wanted, departments=()))
    if wanted.words:
        _search(found, wanted.words)
    return found


def _fill(found: Conditions, wanted: Filter) -> None:
    for name, part in _plain(wanted):
        given = getattr(wanted, name)
        found.add(part, **{name: list(given) if isinstance(given, tuple) else given})
        found.varied |= name not in SAME_PLAN
    _what(found, wanted)
    _whose(found, wanted)
    _where(found, wanted)


def _whose(found: Conditions, wanted: Filter) -> None:
    if wanted.unread:
        found.varied = True  # few are so, and an index knows which
        found.add("r.unread_since IS NOT NULL")
    people = [key for key in wanted.assignees if key]
    if not wanted.assignees:
        return
    found.varied = True
    if not people:
        found.add("r.assignee_id IS NULL")
    elif 0 in wanted.assignees:
        found.add("(r.assignee_id IS NULL OR r.assignee_id = ANY(%(people)s))", people=people)
    else:
        found.add("r.assignee_id = ANY(%(people)s)", people=people)


def _seen(found: Conditions, by: Actor | None) -> None:
    if viewer_of(by) is Viewer.EVERYONE:
        found.add(PUBLIC)
    elif by and "*" not in by.departments:
        found.add(
            "(r.publicity <> 'nothing' OR r.department = ANY(%(own)s::text[]))",
            own=sorted(by.departments),
        )


def _plain(wanted: Filter) -> Iterator[tuple[str, str]]:
    for name, part in PLAIN.items():
        alone = name == "services" and len(wanted.services) == 1
        if getattr(wanted, name) and not alone:
            yield name, part


def _what(found: Conditions, wanted: Filter) -> None:
    if len(wanted.services) == 1:  # by "=", so that its index gives them in order of time
        found.add("r.service_code = %(service)s", service=wanted.services[0])
    if wanted.open is not None:
        found.add(NOT_CLOSED if wanted.open else CLOSED)
    elif wanted.statuses and "closed" not in wanted.statuses:
        found.add(NOT_CLOSED)
    elif wanted.statuses == ("closed",):
        found.add(CLOSED)


def _where(found: Conditions, wanted: Filter) -> None:
    if wanted.areas:
        _areas(found, wanted)
    box = rule.box(*wanted.near) if wanted.near else wanted.box
    if box:
        found.add(INSIDE, **dict(zip(("south", "west", "north", "east"), box, strict=True)))
        found.varied = True
    if wanted.near:
        centre, radius_m = wanted.near
        found.add(WITHIN, lat=centre.lat, lon=centre.lon, radius_m=radius_m)


def _areas(found: Conditions, wanted: Filter) -> None:
    found.varied = True
    if are_common(wanted.areas):
        names = [f"area_{position}" for position in range(len(wanted.areas))]
        each = " OR ".join(f"%({name})s::text = ANY(r.areas)" for name in names)
        found.add(f"({each})", **dict(zip(names, wanted.areas, strict=True)))
    else:
        ends = [PLAIN[name] for name in ("since", "until") if getattr(wanted, name)]
        between = "".join(f" AND {end}" for end in ends).replace(" r.", " held.")
        found.add(IN_RARE_AREAS.format(between=between), areas=list(wanted.areas))


def _said(found: Conditions, words: str, by: Actor | None) -> None:
    _search(found, words)
    if viewer_of(by) is Viewer.EVERYONE:
        found.add(READABLE)


def _search(found: Conditions, words: str) -> None:
    found.said = SAID
    found.values["words"] = _LOOSE_MINUS.sub(" ", words[:MOST_WORDS])
    found.varied = True
