"""Why a request is where it is and due when it is: what is told agrees with what was reckoned."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.weeks import LOS_ANGELES, weekdays
from townline import hours
from townline.catalogue.rules.offers import Offer, Route
from townline.hours import Promise
from townline.requests import verbs
from townline.requests.rules import clock, reasons
from townline.requests.rules.reasons import Happened

WEEK = weekdays((time(8), time(17)), holidays=(date(2026, 11, 26), date(2026, 11, 27)))
NIGHTS = weekdays((time(0), time(6)), (time(18), time(0)), holidays=(date(2026, 11, 26),))
OFFER = Offer(
    code="light", words={"en": "Light"}, description={}, group="g", group_words={},
    department="lighting",
    routes=(
        Route(department="east", areas=("district:2", "district:3"), because={"en": "it is east"}),
        Route(department="poles", answers={"pole": ("wood", "steel")}),
    ),
)  # fmt: skip
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 2, 1), timezones=st.just(UTC))
AMOUNTS = st.integers(1, 30)
SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=4)
START = datetime(2026, 11, 20, 18, tzinfo=UTC)


def routed(department: str, **data: Any) -> Happened:
    note, who = data.pop("note", ""), data.pop("who", "")
    return Happened(
        verbs.ROUTED.code, START, {"department": department, "crew": "", **data}, note, who
    )


def here(*happened: Happened, areas: tuple[str, ...] = (), **answers: object) -> reasons.WhyHere:
    found = reasons.why_here(happened, OFFER, areas=areas, answers=answers, on=date(2026, 11, 20))
    assert found is not None
    return found


@given(MOMENTS, AMOUNTS, st.sampled_from((WEEK, NIGHTS)))
def test_as_many_days_are_named_as_were_promised_and_the_last_is_the_one_it_is_due_on(
    at: datetime, amount: int, week: hours.WorkingWeek
) -> None:
    promise = Promise(amount, "working_days")
    due = hours.due(at, promise, week)
    told = reasons.counted(at, due, promise, week)
    assert len(told.working) == amount
    midnight = datetime.combine(told.working[-1], time(0), LOS_ANGELES)
    assert midnight <= due <= midnight + timedelta(days=1)


@given(MOMENTS, AMOUNTS)
def test_every_day_between_is_counted_or_left_out_for_one_reason(at: datetime, amount: int) -> None:
    promise = Promise(amount, "working_days")
    told = reasons.counted(at, hours.due(at, promise, WEEK), promise, WEEK)
    named = [*told.working, *told.holidays, *told.closed]
    begins = told.opens.astimezone(LOS_ANGELES).date()
    day, between = at.astimezone(LOS_ANGELES).date(), set()
    while day <= told.working[-1]:
        between.add(day)
        day += timedelta(days=1)
    assert len(named) == len(set(named))
    begun = at.astimezone(LOS_ANGELES).date()  # after its hours nothing of a day is counted
    assert between - {begins, begun} == set(named) - {begins, begun}


@given(MOMENTS, AMOUNTS, st.sampled_from(hours.UNITS), SPANS)
def test_what_is_told_of_pauses_adds_up_to_the_moment_that_the_clock_reached(
    at: datetime, amount: int, unit: str, spans: list[tuple[int, int]]
) -> None:
    promise = Promise(amount, unit)
    first = due = hours.due(at, promise, WEEK)
    happened, now = [routed("lighting")._replace(at=at)], at
    for runs, stands in spans:
        paused = now + timedelta(hours=runs)
        now = paused + timedelta(hours=stands)
        rest = clock.left(paused, due, WEEK)
        due = clock.resume(now, rest, due, WEEK) or due
        happened += [
            Happened(verbs.PAUSED.code, paused, {"reason": "weather"}),
            Happened(verbs.RESUMED.code, now, {}),
        ]
    told = reasons.why_due(
        happened, requested_at=at, due_at=due, promise=promise, weeks={"lighting": WEEK}
    )
    assert told is not None
    assert told.agrees
    assert told.first == first
    added = sum((pause.added for pause in told.pauses), timedelta(0))
    assert added == hours.worked(first, due, WEEK)


def test_a_due_moment_that_does_not_follow_is_not_explained_away() -> None:
    told = reasons.why_due(
        [routed("lighting")], requested_at=START, due_at=START + timedelta(days=400),
        promise=Promise(2, "days"), weeks={"lighting": WEEK},
    )  # fmt: skip
    assert told is not None
    assert not told.agrees


def test_a_promise_begins_anew_when_a_request_is_opened_again() -> None:
    again = START + timedelta(days=9)
    promise = Promise(2, "working_days")
    told = reasons.why_due(
        [
            routed("lighting"),
            Happened(verbs.PAUSED.code, START, {"reason": "weather"}),
            Happened(verbs.CLOSED.code, START, {}),
            Happened(verbs.REOPENED.code, again, {}),
            routed("lighting")._replace(at=again),
        ],
        requested_at=START, due_at=hours.due(again, promise, WEEK), promise=promise,
        weeks={"lighting": WEEK},
    )  # fmt: skip
    assert told is not None
    assert (told.again, told.begun_at, told.pauses, told.agrees) == (True, again, (), True)


def test_a_rule_tells_which_area_and_which_answer_made_it_fit() -> None:
    by_area = here(routed("east", rule=1, because={"en": "it is east"}), areas=("district:3",))
    assert (by_area.by, by_area.areas, by_area.because) == (
        "rule",
        ("district:3",),
        {"en": "it is east"},
    )
    by_answer = here(routed("poles", rule=2, because={}), pole="steel")
    assert by_answer.answers == {"pole": ("steel",)}


def test_without_a_rule_its_owner_has_it() -> None:
    assert here(routed("lighting", rule=None, because={})).by == "owner"


def test_by_hand_is_said_with_who_and_why_even_after_it_was_opened_again() -> None:
    told = here(
        routed("lighting", rule=None, because={}),
        routed("parks", rule=None, because={}, note="A tree.", who="Demo worker"),
        routed("parks", rule=None, because={}),
    )
    assert (told.by, told.note, told.who) == ("hand", "A tree.", "Demo worker")


def test_what_was_held_still_tells_the_rule_that_named_its_department() -> None:
    assert here(routed("east", rule=None, because={}), areas=("district:2",)).rule == 1


def test_a_request_that_was_sent_nowhere_has_no_reason() -> None:
    assert reasons.why_here((), OFFER, areas=(), answers={}, on=date(2026, 1, 1)) is None
