"""The editions of the city: who made each and why, what is between any two, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.cities import queries as cities
from townline.desk.access import city_of
from townline.desk.city.board import board_of, on_board, page
from townline.desk.city.changes import SHOWN, lines_of
from townline.founding import actions, queries
from townline.record.verbs import Actor

PAGE_SIZE = 30


@on_board
@require_safe
def editions(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the editions, the newest first."""
    board = board_of(request, by)
    before = _number(request.GET.get("before", ""))
    found = cities.editions(board.city.id, before=before or None, most=PAGE_SIZE + 1)
    older = found[PAGE_SIZE - 1].number if len(found) > PAGE_SIZE else 0
    return page(request, by, board, "editions", rows=found[:PAGE_SIZE], older=older, before=before)


@on_board
@require_safe
def edition(request: HttpRequest, by: Actor, edition: int) -> HttpResponse:
    """Show an edition, how it came, and how it differs from another."""
    board = board_of(request, by)
    wanted = _number(request.GET.get("with", "")) or max(edition - 1, 0)
    known = cities.editions_numbered(board.city.id, {edition, wanted})
    if edition not in known:
        raise Http404(f"The city has no edition {edition}.")
    shown, other = known[edition], known.get(wanted) if wanted != edition else None
    found = queries.between(board.city, other, shown) if other else ()
    return page(
        request, by, board, "edition", shown=shown, other=other, lines=lines_of(found),
        more=max(len(found) - SHOWN, 0), history=queries.history(board.city, shown),
        in_force=shown.id == board.city.edition_id, most=board.city.edition,
    )  # fmt: skip


@on_board
@require_POST
def restore(request: HttpRequest, by: Actor, edition: int) -> HttpResponse:
    """Prepare that an earlier edition holds again."""
    try:
        changed = actions.restore(city=city_of(request), number=edition, by=by, at=timezone.now())
    except cities.NoSuchEdition as fault:
        raise Http404(str(fault)) from fault
    except actions.Busy:
        messages.error(request, _("Publish your changes first, or throw them away."))
        return redirect("desk:city_changes")
    if not changed:
        messages.info(request, _("Nothing would be other than it is."))
        return redirect("desk:city_edition", edition)
    messages.success(request, _("This is what would change. It holds once you publish it."))
    return redirect("desk:city_changes")


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else 0
