"""Worklists under a name: kept, shared with a department, counted and removed."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from townline.cities.rules.city import City
from townline.desk import kept_words
from townline.desk.access import city_of, for_staff
from townline.desk.forms import departments
from townline.desk.list_forms import filter_of, kept_of
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.queries import Filter
from townline.requests.rules.worklists import COUNTS_TO, VIEWS
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.actions import TooManyFilters

MOST_SHOWN = 20
LONGEST_QUERY = 1000


@dataclass(frozen=True)
class Saved:
    """A worklist under a name, as the page shows it."""

    id: int
    name: str
    address: str
    """What the address of its page says."""
    count: str
    now: bool
    """Whether it is what the page shows."""
    own: bool
    shared: bool


class SaveForm(forms.Form):
    """A name for what the list shows, and who shall see it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    department = forms.ChoiceField(label=gettext_lazy("Who sees it"), required=False)
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, *args: object, city: City, by: Actor) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["department"].choices = [  # type: ignore[attr-defined]
            ("", _("Only me")), *departments(city, by),
        ]  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """All that the page says of saved worklists."""

    filters: tuple[Saved, ...]
    form: SaveForm
    query: str


def shown(request: HttpRequest, city: City, by: Actor, at: datetime) -> Shelf:
    """Return the saved worklists that the actor sees, each with its count; in two statements."""
    found = staff.saved_filters(by)[:MOST_SHOWN]
    asked = [_asked(each.query, by) for each in found]
    numbers = requests.counts(city, by, asked, at=at) if found else []
    now = kept_of(kept_words.with_words(request, "words"))
    return Shelf(
        tuple(
            Saved(each.id, each.name, address(request, each.query), _told(number),
                  each.query == now, each.own, bool(each.department))
            for each, number in zip(found, numbers, strict=True)
        ),
        SaveForm(city=city, by=by),
        now,
    )  # fmt: skip


def address(request: HttpRequest, query: str) -> str:
    """Return what the address of a list says, with a handle in place of words."""
    return kept_words.without_words(request, QueryDict(query), "words")


def _asked(query: str, by: Actor) -> tuple[Filter, str]:
    said = QueryDict(query)
    view = said.get("view", "to_do")
    return filter_of(said, by), view if view in VIEWS else "to_do"


def _told(number: int | None) -> str:
    if number is None:
        return ""
    return f"{COUNTS_TO:,}+" if number > COUNTS_TO else f"{number:,}"


@for_staff()
@require_POST
def save(request: HttpRequest, by: Actor) -> HttpResponse:
    """Keep what a list shows under a name."""
    city = city_of(request)
    query = kept_of(QueryDict(request.POST.get("query", "")[:4000]))
    form = SaveForm(request.POST, city=city, by=by)
    if not form.is_valid():
        messages.error(request, _("Give the list a name of at most 60 characters."))
    elif len(query) > LONGEST_QUERY:
        messages.error(request, _("This list is narrowed to too much to be kept."))
    else:
        said = form.cleaned_data
        try:
            staff_actions.save_filter(
                name=said["name"], query=query, department=said["department"], by=by,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Kept as “%(name)s”.") % {"name": said["name"]})
        except TooManyFilters:
            messages.error(
                request, _("You keep as many lists as fit. Remove one, then keep this one.")
            )
    return redirect(f"{reverse('desk:worklist')}?{address(request, query)}")


@for_staff()
@require_POST
def remove(request: HttpRequest, by: Actor, kept: int) -> HttpResponse:
    """Remove a list of one's own; the requests in it stay as they are."""
    staff_actions.remove_filter(filter_id=kept, by=by, at=timezone.now())
    messages.success(request, _("The list is no longer kept. Its requests stay as they are."))
    return redirect("desk:worklist")
