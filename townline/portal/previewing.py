"""The form of a service as an administrator is changing it: looked at, and never sent."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from townline.catalogue.rules.offers import Dates
from townline.cities.rules.city import City
from townline.founding import queries as founding
from townline.portal import filling, forms
from townline.staff import queries as staff
from townline.staff.rules.allowed import allowed
from townline.ui.signing_in import ask_to_sign_in

DAYS = 5
"""How many days of an order are shown, as if all had room."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, service: str) -> HttpResponse:
    """
    Show the whole form of a service with the reader's own changes, which are not published.

    :raises Http404: if their folder has no such service
    :raises PermissionDenied: if they may not change the city
    """
    city: City = request.city  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, reverse("desk:sign_in"))
    by = staff.actor_of(request.user, city)
    if by is None or not by.roles & allowed().roles_of("portal:preview"):
        raise PermissionDenied("Administrators alone look at what is not published.")
    offer = founding.draft_worked(city, founding.worked(city, by)).offers.get(service)
    if offer is None:
        raise Http404(f"There is no service {service}.")
    days = _days(offer.dates, timezone.now().astimezone(city.zone).date()) if offer.dates else ()
    form = forms.ReportForm(offer=offer, city=city, days=days, initial=forms.fresh())
    sent = request.method == "POST"
    return filling.page(
        request, city, offer, form, whole=True, preview="sent" if sent else "looked at"
    )


def _days(dates: Dates, today: date) -> tuple[date, ...]:
    """Return the first days on which an order could be served, if each had room."""
    span = (today + timedelta(days=n) for n in range(dates.lead_days, dates.horizon_days + 1))
    return tuple(day for day in span if day.weekday() in dates.weekdays)[:DAYS]
