"""What an address tells at once: its areas, what is known near by, and what answers say of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.desk.access import city_of, for_staff, show
from townline.desk.wording import STATUSES, Text, away
from townline.geography import queries as geography
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests

MOST_PLACES = 4
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Known:
    """An open request near by that may be the same."""

    number: str
    where: str
    status: Text
    tone: str
    reports: int


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_safe
def place(request: HttpRequest, by: Actor) -> HttpResponse:
    """Return the facts of an address as a part of the form that asks for it."""
    city, here, at = city_of(request), get_language() or "", timezone.now()
    typed = request.GET.get("address", "").strip()[:LONGEST]
    matches = geography.geocode(city, typed) if typed else []
    best = matches[0] if matches else None
    told: dict[str, Any] = {"typed": typed, "best": best}
    if best:
        found = geography.locate(city, best.point, at.astimezone(city.zone).date())
        kinds = {kind.kind: words_in(kind.words, here) for kind in geography.kinds(city)}
        told |= {
            "inside": found.inside, "neighbour": found.neighbour,
            "areas": [(kinds[a.kind], a.name) for a in found.areas if a.kind in kinds],
            "others": [m.label for m in matches[1:MOST_PLACES] if m.label != best.label],
        }  # fmt: skip
        service = request.GET.get("service", "")
        if service in catalogue.offers(city.edition_id):
            near = requests.nearby(city, service, best.point, at=at, limit=5)
            told["known"] = [
                Known(
                    number=n.number, where=f"{n.address} · {away(n.metres)}".strip(" ·"),
                    status=STATUSES.get(n.status, (n.status, ""))[0],
                    tone=STATUSES.get(n.status, ("", "new"))[1], reports=n.reports,
                )
                for n in near
            ]  # fmt: skip
    return show(request, by, "desk/console/place.html", **told)
