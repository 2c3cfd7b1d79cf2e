"""The desk of bodies: who sits on each committee, since when, as what."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.files import today_in
from townline.clerk.meeting_forms import MEET, DateInput
from townline.clerk.meeting_words import refusal
from townline.council import actions, queries
from townline.council.queries import MembershipShown
from townline.council.rules.people import CannotSit, Membership
from townline.council.rules.vocabulary import Body
from townline.record.verbs import Actor

ROLE_WORDS = {
    "member": gettext_lazy("Member"), "chair": gettext_lazy("Chair"),
    "vice_chair": gettext_lazy("Vice chair"), "president": gettext_lazy("President"),
}  # fmt: skip


class SeatedForm(forms.Form):
    """As what, since and until when somebody sits in a body."""

    use_required_attribute = False

    role = forms.ChoiceField(
        label=gettext_lazy("As what"), choices=list(ROLE_WORDS.items()),
        widget=forms.Select(attrs={"class": "usa-select"}),
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=DateInput(),
        help_text=gettext_lazy("Empty: since a day that nobody says."),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=DateInput(),
        help_text=gettext_lazy("The first day without them. Empty: they still sit there."),
    )  # fmt: skip

    def said(self, body: str, person: str) -> Membership:
        """Return what was filled in."""
        given = self.cleaned_data
        return Membership(
            person=person, body=body, role=given["role"], since=given["since"],
            until=given["until"],
        )  # fmt: skip


class MemberForm(SeatedForm):
    """Who it is besides."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who"), widget=forms.Select(attrs={"class": "usa-select"}),
        help_text=gettext_lazy("Those whom the city’s folder or a record names."),
    )  # fmt: skip
    field_order = ("person", "role", "since", "until")

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", ""), *((who.code, who.name) for who in queries.people(city))]


@for_clerks
@require_safe
def bodies(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the bodies that meet, with how many sit in each today."""
    city = city_of(request)
    counted = queries.sitting(city, today_in(city))
    meet = [each for each in queries.bodies(city).values() if each.kind in MEET]
    meet.sort(key=lambda each: each.name)
    listed = [(each, counted.get(each.code, 0)) for each in meet]
    return show(request, by, "clerk/desk_bodies.html", bodies=listed)


@for_clerks
@require_safe
def members(request: HttpRequest, by: Actor, body: str) -> HttpResponse:
    """Show who sits in a body, who will and who did."""
    city = city_of(request)
    return _page(request, by, _body(city, body), MemberForm(city=city))


@for_clerks
@require_POST
def add(request: HttpRequest, by: Actor, body: str) -> HttpResponse:
    """Say that somebody sits in a body."""
    city = city_of(request)
    known, form = _body(city, body), MemberForm(request.POST, city=city)
    if form.is_valid():
        said = form.said(body, form.cleaned_data["person"])
        try:
            actions.seat_member(city=city, said=said, by=by, at=timezone.now())
        except CannotSit as fault:
            refusal(form, fault, {})
        else:
            messages.success(request, _("Entered. The next roll call names them."))
            return redirect("clerk:desk_members", body)
    return _page(request, by, known, form)


@for_clerks
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, by: Actor, body: str, key: int) -> HttpResponse:
    """Say otherwise as what and until when somebody sits there, or that they never did."""
    city = city_of(request)
    known, at = _body(city, body), timezone.now()
    every = queries.memberships(city, body)
    each = next((one for one in every if one.id == key and one.entered_by), None)
    if each is None:
        raise Http404("The body has no such membership that a clerk entered.")
    given = {"role": each.role, "since": each.since, "until": each.until}
    if request.POST.get("deed") == "remove":
        actions.remove_member(city=city, body=body, key=key, by=by, at=at)
        messages.success(request, _("It was taken out."))
        return redirect("clerk:desk_members", body)
    form = SeatedForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said(body, each.person)
            actions.change_member(city=city, key=key, said=said, by=by, at=at)
        except CannotSit as fault:
            refusal(form, fault, {})
        else:
            return redirect("clerk:desk_members", body)
    status = 422 if form.is_bound else 200
    return show(
        request, by, "clerk/membership.html", body=known, each=each, form=form, status=status
    )


def _page(request: HttpRequest, by: Actor, body: Body, form: MemberForm) -> HttpResponse:
    city = city_of(request)
    today = today_in(city)
    parts: dict[str, list[MembershipShown]] = {"now": [], "later": [], "before": []}
    for each in queries.memberships(city, body.code):
        over, to_come = each.is_over(today), each.is_to_come(today)
        parts["before" if over else "later" if to_come else "now"].append(each)
    return show(
        request, by, "clerk/desk_members.html",
        body=body, form=form, roles=ROLE_WORDS, by_folder=queries.has_seats(city, body.code),
        status=422 if form.is_bound else 200, **parts,
    )  # fmt: skip


def _body(city: City, code: str) -> Body:
    found = queries.bodies(city).get(code)
    if found is None or found.kind not in MEET:
        raise Http404("There is no such body that meets.")
    return found
