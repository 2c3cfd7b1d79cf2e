"""Reading CSV files row by row, plain or compressed, with the line of each row."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from townline.founding.rules.faults import MOST_OF_A_FILE, Faults, nearest

LARGEST = 2_000_000_000
"""Bytes that a compressed file may unfold to; more is a bomb and not a city."""


class TooLarge(ValueError):
    """A compressed file unfolds to more than :data:`LARGEST` bytes."""


def opened(path: str, content: bytes) -> BinaryIO:
    """Return a file's bytes as a stream, unfolded on the way where its name ends in ``.gz``."""
    plain = io.BytesIO(content)
    return cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if path.endswith(".gz") else plain


def unfolded(path: str, content: bytes) -> bytes:
    """
    Return the bytes of a file.

    :raises TooLarge: if there are too many
    :raises OSError: if it is compressed and damaged
    """
    with opened(path, content) as stream:
        found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise TooLarge(f"{path} unfolds to more than {LARGEST} bytes")
    return found


class Rows:
    """The rows of a CSV file with a header, as dictionaries of trimmed texts."""

    def __init__(
        self,
        file: str,
        content: bytes,
        faults: Faults,
        *,
        needed: tuple[str, ...],
        optional: tuple[str, ...] = (),
    ) -> None:
        self.file, self._content, self._faults = file, content, faults
        self._needed, self._optional = needed, optional
        self._line, self._told = 1, 0

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield the rows; what cannot be read ends them with a fault."""
        try:
            yield from self._rows()
        except UnicodeDecodeError:
            self.fault("The file is not UTF-8.", "Save it in UTF-8.")
        except (OSError, EOFError, zlib.error):
            self.fault("The file cannot be uncompressed.", "Compress it with gzip anew.")
        except csv.Error as fault:
            self.fault(f"The line cannot be read: {fault}.", "Mend its quotation marks.")
        if self._told > MOST_OF_A_FILE:
            what = f"{self._told - MOST_OF_A_FILE} more faults of this file are not told."
            self._faults.add(self.file, None, what, "Mend those above first.")

    def fault(self, what: str, remedy: str) -> None:
        """Note a fault at the row just read."""
        self._told += 1
        if self._told <= MOST_OF_A_FILE:
            self._faults.add(self.file, self._line, what, remedy)

    def _rows(self) -> Iterator[dict[str, str]]:
        with opened(self.file, self._content) as stream:
            reader = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), strict=True)
            header = [name.strip() for name in next(reader, [])]
            if not self._check(header):
                return
            self._line = reader.line_num + 1
            for cells in reader:
                if len(cells) == len(header):
                    yield dict(zip(header, map(str.strip, cells), strict=True))
                elif cells:
                    what = f"The row has {len(cells)} cells and not {len(header)}."
                    self.fault(what, "Mend the row.")
                self._line = reader.line_num + 1

    def _check(self, header: list[str]) -> bool:
        known = (*self._needed, *self._optional)
        missing = [name for name in self._needed if name not in header]
        for name in missing:
            self.fault(f"The column {name!r} is missing.", f"The columns are: {','.join(known)}.")
        for name in header:
            if name not in known:
                self.fault(f"The column {name!r} is not known.", nearest(name, known))
        return not missing
