"""What all addresses for machines share: the city, refusals in their own form, and the headers."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path
from django.views.decorators.csrf import csrf_exempt

from townline.api import formats
from townline.cities.rules.city import City
from townline.council import queries as council

log = logging.getLogger(__name__)

READING = ("GET", "HEAD")
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}
"""Pages of any origin may read: nothing here rests on a cookie."""
SHOWN = 100
"""Characters of what a client sent that a refusal repeats."""


@dataclass
class Refused(Exception):
    """An answer that is a refusal, with a sentence of what to do."""

    status: int
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What an address answers."""

    payload: Any
    root: str = ""
    """What XML calls one row; empty where there is JSON alone."""
    headers: Mapping[str, str] = field(default_factory=dict)


View = Callable[..., HttpResponseBase]


def endpoint(view: Callable[..., Answer | HttpResponseBase]) -> View:
    """Return the view of an address that machines read."""

    @csrf_exempt
    def respond(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            _check_method(request)
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={**OPEN_TO_ALL, "Allow": ALLOWED})
            answer = view(request, **named)
        except Refused as refusal:
            return refuse(request, refusal)
        except (OperationalError, InterfaceError, OSError):
            raise  # perhaps of the moment alone: config.outages tells
        except Exception:  # whatever failed, a machine gets an answer that it can read
            # The address is the client's to write: as it was sent, it can begin no line.
            log.exception("%s %s failed", request.method, escape_uri_path(request.path))
            return to_fault(request, passing=False)
        return answer if isinstance(answer, HttpResponseBase) else _response(request, answer)

    return respond


ALLOWED = "GET, HEAD, OPTIONS"


def _check_method(request: HttpRequest) -> None:
    if request.method not in (*READING, "OPTIONS"):
        told = f"This address is read with GET; it takes no {str(request.method)[:SHOWN]}."
        raise Refused(405, told, {"Allow": ALLOWED})


def city_of(request: HttpRequest) -> City:
    """
    Return the city that an address is for.

    :raises Refused: 404 if it has no council here
    """
    city: City = request.city  # type: ignore[attr-defined]
    if not council.has_council(city):
        raise Refused(404, f"{city.name} keeps no council files here.")
    return city


def _response(request: HttpRequest, answer: Answer, status: int = 200) -> HttpResponse:
    if answer.root and formats.wants_xml(request.headers.get("Accept", "")):
        body, kind = formats.as_xml(answer.root, answer.payload), formats.XML
    else:
        body, kind = formats.as_json(answer.payload), formats.JSON
    headers = {**OPEN_TO_ALL, "Vary": "Accept", **answer.headers}
    return HttpResponse(body, status=status, content_type=kind, headers=headers)


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer with a refusal, in the form that the client reads."""
    answer = Answer({"Message": refusal.message}, root="Error", headers=refusal.headers)
    return _response(request, answer, refusal.status)


def quoted(text: str) -> str:
    """Return what a client sent, short enough to be repeated to it."""
    return f"'{text[:SHOWN]}…'" if len(text) > SHOWN else f"'{text}'"


@csrf_exempt
def missing(request: HttpRequest, **named: str) -> HttpResponse:
    """Answer for an address that does not exist."""
    told = f"No HTTP resource was found that matches the request URI {quoted(request.path)}."
    return refuse(request, Refused(404, told))


def to_fault(request: HttpRequest, *, passing: bool) -> HttpResponse:
    """
    Answer for a fault on our side.

    :param passing: whether it is of this moment: the same call is then asked for again
    """
    if passing:
        told = "Nothing can be read at this moment; please ask again."
        return refuse(request, Refused(503, told, {"Retry-After": "5"}))
    return refuse(request, Refused(500, "Something failed on our side; please tell us."))
