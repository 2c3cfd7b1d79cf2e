"""Which department owes the work, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from townline.catalogue.rules.offers import Offer, Route
from townline.cities.rules.city import Words


@dataclass(frozen=True)
class Routing:
    """Where a request goes, with the reason that its record keeps."""

    department: str
    crew: str
    rule: int | None
    """The position of the route that decided, from 1; None where the service's owner did."""
    because: Words


def route(
    offer: Offer, *, areas: Collection[str], answers: Mapping[str, object], on: date
) -> Routing:
    """
    Return who owns the work: the first route that fits, else the service's department.

    :param areas: keys (``kind:code``) of all areas that hold the place
    """
    for position, rule in enumerate(offer.routes, 1):
        if fits(rule, areas=areas, answers=answers, on=on):
            return Routing(rule.department, rule.crew, position, rule.because)
    return Routing(offer.department, "", None, {})


def fits(rule: Route, *, areas: Collection[str], answers: Mapping[str, object], on: date) -> bool:
    """Return whether a route's every condition holds."""
    if rule.areas and not any(key in areas for key in rule.areas):
        return False
    if (rule.since and on < rule.since) or (rule.until and on > rule.until):
        return False
    return all(given(answers.get(code)) & set(wanted) for code, wanted in rule.answers.items())


def given(answer: object) -> set[str]:
    """Return the values of an answer, as conditions name them."""
    if isinstance(answer, (list, tuple)):
        return {str(a) for a in answer}
    return set() if answer is None else {str(answer)}
