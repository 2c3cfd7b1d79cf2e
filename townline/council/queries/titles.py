"""Files by the words of their titles alone: for who types, and needs a few at once."""

from dataclasses import dataclass

from townline.cities.rules.city import City
from townline.council.queries.search import FEW, MOST, READABLE, configuration
from townline.council.queries.statements import SQL, by_index
from townline.council.rules.searching import parted

STATEMENT = (SQL / "titled.sql").read_text()
SAYS = "ts_filter(s.vector, '{a}') @@ websearch_to_tsquery(%(config)s::regconfig, %(words)s::text)"


@dataclass(frozen=True, slots=True)
class Titled:
    """A file by its name."""

    identifier: str
    title: str


def titled(city: City, words: str, *, limit: int = 5) -> tuple[Titled, ...]:
    """
    Return files that everyone may read and whose titles say all of the words, the latest first.

    Cheaper than ``search``: nothing is ranked, counted, mended or quoted.
    """
    said = parted(words).words
    if not said:
        return ()
    statement = STATEMENT.format(fits=f"{READABLE[False]} AND {SAYS}", few=FEW)
    values = {
        "city": city.id,
        "config": configuration(city),
        "words": said,
        "limit": max(1, min(limit, MOST)),
    }
    return tuple(Titled(*row) for row in by_index(statement, values))
