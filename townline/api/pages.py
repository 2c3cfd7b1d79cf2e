"""The pages that answers link to, and what addresses name."""

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import get_script_prefix

from townline.api.answering import Refused, quoted
from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries import exchange
from townline.council.queries.exchange import BodyTold, DocumentTold, PersonTold
from townline.council.queries.files import FileShown, NoSuchFile


def known_page(request: HttpRequest, path: str) -> str:
    """Return the full address of a page of this installation."""
    return request.build_absolute_uri(f"{get_script_prefix()}{path}")


def file_page(request: HttpRequest, identifier: str, part: str = "") -> str:
    """Return the address of a file's page, or of a part of it."""
    return known_page(request, f"council/files/{quote(identifier)}/{part}")


def document_page(request: HttpRequest, identifier: str, told: DocumentTold) -> str:
    """Return the address of a document, or of its place on its file's page if we have no more."""
    return known_page(request, document_path(identifier, told))


def document_path(identifier: str, told: DocumentTold) -> str:
    """Return the same below the address of the installation."""
    return document_place(identifier, told.id if told.kept else None, told.seq)


def document_place(identifier: str, key: int | None, seq: int) -> str:
    """Return where a paper is: by its key if we have its bytes, else in its file's record."""
    if key is not None:
        return f"council/documents/{key}/"
    return f"council/files/{quote(identifier)}/#document-{seq}"


def meeting_page(request: HttpRequest, code: str) -> str:
    """Return the address of a meeting's page."""
    return known_page(request, f"council/meetings/{quote(code)}/")


def file_of(city: City, identifier: str) -> FileShown:
    """
    Return the file that an address names.

    :raises Refused: 404 if there is none that everyone may read
    """
    try:
        return council.file(city, identifier.replace("\x00", ""))
    except NoSuchFile as fault:
        raise Refused(404, str(fault)) from None


def body_of(city: City, code: str) -> BodyTold:
    """
    Return the body that an address names.

    :raises Refused: 404 if there is none
    """
    for each in exchange.bodies_told(city):
        if each.code == code:
            return each
    raise Refused(404, f"There is no body {quoted(code)}.")


def person_of(city: City, code: str) -> PersonTold:
    """
    Return the person that an address names.

    :raises Refused: 404 if there is none
    """
    for each in exchange.persons_told(city):
        if each.code == code:
            return each
    raise Refused(404, f"There is no member {quoted(code)}.")
