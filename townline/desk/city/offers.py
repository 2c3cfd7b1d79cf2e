"""The services of the city: found, changed, added, taken out."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in
from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.offer_forms import FIELD_OF, NewServiceForm, ServiceForm
from townline.founding import actions, queries
from townline.founding.rules.editing import NotThere
from townline.founding.rules.faults import Fault
from townline.record.verbs import Actor


@dataclass(frozen=True, kw_only=True)
class Row:
    """A service as the list has it."""

    offer: Offer
    name: str
    department: str
    lacks: int
    """In how many of the city's languages it has no name."""
    faulty: int


@on_board
@require_safe
def services(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the services by group, those that fit what is looked for."""
    board = board_of(request, by)
    sought = request.GET.get("q", "").strip()[:100]
    language = get_language() or ""
    groups: dict[str, list[Row]] = {}
    faults = queries.faults_by_service(board.draft)
    for offer in board.draft.offers.values():
        if _fits(offer, sought):
            row = _row(board, offer, faults.get(offer.code, ()), language)
            groups.setdefault(words_in(offer.group_words, language) or offer.group, []).append(row)
    return page(
        request, by, board, "offers",
        groups=list(groups.items()), q=sought, found=sum(map(len, groups.values())),
    )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, by: Actor, service: str) -> HttpResponse:
    """Show a service with its questions and routes, and change what the form has."""
    board, language = board_of(request, by), get_language() or ""
    offer = offer_of(board, service)
    form = ServiceForm(board.draft, request.POST or None, offer=offer, language=language)
    if request.method == "POST" and form.is_valid():
        changed = actions.put_service(
            city=board.city, offer=form.offer(offer), by=by, at=timezone.now()
        )
        kept(request, changed)
        return redirect("desk:city_service", service)
    if request.method != "POST":
        form.tell(queries.faults_of_service(board.draft, service), FIELD_OF)
    return page(
        request, by, board, "offer", status=422 if form.is_bound else 200,
        form=form, offer=offer, name=words_in(offer.words, language), path=_path(board, service),
        group=words_in(offer.group_words, language),
    )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request: HttpRequest, by: Actor) -> HttpResponse:
    """Begin a service."""
    board = board_of(request, by)
    form = NewServiceForm(board.draft, request.POST or None, language=get_language() or "")
    if request.method == "POST" and form.is_valid():
        offer = form.offer()
        try:
            actions.add_service(city=board.city, offer=offer, by=by, at=timezone.now())
        except actions.CodeTaken:
            form.add_error("code", _("Another service has this code. Choose another."))
        else:
            messages.success(request, _("Begun. Say the rest here; nobody sees it yet."))
            return redirect("desk:city_service", offer.code)
    status = 422 if form.is_bound else 200
    return page(request, by, board, "offer_new", status=status, form=form)


@on_board
@require_POST
def remove_service(request: HttpRequest, by: Actor, service: str) -> HttpResponse:
    """Take a service out of the city's offer, once published."""
    board = board_of(request, by)
    offer_of(board, service)
    actions.remove_service(city=board.city, code=service, by=by, at=timezone.now())
    messages.success(request, _("Taken out. Residents see it until you publish."))
    return redirect("desk:city_services")


def offer_of(board: Board, code: str) -> Offer:
    """
    Return a service of the board.

    :raises NotThere: if the folder has none of that code
    """
    if code not in board.draft.offers:
        raise NotThere(f"There is no service {code!r}.")
    return board.draft.offers[code]


def _path(board: Board, code: str) -> str:
    return queries.path_of(board.draft, code)


def _row(board: Board, offer: Offer, faults: tuple[Fault, ...], language: str) -> Row:
    department = board.draft.organisation.departments.get(offer.department)
    today = timezone.localdate(timezone=ZoneInfo(board.draft.settings.zone))
    return Row(
        offer=offer,
        name=words_in(offer.words, language) or offer.code,
        department=words_in(department.words_on(today), language)
        if department
        else offer.department,
        lacks=sum(not offer.words.get(code) for code in board.draft.settings.languages),
        faulty=len(faults),
    )


def _fits(offer: Offer, sought: str) -> bool:
    """Return whether every word looked for is in what the service is called."""
    said = " ".join([offer.code, *offer.words.values(), *offer.keywords, *offer.aliases]).casefold()
    return all(word in said for word in sought.casefold().split())
