"""Answers that are written on screen, read as the folder's files are."""

from collections.abc import Mapping
from dataclasses import dataclass

from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.founding.rules import answers
from townline.founding.rules.answers import Refers
from townline.founding.rules.faults import Fault, Faults
from townline.knowledge.rules.answers import Article
from townline.staff import queries as staff


@dataclass(frozen=True)
class WrittenAnswer:
    """What texts say as files of an answer; no article where too little can be read."""

    article: Article | None
    faults: tuple[Fault, ...]


def answer_paths(city: City, code: str) -> tuple[str, ...]:
    """Return the files of an answer, that of the city's first language first."""
    others = city.languages[1:]
    plain = f"{answers.FOLDER}{code}.md"
    return (plain, *(f"{answers.FOLDER}{code}.{language}.md" for language in others))


def answer_files(city: City, code: str) -> dict[str, str]:
    """Return the files of an answer as the folder has them; empty where it has none."""
    held = cities.edition_files(city.edition_id)
    return {p: held[p].decode("utf-8", "replace") for p in answer_paths(city, code) if p in held}


def written_answer(city: City, code: str, files: Mapping[str, str]) -> WrittenAnswer:
    """Return what texts say as files of an answer, beside all others of the city."""
    wanted = {path: text.encode() for path, text in files.items() if text.strip()}
    held = cities.edition_files(city.edition_id)
    mine = set(answer_paths(city, code))
    others = {p: c for p, c in held.items() if answers.FILE.fullmatch(p) and p not in mine}
    refers = Refers(
        city.languages,
        staff.departments(city.edition_id),
        catalogue.offers(city.edition_id),
    )
    told = Faults()
    found = answers.read({**others, **wanted}, refers, told)
    return WrittenAnswer(found.get(code), tuple(f for f in told.all() if f.file in mine))
