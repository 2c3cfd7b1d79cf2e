"""Reading the places that a city knows by name: addresses, crossings and landmarks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from townline.cities.rules.city import CitySettings
from townline.founding.rules.faults import Faults
from townline.founding.rules.rows import Rows
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark

ADDRESSES, CROSSINGS = "places/addresses.csv", "places/crossings.csv"
LANDMARKS = "places/landmarks.csv"
NUMBER = re.compile(r"([0-9]{1,9})[ -]?([0-9A-Za-z/ ]{0,10})")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many places of each sort the folder brings."""

    addresses: int
    crossings: int
    landmarks: int

    @property
    def total(self) -> int:
        """All of them together."""
        return self.addresses + self.crossings + self.landmarks


class Places:
    """The lists of places of a folder: read again each time, since they may be long."""

    def __init__(self, files: Mapping[str, bytes], settings: CitySettings) -> None:
        self._files = files
        self._bounds = settings.bounds

    def check(self, faults: Faults) -> Counts:
        """Read everything once, note what is wrong, and return how much there is."""
        return Counts(
            addresses=sum(1 for _ in self.addresses(faults)),
            crossings=sum(1 for _ in self.crossings(faults)),
            landmarks=sum(1 for _ in self.landmarks(faults)),
        )

    def addresses(self, faults: Faults | None = None) -> Iterator[KnownAddress]:
        """Yield the addresses; rows that will not do are left out."""
        needed = ("number", "direction", "street", "suffix", "zip", "lat", "lon")
        for rows, row, (lat, lon) in self._rows(ADDRESSES, needed, (), faults):
            number = NUMBER.fullmatch(row["number"])
            if not number or not row["street"]:
                rows.fault("The address has no number or no street.", "Write 123 and MAIN.")
                continue
            yield KnownAddress(
                number=int(number[1]),
                number_suffix=number[2].strip(),
                direction=row["direction"],
                street=row["street"],
                suffix=row["suffix"],
                zipcode=row["zip"],
                lat=lat,
                lon=lon,
            )

    def crossings(self, faults: Faults | None = None) -> Iterator[KnownCrossing]:
        """Yield the crossings; rows that will not do are left out."""
        needed = ("street_a", "street_b", "zip", "lat", "lon")
        for rows, row, (lat, lon) in self._rows(CROSSINGS, needed, (), faults):
            if not row["street_a"] or not row["street_b"]:
                rows.fault("The crossing lacks one of its streets.", "Write both.")
                continue
            yield KnownCrossing(
                street_a=row["street_a"],
                street_b=row["street_b"],
                zipcode=row["zip"],
                lat=lat,
                lon=lon,
            )

    def landmarks(self, faults: Faults | None = None) -> Iterator[KnownLandmark]:
        """Yield the landmarks; rows that will not do are left out."""
        for rows, row, (lat, lon) in self._rows(
            LANDMARKS, ("name", "lat", "lon"), ("address",), faults
        ):
            if not row["name"]:
                rows.fault("The landmark has no name.", "Write it.")
                continue
            yield KnownLandmark(name=row["name"], lat=lat, lon=lon, address=row.get("address", ""))

    def _rows(
        self,
        path: str,
        needed: tuple[str, ...],
        optional: tuple[str, ...],
        faults: Faults | None,
    ) -> Iterator[tuple[Rows, dict[str, str], tuple[float, float]]]:
        """Yield the rows of a file, plain or compressed, whose point is in the city's bounds."""
        for name in (path, f"{path}.gz"):
            if name not in self._files:
                continue
            rows = Rows(
                name, self._files[name], faults or Faults(), needed=needed, optional=optional
            )
            for row in rows:
                if point := self._point(rows, row):
                    yield rows, row, point

    def _point(self, rows: Rows, row: Mapping[str, str]) -> tuple[float, float] | None:
        try:
            lat, lon = float(row["lat"]), float(row["lon"])
        except ValueError:
            rows.fault("lat and lon are not numbers.", "Write degrees, such as 34.05 and -118.24.")
            return None
        south, west, north, east = self._bounds
        if south <= lat <= north and west <= lon <= east:
            return lat, lon
        swapped = south <= lon <= north and west <= lat <= east
        remedy = "lat and lon are swapped." if swapped else "Check it, or widen the bounds."
        rows.fault("The point lies outside the city's bounds.", remedy)
        return None
