"""Writing synthetic files, many at once, each with a record of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import msgspec
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import put_values, settle
from townline.council.actions.introducing import put_details
from townline.council.actions.searchable import put
from townline.council.models import CouncilFile
from townline.council.queries.describing import council_settings
from townline.council.queries.lines import grammar
from townline.council.queries.reckoned import Reckoner, reckoner
from townline.council.queries.said import said
from townline.council.queries.sentences import sentence_of
from townline.council.rules.details import Details
from townline.council.rules.grammar import Grammar
from townline.council.rules.kept import columns_of, line_of
from townline.council.rules.numbers import Numbering
from townline.council.rules.resampling import MadeFile
from townline.council.rules.searching import Said
from townline.council.rules.vocabulary import Medium
from townline.record.rules import chain
from townline.record.verbs import Actor, require

ORIGIN = "synthetic"
ENTRY = (
    "subject_id", "seq", "verb", "at", "actor_kind", "actor_label", "note", "data", "hash",
    "date", "position", "type",
)  # fmt: skip
FILE = tuple(field.attname for field in CouncilFile._meta.concrete_fields)
IN_JSON = frozenset({"references", "reward"})


@dataclass(frozen=True)
class _Made:
    """A synthetic file, ready to be written."""

    row: CouncilFile
    entries: Sequence[tuple[Any, ...]]
    said: Said


@transaction.atomic
def take_in(*, city: City, files: Iterable[MadeFile], by: Actor, at: datetime) -> int:
    """
    Write synthetic files whose numbers the city does not have, and return how many.

    Their entries say that they are synthetic.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.INTRODUCED)
    numbering = Numbering(council_settings(city).numbers)
    wanted = {numbering.write(made.number): made for made in files}
    known = CouncilFile.objects.filter(city_id=city.id, identifier__in=wanted)
    for identifier in known.values_list("identifier", flat=True):
        del wanted[identifier]
    if not wanted:
        return 0
    anew = reckoner(city, at.astimezone(city.zone).date())
    making = _Making(anew, grammar(city), numbering, by, at)
    ready = [
        making.file(pk, identifier, made)
        for pk, (identifier, made) in zip(_ids(len(wanted)), wanted.items(), strict=True)
    ]
    _copy("council_councilfile", FILE, ([_value(o.row, c) for c in FILE] for o in ready))
    _copy("council_fileentry", ENTRY, (entry for one in ready for entry in one.entries))
    put(city=city, files=[one.said for one in ready])
    return len(ready)


@dataclass(frozen=True)
class _Making:
    anew: Reckoner
    rules: Grammar
    numbering: Numbering
    by: Actor
    at: datetime

    def file(self, pk: int, identifier: str, made: MadeFile) -> _Made:
        """Return a file with its record, and what follows from it."""
        city = self.anew.city
        details = Details(
            title=made.title,
            received_date=made.received,
            movers=made.movers,
            seconders=made.seconders,
            districts=made.districts,
        )
        row = CouncilFile(
            id=pk,
            city_id=city.id,
            number=f"{city.slug}/{identifier}",
            identifier=identifier,
            prefix=made.number.prefix,
            year=made.number.year,
            serial=made.number.serial,
            supplement=made.number.supplement,
            origin=ORIGIN,
            restricted=False,
            changed_at=self.at,
        )
        put_details(row, details)
        entries = list(self._entries(row, details, made))
        lines = [
            line_of(entry[1], entry[9], entry[10], self.anew.today, entry[7].obj)
            for entry in entries[1:]
        ]
        put_values(row, self.anew.values(lines))
        settle(row, lines, self.anew.bodies.codes)
        sentences = [
            sentence_of(self.rules, each.kept, Medium.PRINT) for each in reversed(made.activities)
        ]
        return _Made(row, entries, said(row, self.numbering, sentences=sentences))

    def _entries(
        self, row: CouncilFile, details: Details, made: MadeFile
    ) -> Iterator[tuple[Any, ...]]:
        plain = msgspec.json.decode(msgspec.json.encode(details))
        began = {"origin": ORIGIN, "title": made.title, "details": plain}
        yield self._entry(row, verbs.INTRODUCED.code, _noon(made.received), began)
        position, before = 0, None
        for each in made.activities:
            position = position + 1 if each.day == before else 0
            before = each.day
            data = {
                "date": each.day.isoformat(),
                "position": position,
                "activity": each.kept,
                "documents": [],
                "synthetic": True,
            }
            yield self._entry(row, verbs.ACTED.code, _noon(each.day), data)

    def _entry(
        self, row: CouncilFile, verb: str, at: datetime, data: dict[str, Any]
    ) -> tuple[Any, ...]:
        link = chain.Link(
            subject=row.number,
            seq=row.seq + 1,
            verb=verb,
            at=at,
            actor_kind=self.by.kind,
            actor_label=self.by.label,
            data=data,
        )
        row.seq, row.head = link.seq, chain.hash_of(link, bytes(row.head))
        columns = columns_of(data)
        return (
            *(row.pk, link.seq, verb, at, self.by.kind, self.by.label, ""),
            *(Jsonb(data), row.head, columns["date"], columns["position"], columns["type"]),
        )


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _value(row: CouncilFile, column: str) -> Any:
    """Return a column of a row as COPY takes it."""
    value = getattr(row, column)
    if column in IN_JSON:
        return Jsonb(value)
    return list(value) if isinstance(value, tuple) else value


def _ids(count: int) -> list[int]:
    """Draw keys for so many new files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('council_councilfile', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [key for (key,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {table} ({', '.join(map(connection.ops.quote_name, columns))}) FROM STDIN"
        ) as copy,
    ):
        for row in rows:
            copy.write_row(row)
