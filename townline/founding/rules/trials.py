"""Reading which real files a city's folder is tried on, and how well it must do: truth.toml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.tables import Document, Table

FILE = "truth.toml"
LEARNED, TRIED, OTHER = USES = ("learned", "tried", "other")
"""Whether the folder's rules were learned from a file, may not have been, or neither."""
BY_AREA, BY_CREW = NAMED_BY = ("area", "crew")
"""Where a row names an area: in a column of its mapping, or by the crew that has its code."""


@dataclass(frozen=True, kw_only=True)
class TrialFile:
    """A file of real past requests, within the folder of data."""

    path: str
    mapping: str
    use: str


@dataclass(frozen=True, kw_only=True)
class AreaTrial:
    """A kind of area that rows name, and the least share of them whose point must lie in it."""

    kind: str
    named_by: str
    least: float


@dataclass(frozen=True, kw_only=True)
class GeocoderBounds:
    """How well the geocoder must find the addresses of rows kept apart, knowing the others'."""

    resolved: float
    """The least share of rows with a point whose address is found."""
    within: float
    """The least share of them whose address is found within a hundred metres of the point."""
    median_m: float
    """How far off the middle answer may be, in metres."""


@dataclass(frozen=True, kw_only=True)
class Trials:
    """What a folder is tried on. Shares are from 0 to 1; None is a trial that is not made."""

    files: tuple[TrialFile, ...] = ()
    areas: tuple[AreaTrial, ...] = ()
    department: float | None = None
    crew: float | None = None
    clock: float | None = None
    geocoder: GeocoderBounds | None = None


def read(files: Mapping[str, bytes], area_kinds: Collection[str], faults: Faults) -> Trials:
    """Return the trials of a folder, which may have none."""
    root = Document(FILE, files.get(FILE, b""), faults).root()
    found = Trials(
        files=tuple(_file(table, files) for table in root.tables("file")),
        areas=tuple(_area(table, area_kinds) for table in root.tables("area")),
        department=_least_of(root, "department"),
        crew=_least_of(root, "crew"),
        clock=_least_of(root, "clock"),
        geocoder=_geocoder(root),
    )
    root.end()
    return found


def _file(table: Table, files: Collection[str]) -> TrialFile:
    found = TrialFile(
        path=table.text("path", required=True),
        mapping=table.text("mapping", required=True),
        use=table.choice("use", USES),
    )
    if found.path.startswith("/") or ".." in found.path.split("/"):
        table.fault("path", "The path leaves the folder of data.", "Write it from there on.")
    known = [p[9:-5] for p in files if p.startswith("mappings/")]
    if found.mapping and found.mapping not in known:
        what = f"There is no mapping {found.mapping!r}."
        table.fault("mapping", what, nearest(found.mapping, known, "Write it in mappings/."))
    table.end()
    return found


def _area(table: Table, kinds: Collection[str]) -> AreaTrial:
    found = AreaTrial(
        kind=table.text("kind", required=True),
        named_by=table.choice("named_by", NAMED_BY, BY_AREA),
        least=_least(table),
    )
    if found.kind and found.kind not in kinds:
        what = f"There is no kind of area {found.kind!r}."
        table.fault("kind", what, nearest(found.kind, kinds, "Name a kind of areas.toml."))
    table.end()
    return found


def _least_of(root: Table, key: str) -> float | None:
    table = root.table(key)
    if table is None:
        return None
    least = _least(table)
    table.end()
    return least


def _geocoder(root: Table) -> GeocoderBounds | None:
    table = root.table("geocoder")
    if table is None:
        return None
    median_m = table.number("median_m")
    if median_m is None or median_m <= 0:
        table.fault("median_m", "median_m is no distance.", "Give metres.")
    found = GeocoderBounds(
        resolved=_least(table, "resolved"),
        within=_least(table, "within"),
        median_m=median_m or 0.0,
    )
    table.end()
    return found


def _least(table: Table, key: str = "least") -> float:
    share = table.number(key)
    if share is None or not 0 <= share <= 1:
        table.fault(key, f"{key} is no share.", "Write it as 0.975.")
        return 0.0
    return share
