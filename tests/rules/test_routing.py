"""Routing: the first route that fits owns the work, by area, answer and date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.offers import Offer, Route
from townline.requests.rules import routing

DAY = date(2026, 3, 2)
WEST = Route(department="west", crew="7", areas=("ward:w",), because={"en": "It is the west."})
WET = Route(department="water", answers={"what": ("leak", "flood")}, because={"en": "Water."})
BOTH = Route(department="both", areas=("ward:w",), answers={"what": ("leak",)})
LATER = Route(department="later", since=DAY, until=DAY + timedelta(days=9))
KEYS = st.sampled_from(["ward:w", "ward:e", "zone:1"])
ANSWERS = st.dictionaries(
    st.just("what"), st.sampled_from(["leak", "dry", ("dry", "flood"), ["dry"], None, 3])
)


def offer(*routes: Route) -> Offer:
    """Return a service with these routes."""
    return Offer(code="x", words={}, description={}, group="g", group_words={}, department="own",
                 routes=routes)  # fmt: skip


@pytest.mark.parametrize(
    ("routes", "areas", "answers", "department", "rule"),
    [
        ((), {"ward:w"}, {}, "own", None),
        ((WEST,), {"ward:w", "zone:1"}, {}, "west", 1),
        ((WEST,), {"ward:e"}, {}, "own", None),
        ((WEST,), set(), {}, "own", None),
        ((WEST, WET), {"ward:e"}, {"what": "leak"}, "water", 2),
        ((WEST, WET), {"ward:w"}, {"what": "leak"}, "west", 1),
        ((WET,), set(), {"what": ("dry", "flood")}, "water", 1),
        ((WET,), set(), {"what": "dry"}, "own", None),
        ((BOTH,), {"ward:w"}, {"what": "dry"}, "own", None),
        ((BOTH,), {"ward:w"}, {"what": "leak"}, "both", 1),
    ],
)  # fmt: skip
def test_the_first_route_that_fits_decides(
    routes: tuple[Route, ...], areas: set[str], answers: dict, department: str, rule: int | None
) -> None:
    goes = routing.route(offer(*routes), areas=areas, answers=answers, on=DAY)
    assert (goes.department, goes.rule) == (department, rule)


def test_the_reason_and_the_crew_come_along() -> None:
    goes = routing.route(offer(WEST), areas={"ward:w"}, answers={}, on=DAY)
    assert (goes.crew, goes.because) == ("7", {"en": "It is the west."})


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (9, True), (10, False)])
def test_a_route_holds_from_its_first_day_to_its_last(days: int, fits: bool) -> None:
    on = DAY + timedelta(days=days)
    assert routing.fits(LATER, areas=(), answers={}, on=on) is fits


@given(st.sets(KEYS), ANSWERS, st.lists(st.sampled_from([WEST, WET, BOTH, LATER]), max_size=4))
def test_some_department_always_owns_the_work(areas: set[str], answers: dict, routes: list[Route]):
    goes = routing.route(offer(*routes), areas=areas, answers=answers, on=DAY)
    if goes.rule is None:
        assert goes.department == "own"
        assert not any(routing.fits(r, areas=areas, answers=answers, on=DAY) for r in routes)
    else:
        assert goes.department == routes[goes.rule - 1].department
        before = routes[: goes.rule - 1]
        assert not any(routing.fits(r, areas=areas, answers=answers, on=DAY) for r in before)
