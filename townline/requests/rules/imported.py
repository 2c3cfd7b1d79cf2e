"""A row of another system's open data, read as it stands: oddities are flagged, not repaired."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

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
    """A row without number, time of creation or known service; ``code`` says which."""

    def __init__(self, code: str, says: str) -> None:
        self.code = code
        super().__init__(says)


def read(row: Mapping[str, str | None], scheme: Scheme) -> Past:
    """
    Return the request in a row.

    :raises Rejected: if it has no number, no readable time of creation, or no known service
    """
    cell = _Cells(row, scheme)
    number = "".join(cell["number"].split())
    if not number or len(number) > 40 or "\x00" in number:
        raise Rejected("no_number", "the row has no number")
    requested_at = cell.moment("requested")
    if requested_at is None:
        raise Rejected("no_creation_time", f"no readable creation time: {cell['requested']!r}")
    code = scheme.services.get(cell["service"])
    if code is None:
        raise Rejected("unknown_service", f"no service is known as {cell['service']!r}")
    return _past(cell, scheme, number, code, requested_at)


def _past(cell: "_Cells", scheme: Scheme, number: str, code: str, requested_at: datetime) -> Past:
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
        crew=cell["crew"],
        channel=scheme.channels.get(cell["channel"], "other"),
        address=cell["address"],
        zipcode=cell["zip"],
        lat=lat,
        lon=lon,
        outcome=cell["outcome"],
        areas=cell.areas(),
        description=cell["description"],
        flags=tuple(cell.flags),
    )


class _Cells:
    """The row by our own words, collecting what is odd about it."""

    def __init__(self, row: Mapping[str, str | None], scheme: Scheme) -> None:
        self._row, self._scheme = row, scheme
        self.flags: list[str] = []

    def __getitem__(self, word: str) -> str:
        column = self._scheme.columns.get(word)
        text = self._row.get(column) if column else None
        return (text or "").strip()

    def areas(self) -> dict[str, str]:
        """Return the areas that the row names, by kind."""
        found = {kind: self._row.get(column) for kind, column in self._scheme.areas.items()}
        return {kind: text.strip() for kind, text in found.items() if text and text.strip()}

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)

    def moment(self, word: str) -> datetime | None:
        """Return a time with its zone; None where there is none, flagged where it is unreadable."""
        text = self[word]
        if not text:
            return None
        for form in self._scheme.formats:
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
            try:
                placed = self._placed(found, word)
            except OverflowError:
                break  # the last hours of all that can be reckoned with
            if not 1990 <= found.year <= 2100:
                self.flag(f"odd_year_{word}")
            return placed
        self.flag(f"unreadable_{word}")
        return None

    def _placed(self, found: datetime, word: str) -> datetime:
        if found.tzinfo is not None:
            return found
        local = found.replace(tzinfo=self._scheme.zone)
        back = local.astimezone(UTC).astimezone(self._scheme.zone).replace(tzinfo=None)
        if back != found:
            self.flag(f"no_such_time_{word}")
        return local


def _department(cell: _Cells, scheme: Scheme) -> str:
    said = cell["department"]
    department = scheme.departments.get(said, "")
    if said and not department:
        cell.flag("unknown_department")
    return department


def _state(cell: _Cells, scheme: Scheme, closed_at: datetime | None) -> str:
    text = cell["status"]
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
        lat, lon = float(cell["lat"]), float(cell["lon"])
    except ValueError:
        cell.flag("no_point")
        return None, None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        cell.flag("odd_point")
        return None, None
    return lat, lon
