"""What reporters said after the end, by service: for those who lead, judge or look after a city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.desk.access import city_of, for_staff, show
from townline.desk.wording import Text
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.queries import Satisfied

SPANS: dict[str, tuple[int, Text]] = {
    "30": (30, gettext_lazy("30 days")),
    "90": (90, gettext_lazy("90 days")),
    "365": (365, gettext_lazy("A year")),
}
USUAL = "90"
"""How far back is counted, where nobody says."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the reporters of one service said, or of all of them."""

    name: str = ""
    fixed: int
    not_fixed: int
    ratings: int
    mean: float | None

    @property
    def answered(self) -> int:
        """Return how many said whether it is fixed."""
        return self.fixed + self.not_fixed

    @property
    def share(self) -> int | None:
        """Return how many of a hundred of these said that it is; None where nobody did."""
        return round(100 * self.fixed / self.answered) if self.answered else None


@for_staff()
@require_safe
def satisfaction(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what was said of the services in the reader's departments, lately."""
    city, span = city_of(request), request.GET.get("span", USUAL)
    span = span if span in SPANS else USUAL
    days, _words = SPANS[span]
    found = requests.satisfaction(
        city, since=timezone.now() - timedelta(days=days), departments=by.departments
    )
    spans = [(words, f"?span={code}", code == span) for code, (_days, words) in SPANS.items()]
    return show(
        request, by, "desk/satisfaction.html", lines=_lines(city, found), total=_total(found),
        spans=spans,
    )  # fmt: skip


def _lines(city: City, found: Sequence[Satisfied]) -> list[Line]:
    offers = catalogue.offers(city.edition_id)
    language = get_language() or ""
    return [
        Line(
            name=words_in(offers[one.service_code].words, language)
            if one.service_code in offers
            else one.service_code,
            fixed=one.fixed,
            not_fixed=one.not_fixed,
            ratings=one.ratings,
            mean=one.mean,
        )
        for one in found
    ]


def _total(found: Sequence[Satisfied]) -> Line:
    ratings = sum(one.ratings for one in found)
    points = sum(one.ratings * one.mean for one in found if one.mean is not None)
    return Line(
        fixed=sum(one.fixed for one in found),
        not_fixed=sum(one.not_fixed for one in found),
        ratings=ratings,
        mean=points / ratings if ratings else None,
    )
