"""The short steps in which something is reported: where, what, and who sends it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from townline.catalogue.rules.offers import Offer
from townline.portal.forms import ITEM
from townline.portal.questions import PREFIX

WHERE, WHAT, YOU = "where", "what", "you"
OF_FORM = ("key", "begun", "warned")
"""What a form knows of itself, whatever its step."""
FIELDS = {
    WHERE: frozenset({"lat", "lon", "address", "match", "landmark", "order_date", "asked", "join"}),
    WHAT: frozenset({"description", "photos"}),
    YOU: frozenset({"first_name", "last_name", "email", "phone", "language", "website"}),
}
"""The fields of each step; questions and items belong to ``WHAT``."""
TITLES: dict[str, Promise] = {
    WHERE: gettext_lazy("Where"),
    WHAT: gettext_lazy("What"),
    YOU: gettext_lazy("You, and send"),
}
WHERE_AND_WHEN = gettext_lazy("Where and when")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step as the progress marker shows it."""

    code: str
    title: str
    number: int
    state: str
    """``complete``, ``current`` or ``ahead``."""


def of(offer: Offer) -> tuple[str, ...]:
    """Return the steps of a service, in their order; one without a place has no ``WHERE``."""
    if offer.place == "none" and not offer.dates:
        return (WHAT, YOU)
    return (WHERE, WHAT, YOU)


def holds(step: str, name: str) -> bool:
    """Return whether the field of that name is filled in at the step."""
    if name.startswith((PREFIX, ITEM)):
        return step == WHAT
    return name in FIELDS[step]


def step_of(name: str) -> str:
    """Return the step at which a field is filled in."""
    return next((step for step in FIELDS if holds(step, name)), YOU)


def marked(offer: Offer, current: str) -> list[Step]:
    """Return the steps of a service for the progress marker."""
    codes = of(offer)
    now = codes.index(current)
    return [
        Step(
            code=code,
            title=str(WHERE_AND_WHEN if code == WHERE and offer.dates else TITLES[code]),
            number=n + 1,
            state="current" if n == now else "complete" if n < now else "ahead",
        )
        for n, code in enumerate(codes)
    ]


def before(offer: Offer, step: str) -> str:
    """Return the step before; empty for the first."""
    codes = of(offer)
    return codes[codes.index(step) - 1] if step != codes[0] else ""


def after(offer: Offer, step: str) -> str:
    """Return the step after; empty for the last."""
    codes = of(offer)
    return codes[codes.index(step) + 1] if step != codes[-1] else ""
