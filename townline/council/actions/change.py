"""How a file that is already there changes: held, allowed, entered, and reckoned anew."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.council.actions.searchable import refresh
from townline.council.models import CouncilFile, FileEntry
from townline.council.queries.files import NoSuchFile
from townline.council.queries.lines import bodies_named, lines
from townline.council.queries.reckoned import reckoner
from townline.council.rules.kept import columns_of
from townline.council.rules.lines import Line
from townline.council.rules.standing import standing
from townline.record import actions as record
from townline.record.verbs import Actor, Verb, require


class Stale(Exception):
    """Somebody else changed the file since the actor saw it; nothing was written."""


@contextmanager
def changing(city: City, identifier: str, *, seen: int | None = None) -> Iterator[CouncilFile]:
    """
    Hold the file's row, in one transaction, and save what was changed of it at the end.

    :param seen: the last entry that the actor had before their eyes; None for those who add to
        the record whatever it says by then
    :raises NoSuchFile: if there is none
    :raises Stale: if the record has grown since
    """
    with transaction.atomic():
        try:
            file = CouncilFile.objects.held(city.id, identifier)
        except CouncilFile.DoesNotExist:
            raise NoSuchFile(f"There is no council file {identifier}.") from None
        if seen is not None and seen != file.seq:
            raise Stale(f"{identifier} has changed since you opened it; look at what is new.")
        yield file
        file.save(force_update=True)
        refresh(city=city, ids=[file.pk])


def happen(
    file: CouncilFile, verb: Verb, *, by: Actor, at: datetime, note: str = "", **data: Any
) -> int:
    """
    Enter what happens to a file that is being changed, and return the entry's ``seq``.

    :raises NotAllowed: if the actor may not
    """
    require(by, verb)
    entry = record.enter(
        subject=file, verb=verb, by=by, at=at, note=note, columns=columns_of(data), **data
    )
    assert isinstance(entry, FileEntry)
    file.changed_at = max(at, file.changed_at)
    return entry.seq


def reckon(city: City, file: CouncilFile, today: date) -> None:
    """Set what follows from the file's record on its row; the caller saves it."""
    every = lines(city, file.pk)
    put_values(file, reckoner(city, today).values(every))
    settle(file, every, bodies_named(city).codes)


def settle(file: CouncilFile, every: list[Line], codes: Mapping[str, str]) -> None:
    """Set how many activities stand in the file's record, and whom it names, on its row."""
    counted = standing(every, as_of=date.max, known_on=date.max)
    file.activities = len(counted)
    file.bodies = sorted(_named(counted, codes, file))


def put_values(file: CouncilFile, values: Mapping[str, Any]) -> None:
    """Keep what follows from its record on a row."""
    for column, value in values.items():
        setattr(file, column, value)


def _named(counted: list[Line], codes: Mapping[str, str], file: CouncilFile) -> set[str]:
    """Return the codes of all bodies that the file and its activities name."""
    names = [*file.initiated_by]
    for line in counted:
        for value in line.activity.parameters.values():
            names += value if isinstance(value, tuple) else (value,)
    return {codes[name] for name in names if isinstance(name, str) and name in codes}
