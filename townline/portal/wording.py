"""Requests in the words that residents read: how it stands, what happened, who did it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.requests.queries import Line, RequestShown

STATUSES: dict[str, tuple[str | Promise, str]] = {
    "received": (gettext_lazy("Received"), "new"),
    "held": (gettext_lazy("A person will look at it first"), "new"),
    "open": (gettext_lazy("With the department"), "moving"),
    "in_progress": (gettext_lazy("Work is under way"), "moving"),
    "waiting": (gettext_lazy("Waiting for the reporter"), "waiting"),
    "paused": (gettext_lazy("Paused"), "waiting"),
    "joined": (gettext_lazy("Joined to an earlier report"), "moving"),
    "closed": (gettext_lazy("Closed"), "ended"),
}
"""Status to its words and its tone (see the tag ``status``)."""

BY: dict[str, str | Promise] = {
    "resident": gettext_lazy("by a resident"),
    "staff": gettext_lazy("by the city"),
    "partner": gettext_lazy("by a partner of the city"),
    "system": "",
}
"""Who acted, as everyone reads it."""


@dataclass(frozen=True)
class Stand:
    """How a request stands: words, and the tone that its sign takes."""

    words: str
    tone: str


@dataclass(frozen=True)
class Mark:
    """That a request did not simply come in here: a word for lists, a sentence for its page."""

    word: str
    sentence: str


@dataclass(frozen=True)
class Happened:
    """One line of the history, as the tag ``timeline`` shows it."""

    at: datetime
    sentence: str
    by: str
    text: str
    lang: str = ""
    """The language of the text, where it is known and not the page's: nobody translated it."""


def stand(shown: RequestShown) -> Stand:
    """Return how a request stands; a closed one by how it ended."""
    if shown.status == "closed":
        return Stand(
            str(ENDS.get(shown.outcome_kind, STATUSES["closed"][0])),
            "done" if shown.outcome_kind == "done" else "ended",
        )
    words, tone = STATUSES[shown.status]
    return Stand(str(words), tone)


ORIGINS: dict[str, tuple[str | Promise, str | Promise]] = {
    "demo": (gettext_lazy("Demo"), gettext_lazy("Made up to show how this looks.")),
    "imported": (
        gettext_lazy("From imported data"),
        gettext_lazy(
            "Taken from the city’s open data; the steps were reconstructed from its last state."
        ),
    ),
    "synthetic": (
        gettext_lazy("Synthetic"),
        gettext_lazy("Made by a program to try this with many requests."),
    ),
}
"""Where a request comes from, other than from somebody who sent it here, to its mark."""


def mark(shown: RequestShown) -> Mark | None:
    """Return how a request is marked that nobody sent in here; None for all others."""
    words = ORIGINS.get(shown.origin)
    return Mark(str(words[0]), str(words[1])) if words else None


ENDS: dict[str, str | Promise] = {
    "done": gettext_lazy("Done"),
    "nothing_found": gettext_lazy("Closed: nothing was found"),
    "not_done": gettext_lazy("Closed: not done"),
    "not_ours": gettext_lazy("Closed: not the city’s"),
    "duplicate": gettext_lazy("Closed: known already"),
    "cancelled": gettext_lazy("Cancelled"),
}
"""Kind of an outcome to the status's words."""


def history(city: City, lines: Iterable[Line]) -> Iterator[Happened]:
    """Yield the lines of a record in the form of the timeline."""
    staff_writes = city.languages[0]
    for line in lines:
        by = str(BY.get(line.by, ""))
        if line.reconstructed:
            by = _("reconstructed from imported data")
        written = line.note_language or staff_writes
        foreign = line.note and line.by == "staff" and written != get_language()
        yield Happened(
            at=line.at, sentence=line.says, by=by, text=line.note,
            lang=written if foreign else "",
        )  # fmt: skip


def question_of(shown: RequestShown) -> str:
    """Return what the department asked and still waits to be told; empty for nothing."""
    if shown.status != "waiting":
        return ""
    asked = (line.note for line in reversed(shown.lines) if line.verb == "request.asked")
    return next(asked, "")
