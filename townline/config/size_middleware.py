"""How much may be sent at once: refused by its announced length, before any of it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

type Respond = Callable[[HttpRequest], HttpResponse]

MOST_BYTES = 96 * 2**20
"""Ten photos of the largest size, and their form. Open311 has a smaller limit of its own."""
TOO_LARGE = f"This is too large: {MOST_BYTES // 2**20} MB may be sent at once.\n"


def not_too_large(get_response: Respond) -> Respond:
    """Refuse a body that says it is too long; one that says nothing is not read by the server."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length[:20]) <= MOST_BYTES:
            return get_response(request)
        return HttpResponse(TOO_LARGE, status=413, content_type="text/plain")

    return respond
