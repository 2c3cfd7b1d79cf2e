"""Votes at the desk: taken back where they were not taken so, and what that leaves standing."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.detail_forms import ReasonForm
from townline.clerk.introducing import FORMS, missing
from townline.clerk.meeting_words import METHOD_WORDS, OPTION_WORDS, RESULT_WORDS
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.queries import ActivityShown, VoteShown
from townline.record.verbs import Actor


@for_clerks
@require_http_methods(FORMS)
def take_back(request: HttpRequest, by: Actor, identifier: str, entry: int) -> HttpResponse:
    """Say that a vote was not taken so."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    votes = queries.votes_of(city, identifier, behind=True)
    vote = next((each for each in votes if each.seq == entry and not each.voided), None)
    if vote is None:
        raise Http404("no such vote, or it was taken back already")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_vote(
                city=city, identifier=identifier, entry=entry, by=by, at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except (actions.Refused, actions.NoSuchVote) as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("The vote was taken back."))
            return redirect("clerk:case", identifier)
    ((_vote, line),) = with_decided([vote], queries.history(city, identifier, behind=True))
    return show(
        request, by, "clerk/take_vote_back.html",
        form=form, file=found, vote=vote, line=line, status=422 if form.is_bound else 200,
        options=OPTION_WORDS, methods=METHOD_WORDS, results=RESULT_WORDS,
    )  # fmt: skip


def with_decided(
    votes: Iterable[VoteShown], lines: Iterable[ActivityShown]
) -> list[tuple[VoteShown, ActivityShown | None]]:
    """Return votes, each with what was entered by it, where that stands."""
    standing = {line.seq: line for line in lines if line.stands}
    return [(vote, standing.get(vote.decides or 0)) for vote in votes]
