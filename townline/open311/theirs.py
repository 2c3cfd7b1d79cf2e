"""Another Open311 server as we use it: file a request, find it again, see how it stands."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from townline.open311.outside import NotReached, call
from townline.staff.rules.partners import Endpoint

AROUND = timedelta(minutes=10)
"""How much before the first try another server's clock may say that it was filed."""


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What a server said of a request that it took: its number, or a token for one."""

    number: str = ""
    token: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A request as the other server has it."""

    number: str
    open: bool
    words: str
    description: str


def file(endpoint: Endpoint, fields: Sequence[tuple[str, str]], *, number: str) -> Filed:
    """
    File a request; ours is its idempotency key, for servers that know such keys.

    :raises NotReached: if it was not taken, or perhaps
    """
    key = os.environ.get(endpoint.key_env, "") if endpoint.key_env else ""
    if endpoint.key_env and not key:
        raise NotReached(f"the environment of the worker has no {endpoint.key_env}")
    form = dict(fields)
    if key:
        form["api_key"] = key
    body = call(
        "POST",
        _url(endpoint, "requests"),
        data=_with_city(endpoint, form),
        headers={"Idempotency-Key": number},
    )
    for row in _rows(body, out=True):
        filed = Filed(number=_text(row, "service_request_id"), token=_text(row, "token"))
        if filed.number or filed.token:
            return filed
    raise NotReached("it took the request and named no number", perhaps_out=True, for_good=True)


def find(endpoint: Endpoint, code: str, *, since: datetime, text: str) -> str:
    """Return the number of a request that says ``text`` and was filed since; empty without one."""
    asked = {
        "service_code": code,
        "start_date": (since - AROUND).isoformat(timespec="seconds"),
    }
    body = call("GET", _url(endpoint, "requests"), params=_with_city(endpoint, asked))
    return next((row.number for row in _read(body) if text in row.description), "")


def number_of(endpoint: Endpoint, token: str) -> str:
    """Return the number that a token stands for; empty as long as there is none."""
    body = call("GET", _url(endpoint, f"tokens/{token}"), params=_with_city(endpoint, {}))
    return next((_text(row, "service_request_id") for row in _rows(body)), "")


def standings(endpoint: Endpoint, numbers: Iterable[str]) -> dict[str, Row]:
    """Return how requests stand there, by their numbers there."""
    asked = {"service_request_id": ",".join(numbers)}
    body = call("GET", _url(endpoint, "requests"), params=_with_city(endpoint, asked))
    return {row.number: row for row in _read(body)}


def _url(endpoint: Endpoint, method: str) -> str:
    return f"{endpoint.url.rstrip('/')}/{method}.xml"


def _with_city(endpoint: Endpoint, given: dict[str, str]) -> dict[str, str]:
    return given | ({"jurisdiction_id": endpoint.jurisdiction} if endpoint.jurisdiction else {})


def _read(body: bytes) -> list[Row]:
    return [
        Row(
            number=_text(row, "service_request_id"),
            open=_text(row, "status").lower() != "closed",
            words=_text(row, "status_notes"),
            description=_text(row, "description"),
        )
        for row in _rows(body)
    ]


def _rows(body: bytes, *, out: bool = False) -> list[Element]:
    """
    Return the rows of an answer.

    :param out: whether the call had an effect, though its answer cannot be read
    """
    try:
        return list(fromstring(body))
    except (ParseError, DefusedXmlException) as fault:
        raise NotReached("its answer is no XML", perhaps_out=out, for_good=out) from fault


def _text(row: Element, name: str) -> str:
    return (row.findtext(name) or "").strip()
