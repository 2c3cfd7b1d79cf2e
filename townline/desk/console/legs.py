"""The legs of a contact as staff read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language, gettext_lazy

from townline.cities.rules.city import City, words_in
from townline.contacts import queries
from townline.contacts.queries import TurnShown
from townline.desk.wording import Text

LEGS = {
    "menu": gettext_lazy("Menu"), "queue": gettext_lazy("Waited"),
    "agent": gettext_lazy("With an agent"), "interpreter": gettext_lazy("With an interpreter"),
    "callback": gettext_lazy("Called back"), "voicemail": gettext_lazy("Left a message"),
}  # fmt: skip
ENDS = {
    "answered": gettext_lazy("answered"), "ended": gettext_lazy("ended"),
    "abandoned": gettext_lazy("gave up"), "transferred": gettext_lazy("passed on"),
    "overflowed": gettext_lazy("went on to another queue"),
    "settled": gettext_lazy("settled from the list"),
    "not_answered": gettext_lazy("not answered"), "lost": gettext_lazy("agent lost"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A leg as staff read it."""

    kind: Text
    queue: str
    agent: str
    started_at: datetime
    length: str
    ended: Text


def stretches(city: City, found: TurnShown, now: datetime) -> tuple[Stretch, ...]:
    """Return the legs of a contact, the last one as long as it is by now."""
    queues = queue_names(city)
    return tuple(
        Stretch(
            kind=LEGS.get(leg.kind, leg.kind), queue=queues.get(leg.queue, leg.queue),
            agent=leg.agent, started_at=leg.started_at,
            length=length((leg.ended_at or now) - leg.started_at),
            ended=ENDS.get(leg.ended_as, leg.ended_as),
        )
        for leg in found.legs
    )  # fmt: skip


def queue_names(city: City) -> dict[str, str]:
    """Return what each queue is called, by its code."""
    here = get_language() or ""
    centres = queries.contact_centre(city.edition_id).centres
    return {queue.code: words_in(queue.words, here) for c in centres for queue in c.queues}


def length(took: timedelta) -> str:
    """Return how long something took, as a stopwatch shows it."""
    seconds = max(0, int(took.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
