"""By which words a service can be found."""

from collections.abc import Iterator

from townline.catalogue.rules.offers import Offer
from townline.topics.rules.topics import Topic


def topics_of(offer: Offer) -> Iterator[Topic]:
    """
    Yield a service as it is called in each language.

    Its keywords are of no certain language: they count as of the city's first one.
    """
    for position, (language, name) in enumerate(offer.words.items()):
        loose = offer.keywords if position == 0 else ()
        items = (item.words[language] for item in offer.items if language in item.words)
        yield Topic(
            kind="service",
            code=offer.code,
            language=language,
            name=name,
            synonyms=(*offer.synonyms.get(language, ()), *loose, *items),
            text=offer.description.get(language, ""),
        )
