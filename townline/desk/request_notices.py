"""What was sent to the reporter of a request, and what became of it, as staff read it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from townline.contacts import queries as contacts
from townline.contacts.queries import Told
from townline.desk.wording import Text

WHAT: dict[str, Text] = {
    "receipt": _("Receipt"),
    "held": _("Receipt"),
    "asked": _("Question"),
    "replied": _("Message"),
    "moved": _("New day"),
    "joined": _("Joined to another request"),
    "closed": _("How it ended"),
    "updated": _("News to everyone"),
    "handed_over": _("The link"),
    "handed_reminder": _("The link once more"),
}
STATES: dict[str, tuple[Text, str]] = {
    "waiting": (_("Waiting"), "new"),
    "kept_back": (_("Kept back for now"), "waiting"),
    "trying": (_("To be tried again"), "moving"),
    "sent": (_("Sent"), "done"),
    "delivered": (_("Arrived"), "done"),
    "returned": (_("Came back"), "ended"),
    "given_up": (_("Not sent"), "ended"),
    "withdrawn": (_("Taken back"), "ended"),
}
"""Where a notice stands, in words and tone."""
WHY: dict[str, Text] = {
    "tries": _("It failed eight times."),
    "refused": _("The address does not exist."),
    "bounce": _("Earlier messages to this address came back."),
    "unreachable": _("They left no address, or it was forgotten."),
    "unwanted": _("They asked for no more messages."),
    "unsubscribe": _("They asked for no more messages."),
    "stop": _("They asked for no more messages."),
    "complaint": _("They called our messages spam."),
}
MEDIA: dict[str, Text] = {"email": _("E-mail"), "sms": _("Text message")}


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice, worded."""

    told: Told
    what: Text
    medium: Text
    to: str
    state: Text
    tone: str
    why: Text


def told(*contact_ids: int | None, may_reach: bool) -> tuple[NoticeLine, ...]:
    """
    Return what was owed to the reporter, or to others, the newest first, in one statement.

    :param may_reach: whether addresses are shown whole
    """
    found = contacts.notices_of([key for key in contact_ids if key], open_=may_reach)
    return tuple(worded(one) for one in found)


def worded(one: Told) -> NoticeLine:
    """Return a notice in words."""
    state, tone = STATES[one.state]
    return NoticeLine(
        told=one,
        what=WHAT.get(one.template, one.template),
        medium=MEDIA[one.medium],
        to=one.to,
        state=state,
        tone=tone,
        why=WHY.get(one.why, ""),
    )
