"""Papers of the clerk's division, by the city's own templates or by ours."""

from datetime import datetime
from pathlib import Path

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.council.rules.papers import PAPERS, Sheet, values
from townline.ui import papers
from townline.ui.papers import Made

SHIPPED = Path(__file__).resolve().parents[1] / "papers"
"""The templates that come with the program."""


def paper_template(city: City, name: str) -> str:
    """
    Return the template of a paper: the city's own, else ours.

    :raises KeyError: if there is no such paper
    """
    if name not in PAPERS:
        raise KeyError(name)
    try:
        return cities.edition_file(city.edition_id, f"council/papers/{name}.typ").decode("utf-8")
    except LookupError:
        return (SHIPPED / f"{name}.typ").read_text(encoding="utf-8")


def paper(city: City, name: str, sheet: Sheet, *, at: datetime) -> Made:
    """
    Return a paper as a tagged PDF.

    :param name: as :func:`sheets` names it
    :raises KeyError: if there is no such paper
    :raises TypeError: if the values are those of another paper
    :raises BadPaper: if the template does not fit them
    """
    name = name.partition(":")[0]
    template = paper_template(city, name)
    if not isinstance(sheet, PAPERS[name]):
        raise TypeError(f"{name} takes {PAPERS[name].__name__}, not {type(sheet).__name__}")
    return papers.make(template, values(sheet), at=at)
