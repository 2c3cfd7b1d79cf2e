"""Reading the routes of a service, and whether each can ever be taken."""

from collections.abc import Sequence
from datetime import date

from townline.catalogue.rules.offers import Question, Route
from townline.founding.rules.known import Known, refer, refer_areas
from townline.founding.rules.questions import check_conditions
from townline.founding.rules.tables import Table


def read(service: Table, questions: Sequence[Question], known: Known) -> tuple[Route, ...]:
    """Return the routes of a service, in order: the first that fits is taken."""
    found: list[Route] = []
    for table in service.tables("route"):
        route = Route(
            department=table.text("department", required=True),
            crew=table.text("crew"),
            areas=refer_areas(table, known),
            answers=table.keyed("answers"),
            since=table.day("since"),
            until=table.day("until"),
            because=table.words("because", required=True),
        )
        refer(table, "department", route.department, "department", known.departments)
        check_conditions(table, "answers", route.answers, questions)
        check_days(table, route.since, route.until)
        _check_reachable(table, route, found)
        found.append(route)
        table.end()
    return tuple(found)


def check_days(table: Table, since: date | None, until: date | None) -> None:
    """Note a period that ends before it begins."""
    if since and until and until < since:
        what = f"until ({until}) comes before since ({since})."
        table.fault("until", what, "Both days count; turn them round.")


def _check_reachable(table: Table, route: Route, before: Sequence[Route]) -> None:
    """Note a route that an earlier one leaves nothing to."""
    for position, earlier in enumerate(before, start=1):
        if _takes_all_of(earlier, route):
            what = f"The route is never taken: route {position} fits whenever this one does."
            table.fault("", what, "Put it before that one, or take it out.")
            return


def _takes_all_of(earlier: Route, later: Route) -> bool:
    """Return whether every request that fits ``later`` fits ``earlier``, as far as one can see."""
    areas = not earlier.areas or (bool(later.areas) and set(later.areas) <= set(earlier.areas))
    answers = all(
        code in later.answers and set(later.answers[code]) <= set(wanted)
        for code, wanted in earlier.answers.items()
    )
    begins = (earlier.since or date.min) <= (later.since or date.min)
    return areas and answers and begins and (later.until or date.max) <= (earlier.until or date.max)
