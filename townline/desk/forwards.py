"""What goes to other governments' servers by itself, as the desk shows it and sends it again."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.desk.access import WORKING
from townline.desk.deeds import Case, Deed
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import forwarding
from townline.requests.queries import Forwarded
from townline.staff import queries as staff


def shown(case: Case) -> tuple[Forwarded, ...]:
    """Return where the request was forwarded to; asked only where that may be."""
    sent = any(line.verb == verbs.FORWARDED.code for line in case.found.lines)
    if not (sent or _is_forwarded(case)):
        return ()
    return requests.forwarded(case.city, case.found.number, language=get_language() or "")


def _is_forwarded(case: Case) -> bool:
    found, every = case.found, staff.partners(case.city.edition_id).values()
    return any(
        each.open311
        and found.department in each.open311.departments
        and found.service_code in each.open311.services
        for each in every
    )


def _waits(case: Case) -> bool:
    return any(one.given_up_at and not one.sent_at for one in shown(case))


TRY_AGAIN = Deed(
    name="try_again",
    verb=verbs.WRITTEN_AGAIN,
    label=_("Forward it again"),
    done=_("It is sent again within a minute."),
    act=lambda doing: forwarding.try_again(**doing.what),
    fits=_waits,
    only=WORKING,
)
