"""A row of another system's open data, read as it stands: oddities are flagged, not repaired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

from townline.requests.rules.times import Times

LOCATED_BY_ADDRESS = "located_by_address"
"""The flag of a row whose point is not the data's, but where its address was found."""
LONGEST_NUMBER = 40
NO_NUMBER = frozenset("/\x00")
"""What no number may hold: each is a part of the address of its page."""
STATES = ("open", "waiting", "closed", "cancelled", "referred")
COLUMNS = (
    "number", "requested", "updated", "closed", "service", "status", "department", "crew",
    "channel", "address", "zip", "lat", "lon", "due", "scheduled", "outcome", "description",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How the columns of a file are to be read; a mapping file of the city's folder."""

    name: str
    columns: Mapping[str, str]
    """Our word → the file's column."""
    formats: tuple[str, ...]
    zone: ZoneInfo
    """The zone of times without an offset."""
    status: Mapping[str, str]
    channels: Mapping[str, str]
    services: Mapping[str, str]
    """The file's names → service codes, those that the services claim for themselves included."""
    departments: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    """Kind of area → the column that names the area, to be compared with what the point says."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """One request as the data tells it."""

    number: str
    service_code: str
    state: str
    requested_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    scheduled_at: datetime | None
    department: str
    """Empty where the data names none that the city knows."""
    crew: str
    channel: str
    address: str
    zipcode: str
    lat: float | None
    lon: float | None
    outcome: str
    flags: tuple[str, ...]
    areas: Mapping[str, str] = field(default_factory=dict)
    """The areas that the row names, by kind; those it leaves empty are not here."""
    description: str = ""
    """What was said; shown as that of any request of its service, never more freely."""


class Rejected(ValueError):
    """A row without usable number, time of creation or known service; ``code`` says which."""

    def __init__(self, code: str, says: str) -> None:
        self.code = code
        super().__init__(says)


class RowReader:
    """Reads the rows of one file, whose columns stand where its header says."""

    def __init__(self, scheme: Scheme, header: Sequence[str]) -> None:
        """Columns that the header lacks are empty; of two of one name the last one counts."""
        self._scheme = scheme
        self._times = _times(scheme.formats, scheme.zone)
        self._width = len(header)
        at: dict[str | None, int] = {column: position for position, column in enumerate(header)}
        columns = (scheme.columns.get(word) for word in COLUMNS)
        # What is not in the file stands behind its last column, where every row is padded.
        self._pick = itemgetter(*(at.get(column, self._width) for column in columns))
        self._areas = [(kind, at[c]) for kind, c in scheme.areas.items() if c in at]

    def read(self, row: Sequence[str]) -> Past:
        """
        Return the request in a row, which may be shorter or longer than the header.

        :raises Rejected: if it has no number, no readable time of creation, or no known service
        """
        whole = [*row, *[""] * (self._width + 1 - len(row))]
        whole[self._width] = ""  # the first cell too many, if there are any
        cells = dict(zip(COLUMNS, map(str.strip, self._pick(whole)), strict=True))
        areas = {kind: text for kind, at in self._areas if (text := whole[at].strip())}
        return _read(_Cells(cells, areas, self._times), self._scheme)


def read(row: Mapping[str, str | None], scheme: Scheme) -> Past:
    """
    Return the request in a single row, given by the names of its columns.

    :raises Rejected: if it has no number, no readable time of creation, or no known service
    """
    return RowReader(scheme, tuple(row)).read([text or "" for text in row.values()])


@lru_cache(maxsize=16)
def _times(formats: tuple[str, ...], zone: ZoneInfo) -> Times:
    return Times(formats, zone)


class _Cells:
    """The row by our own words, collecting what is odd about it."""

    def __init__(self, texts: dict[str, str], areas: dict[str, str], times: Times) -> None:
        self.texts, self._times = texts, times
        self.areas = areas
        """The areas that the row names, by kind."""
        self.flags: list[str] = []

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)

    def moment(self, word: str) -> datetime | None:
        """Return a time with its zone; None where there is none, flagged where it is unreadable."""
        text = self.texts[word]
        if not text:
            return None
        found = self._times.read(text)
        for oddity in found.oddities:
            self.flag(f"{oddity}_{word}")
        return found.at


def _read(cell: _Cells, scheme: Scheme) -> Past:
    number = "".join(cell.texts["number"].split())
    if not number or len(number) > LONGEST_NUMBER or not NO_NUMBER.isdisjoint(number):
        raise Rejected("no_number", "the row has no number that can be a part of an address")
    requested_at = cell.moment("requested")
    if requested_at is None:
        raise Rejected(
            "no_creation_time", f"no readable creation time: {cell.texts['requested']!r}"
        )
    code = scheme.services.get(cell.texts["service"])
    if code is None:
        raise Rejected("unknown_service", f"no service is known as {cell.texts['service']!r}")
    return _past(cell, scheme, number, code, requested_at)


def _past(cell: _Cells, scheme: Scheme, number: str, code: str, requested_at: datetime) -> Past:
    """Return what else the row says; a row is worth keeping without any of it."""
    closed_at = cell.moment("closed")
    state = _state(cell, scheme, closed_at)
    closed_at = _end(cell, state, requested_at, closed_at)
    lat, lon = _place(cell)
    return Past(
        number=number,
        service_code=code,
        state=state,
        requested_at=requested_at,
        updated_at=cell.moment("updated") or closed_at or requested_at,
        closed_at=closed_at,
        due_at=cell.moment("due"),
        scheduled_at=cell.moment("scheduled"),
        department=_department(cell, scheme),
        crew=cell.texts["crew"],
        channel=scheme.channels.get(cell.texts["channel"], "other"),
        address=cell.texts["address"],
        zipcode=cell.texts["zip"],
        lat=lat,
        lon=lon,
        outcome=cell.texts["outcome"],
        areas=cell.areas,
        description=cell.texts["description"],
        flags=tuple(cell.flags),
    )


def _department(cell: _Cells, scheme: Scheme) -> str:
    said = cell.texts["department"]
    department = scheme.departments.get(said, "")
    if said and not department:
        cell.flag("unknown_department")
    return department


def _state(cell: _Cells, scheme: Scheme, closed_at: datetime | None) -> str:
    text = cell.texts["status"]
    if not text:
        return "closed" if closed_at else "open"
    state = scheme.status.get(text)
    if state is None:
        cell.flag("unknown_status")
        return "closed" if closed_at else "open"
    return state


def _end(
    cell: _Cells, state: str, requested_at: datetime, closed_at: datetime | None
) -> datetime | None:
    ended = state in ("closed", "cancelled", "referred")
    if ended and closed_at is None:
        cell.flag("closed_without_time")
    if not ended and closed_at is not None:
        cell.flag("closing_time_though_open")
        return None
    if closed_at is not None and closed_at < requested_at:
        cell.flag("closed_before_opened")
    return closed_at


def _place(cell: _Cells) -> tuple[float | None, float | None]:
    try:
        lat, lon = float(cell.texts["lat"]), float(cell.texts["lon"])
    except ValueError:
        cell.flag("no_point")
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        cell.flag("odd_point")
        return None, None
    return lat, lon
