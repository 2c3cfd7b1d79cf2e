"""What the pages of one request show: the public one and its reporter's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from townline.cities.rules.city import City
from townline.portal import expecting, next_steps, wording
from townline.requests import queries as requests
from townline.requests.queries import PhotoShown, RequestShown
from townline.requests.rules.publicity import Viewer

ENDS = ("request.closed", "request.cancelled")


@dataclass(frozen=True)
class Pictures:
    """Some photos of a request, under one heading."""

    evidence: bool
    photos: tuple[PhotoShown, ...]


@dataclass(frozen=True)
class Remark:
    """The department's own words at the end."""

    text: str
    language: str
    translated: bool


def parts(city: City, shown: RequestShown, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """Return what both pages of a request take."""
    until = requests.reopens_until(shown)
    reopens = until if until and at <= until else None
    return {
        "shown": shown,
        "stand": wording.stand(shown),
        "mark": wording.mark(shown),
        "expected": expecting.of_request(city, shown, at),
        "steps": next_steps.steps(shown, viewer, reopens_until=reopens),
        "reopens_until": reopens,
        "remark": remark(city, shown),
        "pictures": pictures(shown),
        "as_written": not _is_first(city),
        "history": list(wording.history(city, shown.lines)),
        "is_public": shown.publicity != "nothing" and shown.status != "held",
    }


def remark(city: City, shown: RequestShown) -> Remark | None:
    """Return what the department wrote at the end, as far as the viewer may read it."""
    if shown.status != "closed":
        return None
    ends = (line for line in reversed(shown.lines) if line.verb in ENDS)
    last = next(ends, None)
    if last is None or not last.note or last.by == "resident":
        return None
    return Remark(last.note, city.languages[0], _is_first(city))


def pictures(shown: RequestShown) -> tuple[Pictures, ...]:
    """Return the photos by who took them: before the work, and after it."""
    found = []
    for evidence in (False, True):
        taken = tuple(p for p in shown.photos if p.evidence is evidence)
        if taken:
            found.append(Pictures(evidence, taken))
    return tuple(found)


def _is_first(city: City) -> bool:
    """Return whether the page is in the language that staff write in."""
    return (get_language() or "") == city.languages[0]
