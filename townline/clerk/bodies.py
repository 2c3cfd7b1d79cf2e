"""The bodies of a council, for everyone: who sits in one, when it meets, what it has before it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk import wording
from townline.clerk.access import for_readers
from townline.clerk.files import today_in
from townline.clerk.meeting_words import KIND_WORDS, STATUS_WORDS
from townline.council import queries
from townline.council.queries import PersonShown
from townline.council.rules.people import Membership
from townline.council.rules.vocabulary import Body

MEETINGS = 6
"""Meetings to come that the page of a body shows; and as many that were."""
PENDING = 25
"""Files that it shows of those that lie before a body."""
KINDS: Mapping[str, tuple[Any, Any]] = {
    "council": (_("The Council"), _("The body that decides.")),
    "committee": (_("Committees"), _("A committee of the Council: files go there first.")),
    "board": (_("Boards and commissions"), _("A board or commission of the city.")),
    "neighborhood_council": (
        _("Neighborhood councils"),
        _("A neighborhood council: it may say what it thinks of a file."),
    ),
    "department": (_("Departments"), _("A department of the city.")),
    "officer": (_("Officers"), _("An officer of the city.")),
    "mayor": (_("The Mayor"), _("Agrees to what the Council decides, or vetoes it.")),
}
"""What a body can be: as a heading over those of one kind, and what one of them is."""
SIT = ("council", "committee", "board")
"""Kinds of bodies that have members and meetings of which the record tells."""
ROLE_WORDS: Mapping[str, Any] = {
    "president": _("President"),
    "chair": _("Chair"),
    "vice_chair": _("Vice chair"),
    "member": _("Member"),
}
"""What somebody is in a body, in the order of its page."""


@for_readers
@require_safe
def bodies(request: HttpRequest, city: City) -> HttpResponse:
    """List all bodies that files are sent to or come from, by their kinds."""
    every = sorted(queries.bodies(city).values(), key=lambda body: body.name)
    groups = [
        (kind, words[0], [body for body in every if body.kind == kind])
        for kind, words in KINDS.items()
    ]
    return render(request, "clerk/bodies.html", {"groups": [each for each in groups if each[2]]})


@for_readers
@require_safe
def body(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Show a body: what it is, who sits there, its meetings, what lies before it."""
    known = queries.bodies(city)
    found = known.get(code)
    if found is None:
        raise Http404("There is no such body.")
    today = today_in(city)
    sits = found.kind in SIT
    waiting, total = queries.pending_in(city, code, most=PENDING)
    return render(
        request, "clerk/body.html",
        {
            "body": found,
            "what": KINDS.get(found.kind, ("", ""))[1],
            "parent": known.get(found.parent),
            "sits": sits,
            "members": list(_members(city, code, today)) if sits else [],
            "before": list(_before(city, code, today)) if sits else [],
            "to_come": _meetings(city, found, today) if sits else (),
            "past": queries.meetings(city, body=code, until=today, most=MEETINGS) if sits else (),
            "kinds": KIND_WORDS,
            "statuses": STATUS_WORDS,
            "pending": [(each, wording.stand(each.state)) for each in waiting],
            "total": total,
            "official": city.languages[0],
        },
    )  # fmt: skip


def _meetings(city: City, found: Body, today: date) -> Any:
    return queries.meetings(
        city, body=found.code, since=today, soonest_first=True, most=MEETINGS
    )  # fmt: skip


def _members(city: City, code: str, today: date) -> Iterator[tuple[PersonShown, Membership, Any]]:
    """Yield who sits in a body today, those who lead it first."""
    order = list(ROLE_WORDS)
    found = [
        (who, each) for who in queries.members(city, code, today)
        for each in who.memberships if each.body == code and each.on(today)
    ]  # fmt: skip
    for who, each in sorted(
        found, key=lambda pair: (order.index(pair[1].role), _number(pair[1].seat), pair[0].surname)
    ):
        yield who, each, "" if each.role == "member" else ROLE_WORDS[each.role]


def _number(seat: str) -> int:
    return int(seat) if seat.isdecimal() else 0


def _before(city: City, code: str, today: date) -> Iterator[tuple[PersonShown, Membership]]:
    """Yield who sat in a body once, the last to leave first."""
    found = [
        (who, each) for who in queries.people(city) for each in who.memberships
        if each.body == code and each.until is not None and each.until <= today
    ]  # fmt: skip
    yield from sorted(found, key=lambda pair: pair[1].until or today, reverse=True)
