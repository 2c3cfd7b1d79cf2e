"""The lines of files as their clocks read them."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from townline.cities.rules.city import City
from townline.council.models import FileEntry
from townline.council.queries.describing import (
    Version,
    council_settings,
    kept_by_version,
    vocabulary,
)
from townline.council.rules.course import Bodies
from townline.council.rules.grammar import Grammar
from townline.council.rules.kept import line_of
from townline.council.rules.lines import Line
from townline.council.verbs import ON_COURSE

COLUMNS = ("subject_id", "seq", "date", "position", "entered_at")
CODES = [verb.code for verb in ON_COURSE]

_grammars: OrderedDict[Version, Grammar] = OrderedDict()
_named: OrderedDict[Version, Bodies] = OrderedDict()


def grammar(city: City) -> Grammar:
    """
    Return the grammar of the city's activities.

    :raises NoCouncil: if the edition in force describes no council
    """
    return kept_by_version(_grammars, city, lambda: Grammar(vocabulary(city)))


def bodies_named(city: City) -> Bodies:
    """Return which body each name of the record means, old names and other spellings too."""
    return kept_by_version(_named, city, lambda: _bodies(city))


def _bodies(city: City) -> Bodies:
    codes, names = {}, {}
    for body in vocabulary(city).bodies:
        names[body.code] = body.name
        for spelling in (*body.aliases, *(name.text for name in body.names)):
            codes[spelling] = body.code
    return Bodies(codes=codes, names=names, council=council_settings(city).council)


def lines(city: City, file_id: int) -> list[Line]:
    """Return the lines of a file, those that were corrected or taken back among them."""
    rows = _rows(FileEntry.objects.filter(subject_id=file_id).order_by("seq"))
    return [line(city, row) for row in rows]


def lines_of(city: City, ids: Sequence[int]) -> Iterator[tuple[int, list[Line]]]:
    """Yield the key of each of some files with its lines, whether it has any or none."""
    found: dict[int, list[Line]] = {file_id: [] for file_id in ids}
    rows = FileEntry.objects.filter(subject_id__in=ids, verb__in=CODES)
    as_text = rows.annotate(text=Cast("data", TextField())).order_by("subject_id", "seq")
    for *row, text in as_text.values_list(*COLUMNS, "text"):  # read by msgspec in half the time
        found[row[0]].append(line(city, (*row, msgspec.json.decode(text))))
    yield from found.items()


def lines_by_file(
    city: City, *, after: int = 0, most: int | None = None
) -> Iterator[tuple[int, list[Line]]]:
    """
    Yield the key of each file with its lines, in the order of the keys, streamed.

    :param after: the key after which to begin
    :param most: up to which key, if not to the last
    """
    found = FileEntry.objects.filter(subject__city_id=city.id, subject_id__gt=after)
    if most is not None:
        found = found.filter(subject_id__lte=most)
    rows = _rows(found.order_by("subject_id", "seq")).iterator(chunk_size=10_000)
    for file_id, entries in groupby(rows, key=itemgetter(0)):
        yield file_id, [line(city, row) for row in entries]


def _rows(found: QuerySet[FileEntry]) -> Any:
    return found.filter(verb__in=CODES).values_list(*COLUMNS, "data")


def line(city: City, row: tuple[Any, ...]) -> Line:
    """Return the line of a row of key, seq, day, position, moment of entry and data."""
    _, seq, day, position, entered_at, data = row
    known: date = entered_at.astimezone(city.zone).date()
    return line_of(seq, day, position, known, data)
