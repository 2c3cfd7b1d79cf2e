"""Papers of the clerk's division, by the city's own templates or by ours."""

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.council.queries.documents import place_of
from townline.council.queries.sheets import NoSuchPaper
from townline.council.rules.papers import PAPERS, CertifiedCopy, Sheet, values
from townline.ui import copies, papers
from townline.ui.copies import Apart
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
    :raises NoSuchPaper: if a copy cannot be certified, since what is kept is not what was filed
    """
    name = name.partition(":")[0]
    template = paper_template(city, name)
    if not isinstance(sheet, PAPERS[name]):
        raise TypeError(f"{name} takes {PAPERS[name].__name__}, not {type(sheet).__name__}")
    if isinstance(sheet, CertifiedCopy):
        return _certified(template, sheet, at)
    return papers.make(template, values(sheet), at=at)


def _certified(template: str, sheet: CertifiedCopy, at: datetime) -> Made:
    """Return the certificate with the pages of the document, where they can be joined."""
    content = _kept(sheet)
    try:
        if not content.startswith(b"%PDF-"):
            raise Apart("it is kept in another form than PDF")
        counted = replace(sheet, pages=copies.pages_of(content))
        certificate = papers.make(template, values(counted), at=at)
        return Made(content=copies.joined(certificate.content, content), accessible=False)
    except Apart as fault:
        return papers.make(template, values(replace(sheet, apart=str(fault))), at=at)


def _kept(sheet: CertifiedCopy) -> bytes:
    place = place_of(sheet.digest)
    content = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sheet.digest:
        raise NoSuchPaper(
            f"{sheet.document} cannot be certified: what is kept is not the paper that was filed."
        )
    return content
