"""The council's files in the words of the page's language: states, reasons, what a record lacks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from townline.council.rules.explained import Explained, Status
from townline.council.rules.pending import Standing
from townline.council.rules.reasons import SENTENCES
from townline.council.rules.rounds import Flag
from townline.council.rules.states import State

STATES: Mapping[str, tuple[str | Promise, str]] = {
    State.RECEIVED: (gettext_lazy("Received"), "new"),
    State.REFERRED: (gettext_lazy("Sent to a committee"), "moving"),
    State.IN_COMMITTEE: (gettext_lazy("On a committee’s agenda"), "moving"),
    State.REPORTED: (gettext_lazy("Committees are done"), "moving"),
    State.BEFORE_COUNCIL: (gettext_lazy("Before the Council"), "moving"),
    State.CONTINUED: (gettext_lazy("Put off"), "waiting"),
    State.RECONSIDERABLE: (gettext_lazy("Adopted, may be taken back"), "waiting"),
    State.ADOPTED: (gettext_lazy("Adopted, not final"), "moving"),
    State.FAILED: (gettext_lazy("Vote fell short"), "waiting"),
    State.OVER: (gettext_lazy("Held over"), "waiting"),
    State.WITH_MAYOR: (gettext_lazy("With the Mayor"), "moving"),
    State.CONCURRED: (gettext_lazy("The Mayor agreed"), "moving"),
    State.VETOED: (gettext_lazy("Vetoed"), "ended"),
    State.RETURNED_UNSIGNED: (gettext_lazy("Returned unsigned"), "moving"),
    State.FINAL: (gettext_lazy("Final"), "done"),
    State.PUBLISHED: (gettext_lazy("Ordinance published"), "done"),
    State.IN_FORCE: (gettext_lazy("In force"), "done"),
    State.WITHDRAWN: (gettext_lazy("Withdrawn"), "ended"),
    State.EXPIRED: (gettext_lazy("Expired"), "ended"),
}
"""State to its words and its tone (see the tag ``status``)."""

STANDINGS: Mapping[str, tuple[str | Promise, str]] = {
    Standing.PENDING: (gettext_lazy("Has it"), "waiting"),
    Standing.SCHEDULED: (gettext_lazy("Has set a day"), "moving"),
    Standing.ACTED: (gettext_lazy("Acted"), "done"),
    Standing.WAIVED: (gettext_lazy("Gave up its right"), "ended"),
    Standing.CONCURRED: (gettext_lazy("Agreed"), "done"),
    Standing.SUPERSEDED: (gettext_lazy("No longer has it"), "ended"),
}
"""How a body stands to a file, with the tone of it."""

FLAGS: Mapping[str, str | Promise] = {
    Flag.NO_OPENING: gettext_lazy("No motion or paper began this round in the record."),
    Flag.NO_FINAL: gettext_lazy(
        "The Council decided, and the record does not say that this became final."
    ),
    Flag.FINAL_WITHOUT_DECISION: gettext_lazy(
        "The record calls this final, and does not hold a decision."
    ),
    Flag.CLOSED_TWICE: gettext_lazy("The record ends this round twice."),
    Flag.RECONSIDERED_NOTHING: gettext_lazy(
        "The record takes back a decision that it does not hold."
    ),
    Flag.SILENT_DAY: gettext_lazy(
        "A day was set that has passed, and the record does not say what became of it."
    ),
    Flag.UNREAD: gettext_lazy("A line of this round could not be read."),
}
"""What is odd about a round."""

SURE: Mapping[str, str | Promise] = {
    Status.COMPUTED: gettext_lazy("Worked out"),
    Status.RECORDED: gettext_lazy("In the record"),
    Status.ASSUMED: gettext_lazy("Assumed"),
}
"""How sure a value is."""

OPTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("abstain", gettext_lazy("Abstained")),
    ("recused", gettext_lazy("Recused")),
    ("absent", gettext_lazy("Absent")),
)
"""How somebody voted, in the order of a page."""

COUNTED = re.compile(r"(\d+) (year|day)s?")


@dataclass(frozen=True)
class Stand:
    """How something stands: words, and the tone that its sign takes."""

    words: str
    tone: str


def stand(state: str | None) -> Stand:
    """Return how a file stands; what no release of ours wrote is shown as it is."""
    words, tone = STATES.get(state or "", (state or "", "new"))
    return Stand(str(words), tone)


def standing(standing_: str) -> Stand:
    """Return how a body stands to a file."""
    words, tone = STANDINGS[standing_]
    return Stand(str(words), tone)


def because(explained: Explained[Any]) -> str:
    """Return why a value is what it is, in the page's language."""
    facts = {name: _said(fact) for name, fact in explained.facts.items()}
    return _(SENTENCES[explained.reason]).format_map(facts)


def day_in_words(day: date) -> str:
    """Return a day with its weekday, as the page's language writes it."""
    return _("%(weekday)s, %(moment)s") % {
        "weekday": date_format(day, "l"),
        "moment": date_format(day, "DATE_FORMAT"),
    }


def short_day(day: date) -> str:
    """Return a day as the page's language writes it, without its weekday."""
    return date_format(day, "DATE_FORMAT")


def _said(fact: object) -> str:
    if isinstance(fact, date):
        return day_in_words(fact)
    text = str(fact)
    if counted := COUNTED.fullmatch(text):
        n = int(counted[1])
        if counted[2] == "year":
            return ngettext("%(n)s year", "%(n)s years", n) % {"n": n}
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
    return text
