"""Votes for everyone: of the council, of a member, of a district."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk.access import for_readers
from townline.clerk.meeting_forms import DateInput
from townline.clerk.meeting_words import METHOD_WORDS, OPTION_WORDS, RESULT_WORDS
from townline.council import queries
from townline.council.queries import Asked, NoSuchPerson

A_PAGE = 25


class VotesForm(forms.Form):
    """Which votes somebody looks for."""

    member = forms.ChoiceField(
        label=_("Member"), required=False, widget=forms.Select(attrs={"class": "usa-select"})
    )
    district = forms.ChoiceField(
        label=_("District"), required=False, widget=forms.Select(attrs={"class": "usa-select"})
    )
    vote = forms.ChoiceField(
        label=_("Vote"),
        required=False,
        choices=[("", _("Any")), *OPTION_WORDS.items()],
        widget=forms.Select(attrs={"class": "usa-select"}),
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Up to"), required=False, widget=DateInput())

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(who.code, who.name) for who in queries.people(city)]
        council = queries.council_settings(city).council
        seats = [(each.code, each.code) for each in queries.seats(city) if each.body == council]
        for name, choices in (("member", named), ("district", seats)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Any")), *choices]

    def asked(self) -> Asked:
        """Return what was filled in."""
        given = self.cleaned_data
        return Asked(
            person=given["member"],
            seat=given["district"],
            option=given["vote"] if given["member"] or given["district"] else "",
            since=given["since"],
            until=given["until"],
        )


@for_readers
@require_safe
def votes(request: HttpRequest, city: City) -> HttpResponse:
    """List votes, newest first, by member, district, day, and how somebody voted."""
    form = VotesForm(request.GET or None, city=city)
    valid = form.is_valid() if form.is_bound else True
    asked = form.asked() if form.is_bound and valid else Asked()
    page = queries.votes(city, asked, most=A_PAGE, after=_mark(request.GET.get("after", "")))
    kept = {k: str(v) for k, v in request.GET.items() if v and k != "after"}
    return render(
        request, "clerk/votes.html",
        {
            "form": form,
            "votes": page.votes if valid else (),
            "older": _older(kept, page.next),
            "asked": asked,
            **_words(),
        },
        status=200 if valid else 422,
    )  # fmt: skip


@for_readers
@require_safe
def members(request: HttpRequest, city: City) -> HttpResponse:
    """List who sits in the council today, and who else its record names."""
    today = timezone.now().astimezone(city.zone).date()
    council = queries.council_settings(city).council
    sit = queries.members(city, council, today)
    seated = sorted(
        ((who.seat(council, today), who) for who in sit),
        key=lambda pair: (int(pair[0]) if pair[0].isdecimal() else 0, pair[0], pair[1].name),
    )
    others = [who for who in queries.people(city) if who not in sit]
    return render(request, "clerk/members.html", {"seated": seated, "others": others})


@for_readers
@require_safe
def member(request: HttpRequest, city: City, person: str) -> HttpResponse:
    """Show a member: where they sit, and how they voted."""
    try:
        who = queries.person(city, person)
    except NoSuchPerson as fault:
        raise Http404(str(fault)) from fault
    option = request.GET.get("vote", "")
    option = option if option in OPTION_WORDS else ""
    page = queries.votes(
        city, Asked(person=who.code, option=option), most=A_PAGE,
        after=_mark(request.GET.get("after", "")),
    )  # fmt: skip
    names = {code: each.name for code, each in queries.bodies(city).items()}
    counts = queries.options_of(city, who.id)
    return render(
        request, "clerk/member.html",
        {
            "who": who,
            "sits": [(names.get(each.body, each.body), each) for each in who.memberships],
            "votes": page.votes,
            "older": _older({"vote": option} if option else {}, page.next),
            "counts": [(name, OPTION_WORDS[name], n) for name, n in counts.items()],
            "option": option,
            "total": sum(counts.values()),
            **_words(),
        },
    )  # fmt: skip


def _mark(text: str) -> tuple[date, int] | None:
    """Return where a page begins, or None where the text names no place."""
    day, _, key = text.partition(",")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return (found, int(key[:18])) if key.isdecimal() else None


def _older(kept: dict[str, str], after: tuple[date, int] | None) -> str:
    if after is None:
        return ""
    return "?" + urlencode({**kept, "after": f"{after[0].isoformat()},{after[1]}"})


def _words() -> dict[str, Any]:
    return {"options": OPTION_WORDS, "methods": METHOD_WORDS, "results": RESULT_WORDS}
