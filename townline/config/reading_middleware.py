"""Each request reads what a process may keep once, in a transaction as well."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from townline.cities.freshness import read_once

type Respond = Callable[[HttpRequest], HttpResponse]


def reading_once(get_response: Respond) -> Respond:
    """Keep what was read until the request is answered."""

    def respond(request: HttpRequest) -> HttpResponse:
        with read_once():
            return get_response(request)

    return respond
