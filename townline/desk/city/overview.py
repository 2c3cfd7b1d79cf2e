"""Where administration begins: what describes the city, and what is wrong with it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from townline.cities import queries as cities
from townline.cities.rules.editions import EditionLine
from townline.desk.city.board import Board, board_of, on_board, page
from townline.founding import queries
from townline.founding.rules import holidays
from townline.record.verbs import Actor

FAULTS = 20


@on_board
@require_safe
def overview(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the parts of the city's description with their counts, faults, and who works on it."""
    board = board_of(request, by)
    draft = board.draft
    return page(
        request, by, board, "overview", latest=_latest(board),
        questions=sum(len(offer.questions) for offer in draft.offers.values()),
        areas=sum(len(layer.features) for layer in draft.layers),
        holidays=len(holidays.read(draft.files.get(holidays.FILE, b""))),
        errors=draft.errors[:FAULTS], warnings=draft.warnings[:FAULTS],
        others=queries.others(board.city, by),
    )  # fmt: skip


def _latest(board: Board) -> EditionLine:
    """Return the edition in force, which the changes mostly stand on."""
    if board.revision and not board.behind:
        return board.revision.base
    return cities.edition_of(board.city.id, board.city.edition)
