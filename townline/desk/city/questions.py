"""What a service asks: questions added, changed, moved and taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in
from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.offers import offer_of
from townline.desk.city.question_forms import QuestionForm
from townline.founding import actions, queries
from townline.founding.rules.editing import NotThere
from townline.record.verbs import Actor


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, by: Actor, service: str, question: str) -> HttpResponse:
    """Change a question."""
    board = board_of(request, by)
    offer = offer_of(board, service)
    asked = offer.question(question)
    if asked is None:
        raise NotThere(f"The service does not ask {question!r}.")
    form = _form(request, board, offer, asked)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.put_question(
                city=board.city, service=service, code=question, question=form.question(), by=by,
                at=timezone.now(),
            )  # fmt: skip
        except actions.CodeTaken:
            form.add_error("code", _("Another question has this code. Choose another."))
        else:
            kept(request, changed)
            return redirect("desk:city_question", service, form.cleaned_data["code"])
    if request.method != "POST":
        form.tell(queries.faults_of_question(board.draft, service, question), {})
    return _page(request, by, board, offer, form, asked)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, by: Actor, service: str) -> HttpResponse:
    """Ask one thing more."""
    board = board_of(request, by)
    offer = offer_of(board, service)
    form = _form(request, board, offer, None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_question(
                city=board.city, service=service, question=form.question(), by=by,
                at=timezone.now(),
            )  # fmt: skip
        except actions.CodeTaken:
            form.add_error("code", _("Another question has this code. Choose another."))
        else:
            kept(request, changed=True)
            return redirect(_questions_of(service))
    return _page(request, by, board, offer, form, None)


@on_board
@require_POST
def move_question(request: HttpRequest, by: Actor, service: str, question: str) -> HttpResponse:
    """Ask something one place earlier or later."""
    places = 1 if request.POST.get("to") == "later" else -1
    actions.move_question(
        city=board_of(request, by).city, service=service, code=question, places=places, by=by,
        at=timezone.now(),
    )  # fmt: skip
    return redirect(_questions_of(service))


@on_board
@require_POST
def remove_question(request: HttpRequest, by: Actor, service: str, question: str) -> HttpResponse:
    """Ask something no more."""
    actions.remove_question(
        city=board_of(request, by).city, service=service, code=question, by=by, at=timezone.now()
    )
    messages.success(request, _("Taken out. Residents see it until you publish."))
    return redirect(_questions_of(service))


def _questions_of(service: str) -> str:
    return reverse("desk:city_service", args=[service]) + "#questions"


def _form(request: HttpRequest, board: Board, offer: Offer, asked: Question | None) -> QuestionForm:
    return QuestionForm(
        request.POST or None, languages=board.draft.settings.languages, offer=offer,
        question=asked, language=get_language() or "",
    )  # fmt: skip


def _page(
    request: HttpRequest, by: Actor, board: Board, offer: Offer, form: QuestionForm,
    asked: Question | None,
) -> HttpResponse:  # fmt: skip
    language = get_language() or ""
    return page(
        request, by, board, "question", status=422 if form.is_bound and form.errors else 200,
        form=form, offer=offer, asked=asked, service_name=words_in(offer.words, language),
        name=words_in(asked.words, language) if asked else "",
    )  # fmt: skip
