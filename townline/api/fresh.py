"""Answering a program that has the answer already with 304 and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from townline import __version__
from townline.api import formats
from townline.api.answering import OPEN_TO_ALL, Answer
from townline.cities.rules.city import City
from townline.council.queries import exchange

QUIET = timedelta(minutes=5)
"""
How old the last change is before a program is told its time: longer than any writing takes, so that
no change comes to light later that is dated earlier.
"""
STALE = {"Cache-Control": "no-cache"}
"""An answer may be kept, and is asked for again each time."""

type Answering = Callable[..., Answer | HttpResponseBase]


def if_changed(view: Answering, city_of: Callable[..., City]) -> Answering:
    """
    Return a view that says 304 to whoever has its answer already, in one statement.

    The answer is of the version that was read before it, or of a newer one: at worst it is asked
    for once more. While somebody writes, every answer is given whole, and without a tag.

    :param city_of: whose record the view tells of, by request and named parts of the address
    """

    def answering(request: HttpRequest, **named: str) -> Answer | HttpResponseBase:
        city = city_of(request, **named)
        version = exchange.version(city)
        if version is None:
            return _with(view(request, **named), STALE)
        headers = {**STALE, **_headers(request, city, version)}
        if _has_it(request, headers):
            return HttpResponse(status=304, headers={**OPEN_TO_ALL, "Vary": "Accept", **headers})
        return _with(view(request, **named), headers)

    return answering


def _with(answer: Answer | HttpResponseBase, headers: dict[str, str]) -> Answer | HttpResponseBase:
    if isinstance(answer, Answer):
        return replace(answer, headers={**headers, **answer.headers})
    for name, value in headers.items():
        answer.headers.setdefault(name, value)
    return answer


def _headers(request: HttpRequest, city: City, version: exchange.Version) -> dict[str, str]:
    """Return the tag of an answer: of the record, the program, the day and the format."""
    now = timezone.now()
    midnight = now.astimezone(city.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    kind = "x" if formats.wants_xml(request.headers.get("Accept", "")) else "j"
    headers = {"ETag": f'W/"{version.tag}-{midnight.toordinal():x}-{__version__}{kind}"'}
    changed_at = max(version.changed_at or midnight, midnight)  # lists of days to come move on
    if now - changed_at > QUIET:
        headers["Last-Modified"] = http_date(changed_at.timestamp())
    return headers


def _has_it(request: HttpRequest, headers: dict[str, str]) -> bool:
    """Return whether a program has the answer; its tag goes before its time."""
    tags = request.headers.get("If-None-Match", "")
    if tags:
        return tags.strip() == "*" or headers["ETag"] in parse_etags(tags)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    changed = parse_http_date_safe(headers.get("Last-Modified", ""))
    return since is not None and changed is not None and since >= changed
