"""Whose connection it is where proxies stand before the server: what limits are counted by."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """
    Return the address of whoever spoke to the outermost of ``proxies`` trusted proxies.

    Each proxy adds the address that it was called from at the end of ``X-Forwarded-For``. Only so
    many entries are believed; those before them may be written by anyone.

    :param remote: the address that the connection itself came from; also the answer where the
        header is too short or names no address, since then it did not come through all proxies
    :param forwarded: the header's value
    """
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    if not 0 < proxies <= len(entries):
        return remote
    try:
        return str(ip_address(_without_port(entries[-proxies])))
    except ValueError:
        return remote


def _without_port(entry: str) -> str:
    """Return an entry without the port that some proxies add (``[2001:db8::1]:80``)."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def address_of_client(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the client's address in ``REMOTE_ADDR``, behind as many proxies as the settings say."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.PROXIES,
        )
        return get_response(request)

    return answer
