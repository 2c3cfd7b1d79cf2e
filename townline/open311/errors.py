"""Refusals in Open311's own form, and what each refusal of the city means there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules.answers import BadAnswers, NotOurs
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import OutsideCity
from townline.record.verbs import NotAllowed
from townline.requests.actions import KeyReused, PlaceUnknown, Suspended
from townline.requests.rules.submission import Unfit

SHOWN = 100
"""Characters of what a client sent that a refusal repeats."""
NAMES = {"key": "Idempotency-Key", "order_date": "attribute[order:date]"}
"""What a client calls a part of the submission, where it has another name there."""


@dataclass(frozen=True)
class Fault:
    """One error of the body: ``code`` may be finer than the status of the answer."""

    code: int
    description: str


@dataclass
class Refused(Exception):
    """An answer that is a refusal: a status of HTTP, and one or several faults."""

    status: int
    faults: tuple[Fault, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


def refused(
    status: int,
    *descriptions: str,
    code: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Refused:
    """Return a refusal of that status, each description being an error of its own."""
    faults = tuple(Fault(code or status, text) for text in descriptions)
    return Refused(status, faults, headers or {})


def payload(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Return faults as the body of an answer has them."""
    return [{"code": fault.code, "description": fault.description} for fault in faults]


def quoted(text: str) -> str:
    """Return what a client sent, short enough to be repeated to it."""
    return f'"{text[:SHOWN]}…"' if len(text) > SHOWN else f'"{text}"'


CITY_REFUSALS = (
    NoSuchService, Unfit, BadAnswers, NotOurs, OutsideCity, Suspended, KeyReused, NotAllowed,
)  # fmt: skip
"""All refusals of ``submit`` that are the client's to mend or to tell its user."""
STATUSES = {NoSuchService: 404, NotAllowed: 403}
"""Refusals that Open311 does not call 400."""
PLAIN = {
    NoSuchService: "service_code was not found: {}",
    NotAllowed: "This api_key may not file service requests.",
    KeyReused: "This Idempotency-Key was used before, with another body.",
}


def of_city(refusal: Exception, city: City, language: str) -> Refused:
    """Return what a refusal of the city is in Open311: 404 for what is not there, else 400."""
    status = STATUSES.get(type(refusal), 400)
    return refused(status, *_told(refusal, city, language))


def _told(refusal: Exception, city: City, language: str) -> list[str]:
    match refusal:
        case BadAnswers():
            return of_answers(refusal)
        case Unfit():
            return [of_unfit(refusal)]
        case Suspended():
            return [words_in(refusal.notice, language) or "The service is not taken there now."]
        case NotOurs():
            return [words_in(refusal.words, language)]
        case OutsideCity():
            return [_outside(city, str(refusal))]
    return [PLAIN[type(refusal)].format(refusal)]


def of_answers(refusal: BadAnswers) -> list[str]:
    """Return one description a question."""
    return [
        f"attribute[{code[:SHOWN]}] is required: {gettext(fault.message)}"
        if fault.code == "required"
        else f"attribute[{code[:SHOWN]}]: {gettext(fault.message).format(**fault.params)}"
        for code, fault in refusal.errors.items()
    ]


def of_unfit(refusal: Unfit) -> str:
    """Return what is wrong with one field, with what the address may have meant."""
    name = NAMES.get(refusal.field, refusal.field)
    if isinstance(refusal, PlaceUnknown):
        meant = ", or ".join(quoted(match.label) for match in refusal.candidates[:3])
        told = "address_string: this address was not found in the city."
        return f"{told} Did you mean {meant}?" if meant else told
    if refusal.code == "no_place":
        return "A location is required: lat and long, or address_string."
    name = "address_string" if name == "address" else name
    return f"{name}: {refusal.says}."


def _outside(city: City, neighbour: str) -> str:
    told = f"The location is not in {city.name}."
    return f"{told} It is in {neighbour}, which has services of its own." if neighbour else told
