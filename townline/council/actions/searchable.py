"""Keeping what is searched of files in step with them."""

from collections.abc import Sequence

from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.council.queries.said import said_of
from townline.council.queries.search import configuration
from townline.council.queries.statements import SQL
from townline.council.rules.searching import LONGEST_TEXT, MOST_SEARCHED, Said, unmarked, words_in

PUT = (SQL / "put_searched.sql").read_text()
LEARN = (
    "INSERT INTO council_word (city_id, text)"
    " SELECT %(city)s, text FROM unnest(%(words)s::text[]) text ORDER BY text"
    " ON CONFLICT DO NOTHING"
)
"""In one order for all, so that two who write at once wait for one another and no more."""


def refresh(*, city: City, ids: Sequence[int]) -> None:
    """Keep what is searched of files in step with their rows, records and papers, as they are."""
    put(city=city, files=said_of(city, ids))


@transaction.atomic
def put(*, city: City, files: Sequence[Said]) -> None:
    """
    Keep what is searched of files; their rows are written already.

    Words of restricted files are not learned: they would be offered to everyone who mistypes.
    """
    if not files:
        return
    texts = [
        tuple(unmarked(text)[:MOST_SEARCHED] for text in (
            said.title, said.names, "\n".join(said.sentences), "\n".join(said.documents)
        ))
        for said in files
    ]  # fmt: skip
    titles, names, sentences, documents = zip(*texts, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            PUT,
            {
                "config": configuration(city),
                "longest": LONGEST_TEXT,
                "ids": [said.file_id for said in files],
                "keys": ["\n".join(said.keys) for said in files],
                "titles": list(titles),
                "names": list(names),
                "sentences": list(sentences),
                "documents": list(documents),
            },
        )
    learn(
        city=city,
        words=set().union(
            *(
                words_in(*four)
                for said, four in zip(files, texts, strict=True)
                if not said.restricted
            )
        ),
    )


def learn(*, city: City, words: set[str]) -> None:
    """Keep words that files say, so that slips can be set right by them."""
    with connection.cursor() as cursor:
        cursor.execute(LEARN, {"city": city.id, "words": sorted(words)})
