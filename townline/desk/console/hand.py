"""Who the agent is, what they have in hand, and which of it the page is about."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City, words_in
from townline.contacts import queries
from townline.contacts.queries import AgentShown, InHand
from townline.contacts.rules.carried import CALLING
from townline.contacts.rules.noting import ASIDE
from townline.contacts.rules.queueing import Lost, Status
from townline.desk.wording import Text, language_name
from townline.record.verbs import Actor

STATUSES: dict[str, Text] = {
    Status.LOGGED_OUT: _("Gone"),
    Status.AVAILABLE: _("Available"),
    Status.BREAK: _("On a break"),
    Status.PAUSED: _("Paused"),
}
REASONS: dict[str, Text] = {
    "rest": _("Rest"),
    "meal": _("Meal"),
    "training": _("Training"),
    "meeting": _("Meeting"),
    "paperwork": _("Paperwork"),
}
"""Why somebody is on a break."""
WHY: dict[str, Text] = REASONS | {
    CALLING: _("Calling somebody"),
    Lost.DESK: _("This page was not heard of for a minute, or a supervisor logged you out."),
    Lost.NO_TELEPHONE: _("A call was to ring at your telephone, and you had given none."),
    Lost.SILENT_TELEPHONE: _(
        "Your telephone rang for a call, and nobody picked it up and pressed a key."
    ),
}
"""Why somebody says what they say, or why the queue logged them out."""
CHANNELS: dict[str, Text] = {
    "call": _("Telephone call"), "web_call": _("Call from the browser"), "chat": _("Chat"),
    "sms": _("Text message"), "email": _("E-mail"), "letter": _("Letter"),
    "walk_in": _("Visit in person"), "web": _("Web report"), "api": _("Program"),
    "social": _("Social media"), "voicemail": _("Voice message"),
    "consult": _("Another agent asks"), "other": _("Other"),
}  # fmt: skip
STATES: dict[str, Text] = {
    "waiting": _("Waits"), "offered": _("Rings"), "in_contact": _("In contact"),
    "wrap_up": _("To be written up"), "over": _("Over"),
}  # fmt: skip
MARKS: dict[str, Text] = {
    "emergency": _("Emergency"), "relay": _("Relay (711)"), "tty": _("Text telephone (TTY)"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Held:
    """A contact with its words."""

    what: InHand
    channel: Text
    state: Text
    queue: str
    language: str
    disposition: str
    marks: tuple[Text, ...]
    since: datetime
    """When what it does now began."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A disposition of the city's list, with the key that chooses it."""

    code: str
    words: str
    key: str
    at_once: bool
    """Whether its key writes the contact up without more."""


def agent_of(city: City, by: Actor) -> AgentShown | None:
    """Return as whom the actor answers contacts; None where they do not."""
    return queries.agent_of_member(city.id, by.member_id)


def held(city: City, agent: AgentShown) -> tuple[Held, ...]:
    """Return what an agent is offered or has, worded."""
    return tuple(worded(city, each) for each in queries.in_hand(city.id, agent.id))


def worded(city: City, what: InHand) -> Held:
    """Return a contact with its words."""
    here, known = get_language() or "", queries.contact_centre(city.edition_id)
    lines = {q.code: q.words for centre in known.centres for q in centre.queues}
    ended = {each.code: each.words for each in known.dispositions}.get(what.disposition)
    return Held(
        what=what, channel=CHANNELS.get(what.channel, what.channel),
        state=STATES.get(what.state, what.state),
        queue=words_in(lines[what.queue], here) if what.queue in lines else what.queue,
        language=language_name(what.language) if what.language else "",
        disposition=words_in(ended, here) if ended else what.disposition,
        marks=tuple(MARKS.get(each, each) for each in what.marks),
        since=what.ended_at or what.answered_at or what.started_at,
    )  # fmt: skip


def chosen(request: HttpRequest, all_held: tuple[Held, ...]) -> Held | None:
    """Return the contact that the page is about: the one named, else the first in contact."""
    mine = [each for each in all_held if each.what.state != "offered"]
    named = request.GET.get("contact", "")
    found = next((each for each in mine if str(each.what.id) == named), None)
    mine.sort(key=lambda each: (each.what.state != "in_contact", each.what.id))
    return found or next(iter(mine), None)


def offered(all_held: tuple[Held, ...]) -> tuple[Held, ...]:
    """Return what rings."""
    return tuple(each for each in all_held if each.what.state == "offered")


ONE_KEY = {"nobody": "s", "wrong-number": "w", "abusive": "x"}


def endings(city: City) -> tuple[Ending, ...]:
    """Return how a contact may end, in the order of the city's list, with keys."""
    here, n, found = get_language() or "", 0, []
    for each in queries.contact_centre(city.edition_id).dispositions:
        at_once = each.code in ASIDE
        if not at_once:
            n += 1
        key = ONE_KEY[each.code] if at_once else str(n) if n < 10 else ""
        words = words_in(each.words, here)
        found.append(Ending(code=each.code, words=words, key=key, at_once=at_once))
    return tuple(found)
