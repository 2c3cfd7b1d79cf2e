"""Orders: days with room, which is taken once and given back once."""

from datetime import date, timedelta
from functools import partial

import pytest

from tests.requests import build
from tests.requests.build import AGENT, CHIEF, EAST, NOON
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import moderate, own, work
from townline.requests.models import Booking
from townline.requests.rules.submission import Unfit

FIRST = NOON.date() + timedelta(days=1)
SECOND = NOON.date() + timedelta(days=2)


def taken() -> dict[date, int]:
    """Return how much of each day is given out."""
    return {b.date: b.taken for b in Booking.objects.all() if b.taken}


def order(town: City, day: date = FIRST) -> str:
    """Order a pick-up for a day and return its number."""
    return build.file(town, "pick-up", order_date=day).number


def test_an_order_takes_a_place_of_its_day(town: City) -> None:
    number = order(town)
    assert taken() == {FIRST: 1}
    assert build.verbs_of(number) == ["submitted", "routed", "scheduled"]
    seen = queries.by_anyone(town, number, language="en", at=NOON)
    assert (seen.order_date, seen.items) == (FIRST, (("Sofa", 1),))
    assert FIRST in queries.days_free(town, "pick-up", EAST, at=NOON)


def test_a_full_day_is_neither_offered_nor_taken(town: City) -> None:
    numbers = [order(town), order(town)]
    assert FIRST not in queries.days_free(town, "pick-up", EAST, at=NOON)
    with pytest.raises(Unfit, match="full"):
        order(town)
    assert taken() == {FIRST: 2}
    own.cancel(city=town, number=numbers[0], by=RESIDENT, at=NOON)
    assert FIRST in queries.days_free(town, "pick-up", EAST, at=NOON)
    order(town)
    assert taken() == {FIRST: 2}


@pytest.mark.parametrize("day", [NOON.date(), NOON.date() + timedelta(days=15), date(2020, 1, 1)])
def test_only_offered_days_can_be_ordered(town: City, day: date) -> None:
    with pytest.raises(Unfit, match="offered"):
        order(town, day)
    number = order(town)
    with pytest.raises(Unfit, match="offered"):
        own.move(city=town, number=number, to=day, by=RESIDENT, at=NOON)


def test_concurrent_orders_never_take_more_than_there_is(kept_town: City) -> None:
    ends = build.together(*[lambda: order(kept_town)] * 8)
    refused = [end for end in ends if isinstance(end, Unfit)]
    assert len(refused) == 6, ends
    assert taken() == {FIRST: 2}


def test_only_staff_change_a_day_for_which_the_crew_has_its_list(town: City) -> None:
    number = order(town)
    late = NOON + timedelta(days=1)
    with pytest.raises(Unfit, match="no longer"):
        own.move(city=town, number=number, to=SECOND, by=RESIDENT, at=late)
    assert taken() == {FIRST: 1}
    own.move(city=town, number=number, to=SECOND + timedelta(days=1), by=AGENT, at=late)
    assert taken() == {SECOND + timedelta(days=1): 1}


def test_moving_takes_the_new_day_and_gives_the_old_one_back(town: City) -> None:
    number = order(town)
    own.move(city=town, number=number, to=SECOND, by=AGENT, at=NOON)
    assert taken() == {SECOND: 1}
    assert build.row(number).order_date == SECOND
    assert build.verbs_of(number)[-1] == "moved"
    assert Notice.objects.latest("id").data["date"] == SECOND.isoformat()
    own.move(city=town, number=number, to=FIRST, by=AGENT, at=NOON)
    assert taken() == {FIRST: 1}
    with pytest.raises(Unfit, match="this is the day"):
        own.move(city=town, number=number, to=FIRST, by=AGENT, at=NOON)


def test_moving_to_a_full_day_leaves_everything_as_it_was(town: City) -> None:
    for _ in range(2):
        order(town, SECOND)
    number = order(town, FIRST)
    with pytest.raises(Unfit, match="full"):
        own.move(city=town, number=number, to=SECOND, by=RESIDENT, at=NOON)
    assert taken() == {FIRST: 1, SECOND: 2}
    assert build.row(number).order_date == FIRST


def test_moves_the_other_way_round_end_without_a_deadlock(kept_town: City) -> None:
    for _ in range(5):
        early, late = order(kept_town, FIRST), order(kept_town, SECOND)
        move = partial(own.move, city=kept_town, by=RESIDENT, at=NOON)
        ends = build.together(
            partial(move, number=early, to=SECOND), partial(move, number=late, to=FIRST)
        )
        assert ends == [None, None]
        assert taken() == {FIRST: 1, SECOND: 1}
        for number in (early, late):
            own.cancel(city=kept_town, number=number, by=RESIDENT, at=NOON)


def test_cancelling_is_an_outcome_with_words_for_everyone(town: City) -> None:
    number = order(town)
    own.cancel(city=town, number=number, reason="555-0142 is my number", by=RESIDENT, at=NOON)
    seen = queries.by_anyone(town, number, language="en", at=NOON)
    assert (seen.status, seen.outcome_kind) == ("closed", "cancelled")
    assert seen.outcome_words == "Cancelled by the reporter."
    assert seen.lines[-1].says == "Cancelled: Cancelled by the reporter."
    assert "555-0142" not in repr(seen)
    assert taken() == {}


def test_a_day_is_given_back_once_though_cancelled_opened_and_cancelled_again(town: City) -> None:
    other, number = order(town), order(town)
    own.cancel(city=town, number=number, by=RESIDENT, at=NOON)
    own.reopen(city=town, number=number, reason="After all.", by=RESIDENT, at=NOON)
    assert build.row(number).order_date is None
    own.cancel(city=town, number=number, by=RESIDENT, at=NOON)
    assert taken() == {FIRST: 1}
    assert build.row(other).order_date == FIRST


def test_an_order_that_was_opened_again_can_choose_a_day(town: City) -> None:
    number = order(town)
    own.cancel(city=town, number=number, by=RESIDENT, at=NOON)
    own.reopen(city=town, number=number, reason="After all.", by=RESIDENT, at=NOON)
    own.move(city=town, number=number, to=SECOND, by=RESIDENT, at=NOON)
    assert (build.verbs_of(number)[-1], taken()) == ("scheduled", {SECOND: 1})


def test_what_turns_out_to_be_no_order_gives_its_day_back(town: City) -> None:
    held = build.file(town, "pick-up", order_date=FIRST, suspicion=("links",)).number
    wrong = order(town)
    assert taken() == {FIRST: 2}
    moderate.reject(city=town, number=held, by=CHIEF, at=NOON)
    work.reclassify(city=town, number=wrong, service_code="lamp", reason="x", by=CHIEF, at=NOON)
    assert taken() == {}


def test_a_held_order_that_is_freed_keeps_its_day(town: City) -> None:
    held = build.file(town, "pick-up", order_date=FIRST, suspicion=("links",)).number
    moderate.free(city=town, number=held, by=CHIEF, at=NOON)
    assert build.verbs_of(held) == ["submitted", "held", "freed", "routed", "scheduled"]
    assert taken() == {FIRST: 1}


def test_a_report_is_not_moved_to_a_day(town: City) -> None:
    with pytest.raises(Unfit, match="not ordered"):
        own.move(city=town, number=build.file(town).number, to=FIRST, by=RESIDENT, at=NOON)
    assert queries.days_free(town, "lamp", EAST, at=NOON) == ()
