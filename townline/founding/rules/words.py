"""Reading what residents call the services: ``words/LANGUAGE.toml``, and searches to try them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from townline.catalogue.rules.offers import Offer
from townline.founding.rules.faults import Faults, nearest
from townline.founding.rules.known import refer
from townline.founding.rules.tables import Document, Table
from townline.topics.rules import words

FOLDER, SEARCHES = "words/", "searches.toml"
LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class Search:
    """What residents type on a page of a language, and the services that it may mean."""

    language: str
    text: str
    services: tuple[str, ...]


def put(
    files: Mapping[str, bytes],
    offers: Mapping[str, Offer],
    languages: tuple[str, ...],
    faults: Faults,
) -> dict[str, Offer]:
    """Return the services with what residents call them."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in sorted(p for p in files if p.startswith(FOLDER) and p.endswith(".toml")):
        language = path.removeprefix(FOLDER).removesuffix(".toml")
        if language not in languages:
            what = f"The file is of {language!r}, which the city does not have."
            faults.add(path, None, what, nearest(language, languages, "Rename it."))
        root = Document(path, files[path], faults).root()
        for code in tuple(root.keys()):
            refer(root, code, code, "service", offers)
            found.setdefault(code, {})[language] = _phrases(root, code)
        root.end()
    return {code: replace(offer, synonyms=found.get(code, {})) for code, offer in offers.items()}


def read_searches(
    files: Mapping[str, bytes],
    offers: Mapping[str, Offer],
    languages: tuple[str, ...],
    faults: Faults,
) -> tuple[Search, ...]:
    """Return the searches that the folder wants to be tried."""
    root = Document(SEARCHES, files.get(SEARCHES, b""), faults).root()
    found: list[Search] = []
    for language in tuple(root.keys()):
        refer(root, language, language, "language", languages)
        table = root.table(language)
        found += _searches(table, language, offers) if table else ()
    root.end()
    return tuple(found)


def _phrases(root: Table, code: str) -> tuple[str, ...]:
    phrases = root.texts(code)
    for position, phrase in enumerate(phrases):
        if len(phrase) > LONGEST:
            what = f"{phrase[:20]!r}… has {len(phrase)} characters; {LONGEST} are allowed."
            root.fault((code, position), what, "Write what somebody would type.")
        elif not words.plain(phrase):
            root.fault((code, position), f"{phrase!r} holds no word.", "Write a word.")
    return phrases


def _searches(table: Table, language: str, offers: Mapping[str, Offer]) -> Iterator[Search]:
    for text in tuple(table.keys()):
        services = table.texts(text) if table.lists(text) else (table.text(text, required=True),)
        for code in services:
            refer(table, text, code, "service", offers)
        yield Search(language=language, text=text, services=services)
    table.end()
