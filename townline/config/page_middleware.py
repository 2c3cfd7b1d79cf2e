"""What pages need and machines do not: a session, a language, who is signed in, messages."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

type Respond = Callable[[HttpRequest], HttpResponse]

MACHINES = ("/open311/", "/hooks/", "/voice/", "/sms/", "/legistar/", "/ocd/")
COUNCIL_MACHINES = ("/legistar/", "/ocd/")


def pages_only(get_response: Respond) -> Respond:
    """Put ``settings.PAGE_MIDDLEWARE`` before pages; let machines pass beside it."""
    through: Respond = get_response
    for name in reversed(settings.PAGE_MIDDLEWARE):
        through = cast(Respond, convert_exception_to_response(import_string(name)(through)))

    def respond(request: HttpRequest) -> HttpResponse:
        return (get_response if request.path_info.startswith(MACHINES) else through)(request)

    return respond
