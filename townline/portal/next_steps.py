"""What happens next with a request, what its end means, and what one can do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from townline.requests.queries import RequestShown
from townline.requests.rules.publicity import Viewer

type Sentence = str | Promise

AHEAD: dict[str, tuple[Sentence, Sentence]] = {
    "received": (
        _("It is on its way to the department that does this work."),
        _("You need not do anything."),
    ),
    "held": (
        _("A person looks at it first. Then it goes to the department."),
        _("You need not do anything."),
    ),
    "open": (
        _("The department has it on its list and plans the work."),
        _("You need not do anything. Each step will be shown here."),
    ),
    "in_progress": (
        _("The department is working on it. The result will be shown here."),
        _("You need not do anything."),
    ),
    "waiting": (
        _("The department needs to know something. The work goes on once that is answered."),
        _("Please answer the question above. Until then the clock stands still."),
    ),
    "paused": (
        _("The work waits for the reason told above, and so does the promise. Then it goes on."),
        _("You need not do anything."),
    ),
    "joined": (
        _("It is done together with the earlier report. When that one ends, this one ends too."),
        _("You need not do anything. You will be told how it ended."),
    ),
}
"""Status to what happens next, and to what its reporter can do."""

ENDED: dict[str, tuple[Sentence, Sentence, Sentence]] = {
    "done": (
        _("The department says that the work is done."),
        _("If something is still wrong, report it again."),
        _("If it is not so, say so below, and it is opened again."),
    ),
    "nothing_found": (
        _("Somebody went there and did not find what was reported."),
        _("If it is still there, report it again and say where exactly; a photo helps."),
        _("If it is still there, say so below and say where exactly; a photo helps."),
    ),
    "not_done": (
        _("The department decided not to do this work. Its reason is told above."),
        _("If things have changed since, report it again."),
        _("If you see it otherwise, say why below, and it is looked at again."),
    ),
    "not_ours": (
        _("This is not the city’s to do. The words above say whose it is, where that is known."),
        _("Please turn to whoever is named there."),
        _("Please turn to whoever is named there. If it is the city’s, say so below."),
    ),
    "duplicate": (
        _("The city knew of it already. The work goes on under the earlier report."),
        _("Look for it among the known requests near this place."),
        _("If it is something else, say so below, and it is opened again."),
    ),
    "cancelled": (
        _("It was called off. Nobody works on it."),
        _("If it is still needed, make a new request."),
        _("If it is still needed, make a new request, or open this one again below."),
    ),
}
"""Kind of an outcome to what it means, to what anyone can do, and to what its reporter can."""
TOO_LATE = _("If something is still wrong, make a new request.")


@dataclass(frozen=True)
class Steps:
    """What is told beside the status."""

    means: Sentence
    can: Sentence


def steps(shown: RequestShown, viewer: Viewer, *, reopens_until: datetime | None) -> Steps | None:
    """
    Return what happens next, or what the end means; None where nothing is known of the end.

    :param reopens_until: until when its reporter may open it again; None where they no longer may
    """
    own = viewer is Viewer.REPORTER
    if shown.status != "closed":
        means, can = AHEAD[shown.status]
        return Steps(means, can if own else "")
    if shown.outcome_kind not in ENDED:
        return None
    means, anyone, reporter = ENDED[shown.outcome_kind]
    if own:
        return Steps(means, reporter if reopens_until else TOO_LATE)
    return Steps(means, anyone)
