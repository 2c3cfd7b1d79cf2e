"""Why a request is where it is, and why it is due then."""

from dataclasses import dataclass

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.hours import WorkingWeek
from townline.requests import verbs
from townline.requests.queries.shape import RequestShown
from townline.requests.rules.reasons import Happened, WhyDue, WhyHere, why_due, why_here
from townline.staff import queries as staff


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Both, for staff; None where there is nothing to tell."""

    here: WhyHere | None
    due: WhyDue | None


def reasons(city: City, found: RequestShown) -> Reasons:
    """Return both, from the record that ``by_staff`` has read: no statement of its own."""
    happened = [Happened(x.verb, x.at, x.data, x.note, x.who) for x in found.lines]
    offer = catalogue.offers(found.edition_id).get(found.service_code)
    codes = {str(x.data.get("department", "")) for x in happened if x.verb == verbs.ROUTED.code}
    return Reasons(
        here=why_here(
            happened,
            offer,
            areas=found.areas,
            answers={answer.code: answer.raw for answer in found.answers},
            on=found.requested_at.astimezone(city.zone).date(),
        ),
        due=why_due(
            happened,
            requested_at=found.requested_at,
            due_at=found.due_at,
            promise=offer.resolve if offer else None,
            weeks={code: week for code in codes if (week := _week(city, found, code))},
        ),
    )


def _week(city: City, found: RequestShown, code: str) -> WorkingWeek | None:
    """Return a department's working week, of the request's edition or a later one."""
    for edition in (found.edition_id, city.edition_id):
        try:
            return staff.week_of(edition, code)
        except staff.NoSuchDepartment:
            continue
    return None
