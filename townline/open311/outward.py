"""Requests that other governments' servers are to have: sent there, and looked after."""

import logging
from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from townline.cities.rules.city import City
from townline.open311 import theirs
from townline.open311.outside import NotReached
from townline.record.verbs import SYSTEM
from townline.requests import queries as requests
from townline.requests.actions import forwarding
from townline.requests.actions.forwarding import Abroad, Owed, Told
from townline.requests.queries import RequestShown
from townline.staff import queries as staff
from townline.staff.rules.partners import Endpoint, Partner

log = logging.getLogger(__name__)

OURS = "Reference"
"""Before our number in a description: by it a request is found again that perhaps arrived."""
MOST_TEXT = 4000


def forward(city: City, *, at: datetime) -> int:
    """
    Send what is owed to other servers and return how much was tried.

    A demonstration sends nothing outside.
    """
    if city.demo:
        return 0
    forwarding.enlist(city=city, by=SYSTEM, at=at)
    owed = forwarding.claim(city=city, by=SYSTEM, at=at)
    for one in owed:
        _send(city, one)
    return len(owed)


def _send(city: City, owed: Owed) -> None:
    partner = staff.partners(city.edition_id)[owed.partner]
    endpoint = partner.open311
    assert endpoint is not None
    try:
        filed = _file(city, owed, partner, endpoint)
    except NotReached as fault:
        log.warning("%s was not forwarded to %s: %s", owed.number, owed.partner, fault)
        forwarding.failed(
            city=city, forwarding_id=owed.id, fault=str(fault), perhaps_out=fault.perhaps_out,
            for_good=fault.for_good, by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    else:
        forwarding.sent(
            city=city, forwarding_id=owed.id, their_number=filed.number, token=filed.token,
            by=SYSTEM, at=timezone.now(),
        )  # fmt: skip


def _file(city: City, owed: Owed, partner: Partner, endpoint: Endpoint) -> theirs.Filed:
    shown = requests.for_partner(
        city, owed.number, words=partner.contract, language=partner.language(city.languages),
        at=owed.requested_at,
    )  # fmt: skip
    code = endpoint.services[shown.service_code]
    mark = f"{OURS}: {owed.number}"
    if owed.perhaps_out:
        known = theirs.find(endpoint, code, since=owed.first_tried_at, text=mark)
        if known:
            return theirs.Filed(number=known)
    return theirs.file(endpoint, _fields(shown, code, mark, city), number=owed.number)


def _fields(shown: RequestShown, code: str, mark: str, city: City) -> list[tuple[str, str]]:
    """Return a report as the other side takes it: nothing in it says who reported it."""
    answers = [f"{answer.label}: {answer.value}" for answer in shown.answers]
    end = "\n\n" + "\n".join([*answers, f"{city.name}, {shown.service_name}", mark])
    description = shown.description[: MOST_TEXT - len(end)] + end
    fields = [
        ("service_code", code),
        ("description", description.strip()),
        ("attribute[external_id]", shown.number),
    ]
    if shown.lat is not None and shown.lon is not None:
        fields += [("lat", repr(shown.lat)), ("long", repr(shown.lon))]
    place = shown.address or shown.landmark
    return [*fields, ("address_string", place)] if place else fields


def look_after(city: City, *, at: datetime) -> int:
    """Ask other servers how what they have stands, and return how much was asked about."""
    if city.demo:
        return 0
    abroad = forwarding.to_look_at(city=city, by=SYSTEM, at=at)
    by_partner: dict[str, list[Abroad]] = defaultdict(list)
    for one in abroad:
        by_partner[one.partner].append(one)
    for code, those in by_partner.items():
        endpoint = staff.partners(city.edition_id)[code].open311
        if endpoint is None:
            continue
        try:
            _numbers(city, endpoint, [one for one in those if not one.their_number], at)
            _look(city, endpoint, [one for one in those if one.their_number], at)
        except NotReached as fault:  # asked again in ten minutes
            log.warning("%s did not say how requests stand: %s", code, fault)
    return len(abroad)


def _numbers(city: City, endpoint: Endpoint, those: list[Abroad], at: datetime) -> None:
    """Learn the numbers of what a token stands for as yet."""
    for one in those:
        number = theirs.number_of(endpoint, one.token)
        if number:
            forwarding.sent(
                city=city, forwarding_id=one.id, their_number=number, token=one.token, by=SYSTEM,
                at=at,
            )  # fmt: skip


def _look(city: City, endpoint: Endpoint, those: list[Abroad], at: datetime) -> None:
    if not those:
        return
    found = theirs.standings(endpoint, [one.their_number for one in those])
    for one in those:
        row = found.get(one.their_number)
        if row is not None:
            told = Told(open=row.open, words=row.words)
            forwarding.told(city=city, forwarding_id=one.id, told=told, by=SYSTEM, at=at)
