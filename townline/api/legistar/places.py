"""Where things are: the client of an address, and the pages that rows link to."""

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import get_script_prefix

from townline.api.answering import Refused, city_of, quoted
from townline.cities.rules.city import City
from townline.council import queries as council


def city_of_client(request: HttpRequest, client: str) -> City:
    """
    Return the city that goes by the client of an address, whichever the case of its letters.

    :raises Refused: 404 if it is another's
    """
    city = city_of(request)
    known = council.council_settings(city).legistar_client
    if not known or client.lower() != known.lower():
        raise Refused(404, f"There is no client {quoted(client)} here.")
    return city


def meeting_page(request: HttpRequest, code: str) -> str:
    """Return the address of a meeting's page."""
    return request.build_absolute_uri(f"{get_script_prefix()}council/meetings/{quote(code)}/")


def file_page(request: HttpRequest, identifier: str, part: str = "") -> str:
    """Return the address of a file's page, or of a part of it."""
    path = f"{get_script_prefix()}council/files/{quote(identifier)}/{part}"
    return request.build_absolute_uri(path)
