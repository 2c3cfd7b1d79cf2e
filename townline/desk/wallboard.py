"""The wallboard: who waits, who answers and how it went today, as it is this second."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City, words_in
from townline.contacts import queries as contacts
from townline.contacts.rules.centres import Centre
from townline.contacts.rules.measures import SHORT_S, Definition
from townline.desk.access import JUDGES, city_of, for_staff, show
from townline.desk.board_shown import (
    DEFINITIONS,
    CentreOnBoard,
    Told,
    centre_shown,
    midnight,
)
from townline.record.verbs import Actor


@for_staff(*JUDGES)
@require_safe
def wallboard(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the board of all centres, or of one."""
    city = city_of(request)
    every = contacts.contact_centre(city.edition_id).centres
    chosen, definition = _chosen(request, every), _definition(request)
    return show(
        request, by, "desk/wallboard.html",
        centres=_shown(city, chosen, definition), clock=_clock(city),
        topics=[f"centre:{city.id}:{each.code}" for each in chosen],
        choices=_choices(request, every, definition),
        definitions=[
            (words, _address(request, definition=str(code)), code is definition)
            for code, (words, _formula) in DEFINITIONS.items()
        ],
        formulas=[(words, formula, code is definition)
                  for code, (words, formula) in DEFINITIONS.items()],
        query=request.GET.urlencode(), short_s=SHORT_S,
    )  # fmt: skip


@for_staff(*JUDGES)
@require_safe
def now(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what of the board changes, for the page to put in its place."""
    city = city_of(request)
    chosen = _chosen(request, contacts.contact_centre(city.edition_id).centres)
    centres = _shown(city, chosen, _definition(request))
    return show(request, by, "desk/wallboard_now.html", centres=centres, clock=_clock(city))


def _shown(
    city: City, centres: Sequence[Centre], definition: Definition
) -> tuple[CentreOnBoard, ...]:
    at = timezone.now()
    if not centres:
        return ()
    board = contacts.board(city, centres, since=midnight(city, at), at=at)
    said = contacts.standing(city.id, [each.code for each in centres], at=at)
    return tuple(
        centre_shown(
            Told(
                city=city, centre=each,
                weeks={q.code: contacts.week_of_queue(city, q.code) for q in each.queues},
                board=board, said=said,
                definition=definition,
            )
        )
        for each in centres
    )  # fmt: skip


def _clock(city: City) -> str:
    return f"{timezone.now().astimezone(city.zone):%H:%M:%S}"


def _chosen(request: HttpRequest, every: Sequence[Centre]) -> tuple[Centre, ...]:
    code = request.GET.get("centre", "")
    return tuple(each for each in every if each.code == code) or tuple(every)


def _definition(request: HttpRequest) -> Definition:
    code = request.GET.get("definition", "")
    return Definition(code) if code in {str(each) for each in Definition} else Definition.OFFERED


def _choices(
    request: HttpRequest, every: Sequence[Centre], definition: Definition
) -> list[tuple[str, str, bool]]:
    """Return the centres to choose from; nothing where there is but one."""
    if len(every) < 2:
        return []
    now, language = request.GET.get("centre", ""), get_language() or ""
    return [
        (words_in(each.words, language), _address(request, centre=each.code), each.code == now)
        for each in every
    ]


def _address(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"
