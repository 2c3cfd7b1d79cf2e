"""The city that the client of an address stands for."""

from django.http import HttpRequest

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
