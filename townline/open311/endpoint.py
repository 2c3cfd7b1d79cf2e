"""What all methods of the API share: format, city, time, language, and refusals in its own form."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.encoding import escape_uri_path
from django.views.decorators.csrf import csrf_exempt

from townline.cities.rules.city import City
from townline.open311 import access, errors, formats, parameters
from townline.open311.access import Jurisdiction
from townline.open311.errors import Refused, refused
from townline.open311.parameters import Parameters

log = logging.getLogger(__name__)

SAFE = ("GET", "HEAD")
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Retry-After",
}
"""Pages of any origin may call: nothing here rests on a cookie."""


@dataclass(frozen=True)
class Call:
    """One call of a method, with everything that it needs."""

    request: HttpRequest
    meant: Jurisdiction
    parameters: Parameters
    suffix: str
    language: str
    at: datetime

    @property
    def city(self) -> City:
        """Return the city that the call is for."""
        return self.meant.city


@dataclass(frozen=True)
class Answer:
    """What a method answers: the name that XML gives the outermost element, and what is in it."""

    root: str
    payload: Mapping[str, Any] | Sequence[Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Method = Callable[..., Answer]


def endpoint(**methods: Method) -> Callable[..., HttpResponse]:
    """Return the view of an address from its methods by name (``GET``, ``POST``)."""

    @csrf_exempt
    def respond(request: HttpRequest, suffix: str = formats.FALLBACK, **named: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return _options(methods)
        try:
            answer = _call(request, suffix, methods, named)
        except Refused as refusal:
            answer = _of_refusal(refusal)
        except (OperationalError, InterfaceError, OSError):
            raise  # perhaps of the moment alone: config.outages tells, and calls us back
        except Exception:  # whatever failed, a machine gets an answer that it can read
            # The address is the client's to write: as it was sent, it can begin no line.
            log.exception("%s %s failed", request.method, escape_uri_path(request.path))
            answer = FAILED
        return _response(suffix, answer)

    return respond


def _call(
    request: HttpRequest, suffix: str, methods: Mapping[str, Method], named: Mapping[str, str]
) -> Answer:
    name = "GET" if request.method in SAFE else request.method or ""
    method = methods.get(name)
    if method is None:
        allowed = _allowed(methods)
        raise refused(
            400,
            f"This address takes {allowed}, and no {request.method}.",
            code=405,
            headers={"Allow": allowed},
        )
    reading = parameters.of_query if name == "GET" else parameters.of_form
    given = reading(request)
    meant = access.jurisdiction(request, given.text("jurisdiction_id"))
    language = _language(given, meant.city)
    call = Call(request, meant, given, suffix, language, timezone.now())
    with translation.override(language):
        return method(call, **named)


def _language(given: Parameters, city: City) -> str:
    """Return the city's first language, or another of its languages that the client asks for."""
    asked = given.text("locale").lower()
    return asked if asked in city.languages else city.languages[0]


def _of_refusal(refusal: Refused) -> Answer:
    return Answer("errors", errors.payload(refusal.faults), refusal.status, refusal.headers)


FAILED = _of_refusal(refused(500, "Something failed on our side; please tell us."))
RESTING = _of_refusal(
    refused(
        503,
        "Nothing can be read or stored at this moment; please send it again.",
        headers={"Retry-After": "5"},
    )
)


def _response(suffix: str, answer: Answer) -> HttpResponse:
    body = formats.render(suffix, answer.root, answer.payload)
    return HttpResponse(
        body,
        status=answer.status,
        content_type=formats.CONTENT_TYPES[suffix],
        headers={**OPEN_TO_ALL, **answer.headers},
    )


def _allowed(methods: Mapping[str, Method]) -> str:
    names = {*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return ", ".join(sorted(names))


def _options(methods: Mapping[str, Method]) -> HttpResponse:
    """Tell a browser that pages of any origin may call, and with which headers."""
    allowed = _allowed(methods)
    return HttpResponse(
        status=204,
        headers={
            **OPEN_TO_ALL,
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, X-Api-Key",
            "Access-Control-Max-Age": "86400",
        },
    )


@csrf_exempt
def missing(request: HttpRequest, suffix: str = formats.FALLBACK) -> HttpResponse:
    """Answer for an address that does not exist, in the format that it asks for."""
    told = f"There is nothing at {errors.quoted(request.path)}."
    return _response(suffix, _of_refusal(refused(404, told)))


def to_fault(request: HttpRequest, *, passing: bool) -> HttpResponse:
    """
    Answer for a fault on our side, in the format that the call asked for.

    :param passing: whether it is of this moment: the same call is then asked for again. A report
        with an idempotency key can be sent again without doubt: it is taken once.
    """
    suffix = "json" if request.path_info.endswith(".json") else formats.FALLBACK
    return _response(suffix, RESTING if passing else FAILED)
