"""Files found by words, numbers, names, days and states, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from townline.cities.rules.city import City
from townline.council.queries.statements import SQL, by_index, fetched
from townline.council.rules.searching import (
    CONFIGURATIONS,
    FACETS,
    Asked,
    Piece,
    Wanted,
    keys_for_number,
    loose,
    mended,
    parted,
    pieces,
    words_in,
)

FEW = 1_000
"""Up to so many files that fit are ranked and counted as a whole; half as many for phrases."""
NEWEST = 300
"""Of more than that, so many of the newest."""
MOST = 50
"""Files of a page."""
WEIGHTS = "'{0.05, 0.15, 0.4, 1}'"
"""Of documents, sentences, names and title."""

SEARCH = (SQL / "search.sql").read_text()
PHRASE = (SQL / "search_phrase.sql").read_text()
READ = "SELECT websearch_to_tsquery(%(config)s::regconfig, %(words)s)::text"
SHOWN = (SQL / "search_shown.sql").read_text()
CLOSEST = (SQL / "closest_words.sql").read_text()
MARKS = "StartSel=\x02, StopSel=\x03"
TITLE = f"ts_headline(%(config)s::regconfig, f.title, {{query}}, '{MARKS}, HighlightAll=true')"
PASSAGE = (
    "ts_headline(%(config)s::regconfig, s.text, {query},"
    f" '{MARKS}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=\" … \"')"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A file that was found."""

    id: int
    identifier: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    """Where its history or papers say it; empty where no words were looked for."""
    state: str
    last_change: date | None
    expires: date | None
    final: date | None
    next: date | None
    districts: tuple[str, ...]
    pending: tuple[str, ...]
    """Codes of the bodies that have it before them."""
    restricted: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the files that were looked at have a value of a facet."""

    value: str
    files: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of files, and what was counted beside it."""

    files: tuple[Hit, ...]
    total: int
    """How many fit; see ``more``."""
    more: bool
    """Whether more fit than ``total``: it is then how many of the newest were looked at."""
    facets: Mapping[str, tuple[Count, ...]]
    """Over the files that were looked at, the most frequent first."""
    asked: str
    """The words that were looked for."""
    mended: str = ""
    """The words that were looked for instead, since nothing says those that were typed."""


def search(
    city: City, wanted: Wanted, *, limit: int = 20, offset: int = 0, behind: bool = False
) -> Found:
    """
    Return a page of files that fit, the best first, in four statements; eight where nothing fits.

    :param behind: whether restricted files may be found
    """
    limit, offset = max(1, min(limit, MOST)), max(0, offset)
    found = _found(city, wanted, wanted.words, limit, offset, behind)
    if found.total or not wanted.words.strip():
        return found
    instead = _instead(city, wanted.words)
    if instead == wanted.words:
        return found
    other = _found(city, wanted, instead, limit, offset, behind)
    if not other.total:
        return found
    return Found(
        files=other.files,
        total=other.total,
        more=other.more,
        facets=other.facets,
        asked=wanted.words,
        mended=instead,
    )


def _found(city: City, wanted: Wanted, words: str, limit: int, offset: int, behind: bool) -> Found:
    asked = parted(words)
    values: dict[str, Any] = {
        "city": city.id,
        "config": configuration(city),
        "words": asked.words,
        "facets": list(FACETS),
    }
    if asked.words:
        ((values["query"],),) = fetched(READ, values)
        values["loose"] = loose(values["query"])
    phrase = values.get("query") != values.get("loose")
    fits = _conditions(wanted, asked, behind, values)
    rank = f"ts_rank({WEIGHTS}, s.vector, {QUERY})" if asked.words else "0::real"
    order = "changed DESC NULLS LAST, file_id DESC"
    statement = (PHRASE if phrase else SEARCH).format(
        readable=READABLE[behind],
        fits=fits,
        titled=_titled(wanted, asked),
        exact=f"s.vector @@ {QUERY}",
        rank=rank,
        order=order if wanted.newest_first else f"tier, rank DESC, {order}",
        few=FEW // 2 if phrase else FEW,
        newest=NEWEST,
        limit=limit,
        offset=offset,
    )
    ((fitting, looked_at, ids, keys, counts),) = by_index(statement, values)
    return Found(
        files=_shown(ids or (), asked, values),
        total=looked_at,
        more=fitting > (FEW // 2 if phrase else FEW),
        facets=_facets(keys or (), counts or ()),
        asked=words,
    )


READABLE = {True: "s.city_id = %(city)s", False: "s.city_id = %(city)s AND NOT s.restricted"}
"""Which files may be found, by whether the reader may know the restricted ones."""
QUERY = "%(query)s::tsquery"


def configuration(city: City) -> str:
    """Return the database's configuration that reads the words of the city's files."""
    return f"council_{CONFIGURATIONS.get(city.languages[0], 'simple')}"


def _conditions(wanted: Wanted, asked: Asked, behind: bool, values: dict[str, Any]) -> str:
    parts = [READABLE[behind]]
    if asked.words:
        parts.append("s.vector @@ %(loose)s::tsquery")
    if keys := wanted.keys():
        parts.append("s.keys @> %(keys)s")
        values["keys"] = keys
    for place, number in enumerate(asked.numbers):
        parts.append(f"s.keys && %(number_{place})s")
        values[f"number_{place}"] = keys_for_number(number)
    for name, sign in (("since", ">="), ("until", "<=")):
        if (day := getattr(wanted, name)) is not None:
            parts.append(f"s.changed {sign} %({name})s")
            values[name] = day
    return " AND ".join(parts)


def _titled(wanted: Wanted, asked: Asked) -> str:
    if not asked.words or wanted.newest_first:
        return "false"
    return f"ts_filter(s.vector, '{{a}}') @@ {QUERY}"


def _shown(ids: Sequence[int], asked: Asked, values: Mapping[str, Any]) -> tuple[Hit, ...]:
    if not ids:
        return ()
    title, passage = "f.title", "''"
    if asked.words:
        title, passage = (part.format(query=QUERY) for part in (TITLE, PASSAGE))
    statement = SHOWN.format(title=title, passage=passage)
    rows = fetched(statement, {**values, "ids": list(ids)}, varied=True)
    by_id = {row[0]: _hit(row) for row in rows}
    return tuple(by_id[id_] for id_ in ids)


def _hit(row: tuple[Any, ...]) -> Hit:
    id_, identifier, state, change, expires, final, next_, districts, pending, restricted = row[:10]
    title, passage = row[10:]
    found = pieces(passage)
    return Hit(
        id=id_,
        identifier=identifier,
        title=pieces(title),
        passage=found if any(piece.found for piece in found) else (),
        state=state,
        last_change=change,
        expires=expires,
        final=final,
        next=next_,
        districts=tuple(districts),
        pending=tuple(pending),
        restricted=restricted,
    )


def _facets(keys: Sequence[str], counts: Sequence[int]) -> dict[str, tuple[Count, ...]]:
    found: dict[str, list[Count]] = {facet: [] for facet in FACETS}
    for key, files in zip(keys, counts, strict=True):
        facet, _, value = key.partition(":")
        found[facet].append(Count(value, files))
    return {facet: tuple(values) for facet, values in found.items()}


def _instead(city: City, words: str) -> str:
    """Return the words with the closest known ones in place of those that no file says."""
    typed = sorted(words_in(parted(words).words))
    rows = fetched(CLOSEST, {"words": typed, "city": city.id}) if typed else []
    return mended(words, dict(rows))
