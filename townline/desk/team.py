"""What everybody has and takes on: crews, capacity, days away."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townline.desk.access import city_of, for_staff, show
from townline.desk.list_forms import colleagues_of
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.actions.duties import MOST_CAPACITY
from townline.staff.queries import Colleague

LEADERS = (Role.SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True)
class Mate:
    """Somebody of the team, with how much they have."""

    who: Colleague
    load: int


class DutyForm(forms.Form):
    """What somebody takes on."""

    use_required_attribute = False
    crews_text = forms.CharField(
        label=gettext_lazy("Crews"),
        help_text=gettext_lazy("Names as routes have them, separated by commas."),
        required=False,
        max_length=1000,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many open requests a rule may give them"),
        help_text=gettext_lazy("Left empty, only people give them work."),
        required=False,
        min_value=0,
        max_value=MOST_CAPACITY,
    )
    away_from = forms.DateField(
        label=gettext_lazy("First day away"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    away_until = forms.DateField(
        label=gettext_lazy("Last day away"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, object]:
        """Take both days or none, in their order."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("away_from"), said.get("away_until")
        if bool(first) != bool(last):
            self.add_error("away_until", _("Give the first and the last day, or neither."))
        elif first and last and last < first:
            self.add_error("away_until", _("The last day comes before the first."))
        return said

    def crews(self) -> tuple[str, ...]:
        """Return the names of the crews."""
        return tuple(str(self.cleaned_data["crews_text"]).split(","))

    def away(self) -> tuple[date, date] | None:
        """Return the days away."""
        said = self.cleaned_data
        return (said["away_from"], said["away_until"]) if said["away_from"] else None


@for_staff(Role.WORKER, *LEADERS)
@require_safe
def team(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show who works in the reader's departments, and how much each has."""
    found = _team(request, by)
    loads = requests.loads([each.id for each in found])
    mates = [Mate(each, loads.get(each.id, 0)) for each in found]
    leads = bool(by.roles & set(LEADERS))
    return show(request, by, "desk/team.html", mates=mates, leads=leads)


@for_staff(*LEADERS)
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, by: Actor, member: int) -> HttpResponse:
    """Change what somebody takes on."""
    who = next((each for each in _team(request, by) if each.id == member), None)
    if who is None:
        raise Http404("nobody of that key works in these departments")
    now = {
        "crews_text": ", ".join(who.crews), "capacity": who.capacity, "away_from": who.away_from,
        "away_until": who.away_until,
    }  # fmt: skip
    form = DutyForm(request.POST or None, initial=now)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return show(request, by, "desk/duty.html", status=status, form=form, who=who)
    staff_actions.put_duty(
        city_id=city_of(request).id, member_id=member, crews=form.crews(),
        capacity=form.cleaned_data["capacity"], away=form.away(), by=by, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Saved for %(name)s.") % {"name": who.label})
    return redirect("desk:team")


def _team(request: HttpRequest, by: Actor) -> list[Colleague]:
    city = city_of(request)
    on = timezone.now().astimezone(city.zone).date()
    return colleagues_of(staff.colleagues(city, on=on), by)
