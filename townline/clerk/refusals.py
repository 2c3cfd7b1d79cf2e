"""What the council's room refuses, in the reader's language where the sentence is a whole one."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WHOLE = frozenset({
    _("A meeting is set for a time that is yet to come."),
    _("A meeting stays the meeting of its body; make another one."),
    _("A report comes back in 1 to 3660 days."),
    _("An agenda without an item cannot be posted; add what is taken up."),
    _("Choose items of this agenda."),
    _("Choose somebody whom the record names."),
    _("Continue the items to a day after the meeting's."),
    _("Files of this city have no supplements."),
    _("Give a date, or a number of days, not both."),
    _("It has filed a statement of that day already."),
    _("Its file stands on the agenda already."),
    _("No such item was taken off."),
    _("Nothing has changed since it was posted."),
    _("Say what is to be reported back."),
    _("Say what the item is about."),
    _("Say what the ordinance is about."),
    _("Say why the agenda is posted again."),
    _("Say why; the reason stands in the notice of cancellation."),
    _("Say why; the reason stands in the record beside the correction."),
    _("The agenda has no such item."),
    _("The agenda of a meeting that has begun, or is over, stays as it is."),
    _("The body has no such membership that a clerk entered."),
    _("The body meets then already."),
    _("The city's folder says who holds the seats of this body."),
    _("The meeting has changed since you opened it; look at what is new."),
    _("The meeting is not being held now."),
    _("The paper is empty."),
    _("What is seconded has been moved by somebody."),
})  # fmt: skip
"""Refusals that name nothing of the case; those with a day, a name or a number stay English."""


def told(fault: Exception) -> str:
    """Return what a refusal says, as it is shown."""
    said = str(fault)
    return gettext(said) if said in WHOLE else said
