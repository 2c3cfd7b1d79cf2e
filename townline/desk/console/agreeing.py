"""What whoever is in touch agrees to: what an agent asks them, in their language, and they say."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import get_language, gettext_lazy

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.queries import ConsentShown
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.contacts.rules.course import State
from townline.desk.console.hand import Held
from townline.desk.wording import Text

TITLES: dict[str, Text] = {
    ConsentTo.RECORDING: gettext_lazy("Record the call"),
    ConsentTo.SENDING: gettext_lazy("Send them something"),
    ConsentTo.CALLING_BACK: gettext_lazy("Be called back"),
    ConsentTo.KEEPING: gettext_lazy("Keep their number"),
}
ASKS: dict[str, Text] = {
    ConsentTo.RECORDING: gettext_lazy("May we record this call, to do better next time?"),
    ConsentTo.SENDING: gettext_lazy("May we send you this at the number or address that you gave?"),
    ConsentTo.CALLING_BACK: gettext_lazy("May we call you back at your number?"),
    ConsentTo.KEEPING: gettext_lazy(
        "May we keep your number with this call, so that we know you when you call again?"
    ),
}
"""What is read out."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Something that can be agreed to, and what was said to it last."""

    to: str
    title: Text
    asks: Asked
    said: ConsentShown | None
    may_yes: bool
    """Whether the agent can enter now that they agree."""
    may_no: bool


def asked(to: ConsentTo, language: str) -> Asked:
    """Return what is read out, in a language where we have it, else in that of the page."""
    known = bool(language) and translation.check_for_language(language)
    spoken = language if known else get_language() or ""
    with translation.override(spoken):
        return Asked(words=str(ASKS[to]), language=spoken)


def agreements(city: City, held: Held) -> tuple[Agreement, ...]:
    """Return what can be agreed to in a contact, and what was said."""
    said = {each.to: each for each in queries.consents_of(city.id, held.what.id)}
    wanted = (to for to in ConsentTo if to in said or to in _asked_in(held))
    return tuple(_agreement(to, said.get(to), held) for to in wanted)


def _asked_in(held: Held) -> tuple[ConsentTo, ...]:
    """Return what is asked in such a contact, though nothing was said to it yet."""
    spoken = (ConsentTo.RECORDING,) if held.what.channel == "web_call" else ()
    return (*spoken, ConsentTo.KEEPING)


def _agreement(to: ConsentTo, said: ConsentShown | None, held: Held) -> Agreement:
    talks = held.what.state == State.IN_CONTACT
    if to is ConsentTo.KEEPING:
        talks = held.what.state in (State.IN_CONTACT, State.WRAP_UP)
    given = said.given if said else None
    asks = to in _asked_in(held)
    return Agreement(
        to=str(to), title=TITLES[to], asks=asked(to, held.what.language), said=said,
        may_yes=talks and asks and given is not True,
        may_no=talks and given is not False and to is not ConsentTo.CALLING_BACK,
    )  # fmt: skip


def said(city: City, contact: int) -> tuple[tuple[Text, ConsentShown], ...]:
    """Return all that whoever it was with said to what they were asked, in order."""
    return tuple((TITLES[each.to], each) for each in queries.consents_of(city.id, contact))
