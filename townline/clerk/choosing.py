"""What can happen to a file next, sorted as the clerk thinks of it, and what was begun."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from townline.cities.rules.city import words_in
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.introducing import missing
from townline.council import queries
from townline.council.rules.vocabulary import ActionType, Effect
from townline.record.verbs import Actor

GROUPS: tuple[tuple[Any, frozenset[Effect]], ...] = (
    (gettext_lazy("Papers and statements"), frozenset({Effect.RECEIVES, Effect.STATES})),
    (gettext_lazy("Referral"), frozenset({Effect.REFERS, Effect.RE_REFERS})),
    (gettext_lazy("Schedule"), frozenset({Effect.SCHEDULES, Effect.CONTINUES})),
    (gettext_lazy("Committee"), frozenset({Effect.REPORTS})),
    (gettext_lazy("Council"), frozenset({Effect.DECIDES, Effect.RECONSIDERS, Effect.FINISHES})),
    (gettext_lazy("Mayor"), frozenset({Effect.TRANSMITS, Effect.RETURNS})),
    (
        gettext_lazy("Ordinance and end"),
        frozenset({Effect.PUBLISHES, Effect.WITHDRAWS, Effect.EXPIRES, Effect.NOTES}),
    ),
)
"""How the desk sorts what can happen to a file."""
MOST_DRAFTS = 50


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that can happen, as the desk offers it."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A draft as the desk lists it: of an activity by its code, of a correction by its entry."""

    code: str = ""
    entry: int | None = None
    label: str = ""


@for_clerks
@require_safe
def choose(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Offer what can happen to a file, and go on with what was begun."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    types = queries.offered_types(city)
    drafts = queries.drafts(city, by, most=MOST_DRAFTS)
    begun = [_begun(each.purpose, types) for each in drafts if each.identifier == identifier]
    return show(request, by, "clerk/choose.html", file=found, groups=groups(types), begun=begun)


def groups(types: Sequence[ActionType]) -> list[tuple[Any, list[Choice]]]:
    """Return what can happen, by the names of its groups."""
    found = []
    for name, effects in GROUPS:
        offered = [
            choice for kind in types if kind.effect in effects for choice in [choice_of(kind)]
        ]
        if offered:
            found.append((name, offered))
    return found


def choice_of(kind: ActionType) -> Choice:
    """Return a kind of activity as the desk offers it."""
    return Choice(code=kind.code, label=words_in(kind.label, get_language() or ""))


def _begun(purpose: str, types: Iterable[ActionType]) -> Begun:
    what, _colon, key = purpose.partition(":")
    if what == "correct":
        return Begun(entry=int(key))
    labels = {each.code: choice_of(each).label for each in types}
    return Begun(code=key, label=labels.get(key, key))
