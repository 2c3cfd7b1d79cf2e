"""Synthetic requests are drawn from real ones, and keep what ties a real one together."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.offers import Offer
from townline.requests.rules import made_up, numbering, resampling
from townline.requests.rules.imported import Past
from townline.requests.rules.resampling import Plan, Resampler, TooFew, profile

ZONE = ZoneInfo("America/Los_Angeles")
UNTIL = datetime(2026, 11, 1, tzinfo=ZONE)
TUESDAY = datetime(2018, 1, 2, 9, 30, tzinfo=ZONE)


def offer(code: str, kind: str = "report") -> Offer:
    return Offer(
        code=code, words={"en": f"About {code}"}, description={"en": ""}, group="g",
        group_words={"en": "G"}, department="light", kind=kind, outcomes=(),
    )  # fmt: skip


OFFERS = {"lamp": offer("lamp"), "pick-up": offer("pick-up", "order")}
CLOSED = Past(
    number="1-1", service_code="lamp", state="closed", requested_at=TUESDAY,
    updated_at=TUESDAY + timedelta(days=3), closed_at=TUESDAY + timedelta(days=2), due_at=None,
    scheduled_at=None, department="light", crew="North", channel="call", address="12 ELM ST",
    zipcode="90001", lat=34.005, lon=-118.005, outcome="done", flags=("closed_without_time",),
)  # fmt: skip
OPEN = replace(CLOSED, number="1-2", state="open", closed_at=None, outcome="", channel="crew")
WAITING = replace(OPEN, number="1-3", state="waiting", service_code="pick-up", channel="app")
REAL = (CLOSED, replace(CLOSED, lat=None, lon=None, flags=("no_point",)), OPEN, WAITING)


def everywhere(lats: Any, lons: Any) -> Any:
    return np.full(len(lats), True)


def nowhere(lats: Any, lons: Any) -> Any:
    return np.full(len(lats), False)


def drawn(real: tuple[Past, ...] = REAL, *, inside: Any = everywhere, **said: Any) -> list[Past]:
    first: dict[str, Any] = {"first": 1, "count": 400, "open_share": None, "seed": 7}
    plan = Plan(until=UNTIL, zone=ZONE, **(first | said))
    return Resampler(real, plan, offers=OFFERS, inside=inside).batch(0, plan.count)


def test_the_same_seed_gives_the_same_and_another_one_others() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(seed=8)


def test_each_keeps_what_ties_its_real_request_together() -> None:
    kept = {(p.service_code, p.channel, p.crew, p.address, p.zipcode) for p in REAL}
    assert {(p.service_code, p.channel, p.crew, p.address, p.zipcode) for p in drawn()} == kept


def test_a_closed_one_took_as_long_as_its_real_one_unless_the_time_was_up() -> None:
    closed = [p for p in drawn() if p.closed_at]
    took = {p.closed_at - p.requested_at for p in closed if p.closed_at}
    in_time = UNTIL - timedelta(days=2)
    early = {
        p.closed_at - p.requested_at for p in closed if p.closed_at and p.requested_at < in_time
    }
    assert early == {timedelta(days=2)}
    assert max(took) == timedelta(days=2)
    assert all(p.outcome == "done" for p in closed)


def test_nothing_happens_after_the_end_and_nothing_ends_before_it_began() -> None:
    for p in drawn():
        assert (
            UNTIL - timedelta(days=resampling.DAYS + 1) <= p.requested_at <= p.updated_at <= UNTIL
        )
        assert p.closed_at is None or p.requested_at <= p.closed_at <= p.updated_at


@given(share=st.floats(0, 1))
def test_the_share_left_open_is_the_one_that_was_asked_for(share: float) -> None:
    found = drawn(open_share=share)
    left = sum(p.closed_at is None for p in found) / len(found)
    assert abs(left - share) < 0.15


@pytest.mark.parametrize(("share", "real"), [(1.0, (CLOSED,)), (0.0, (OPEN,))])
def test_the_open_can_be_made_from_the_closed_and_the_closed_from_the_open(
    share: float, real: tuple[Past, ...]
) -> None:
    found = drawn(real, open_share=share)
    assert {p.state for p in found} == {"open" if share else "closed"}
    assert all((p.closed_at is None) == bool(share) for p in found)


def test_the_share_left_open_is_else_that_of_the_real_ones() -> None:
    left = sum(p.closed_at is None for p in drawn(count=2000))
    assert abs(left / 2000 - 0.5) < 0.05


def test_numbers_go_on_from_the_first_and_are_never_ours() -> None:
    numbers = [p.number for p in drawn(first=41)]
    assert numbers == [resampling.number(n) for n in range(41, 441)]
    assert numbers == sorted(numbers)
    assert [resampling.serial_of(n) for n in numbers] == list(range(41, 441))
    assert all(numbering.read(n) == n for n in numbers)
    ours = str(numbering.RequestNumber(2026, 41))
    assert not ours.startswith(resampling.SERIES)


def test_they_come_in_the_order_of_their_time() -> None:
    found = drawn()
    moments = [p.requested_at for p in found]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > timedelta(days=300)


def test_they_keep_the_hours_of_the_week() -> None:
    monday = replace(CLOSED, requested_at=TUESDAY - timedelta(days=1), closed_at=TUESDAY)
    found = drawn((CLOSED, CLOSED, CLOSED, monday), count=2000)
    local = [p.requested_at.astimezone(ZONE) for p in found]
    assert {at.hour for at in local} == {9}
    days = Counter(at.weekday() for at in local)
    assert 2.4 < days[1] / days[0] < 3.6, "three on a Tuesday for each one on a Monday"
    assert days[4] > 0, "a weekday that no real request fell on is an average one"


def test_a_weekday_with_more_days_in_the_data_is_no_busier_for_that() -> None:
    twice = [TUESDAY, TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=1)]
    found = profile(twice, ZONE)
    assert found[1, 9] == found[2, 9] == 1


def test_places_move_a_few_steps_and_never_out_of_the_city() -> None:
    moved = [(p.lat, p.lon) for p in drawn() if p.lat is not None and p.lon is not None]
    assert len(set(moved)) > len(moved) / 2
    assert all(abs(lat - 34.005) < 0.003 and abs(lon + 118.005) < 0.003 for lat, lon in moved)
    stayed = {(p.lat, p.lon) for p in drawn(inside=nowhere)}
    assert stayed == {(34.005, -118.005), (None, None)}


def test_a_request_without_a_point_has_none() -> None:
    bare = [p for p in drawn() if p.lat is None]
    assert bare
    assert all(p.lon is None and p.flags == ("no_point",) for p in bare)


def test_flags_of_the_real_times_are_not_kept() -> None:
    assert {flag for p in drawn() for flag in p.flags} == {"no_point"}


def test_an_order_is_for_as_many_days_ahead_as_the_real_one() -> None:
    ordered = replace(WAITING, scheduled_at=datetime(2018, 1, 5, tzinfo=ZONE))
    for p in drawn((ordered,)):
        assert p.scheduled_at is not None
        ahead = p.scheduled_at.date() - p.requested_at.astimezone(ZONE).date()
        assert ahead == timedelta(days=3)


def test_texts_are_marked_and_crews_say_nothing() -> None:
    found = drawn()
    assert all(p.description.startswith("Synthetic: ") for p in found if p.channel != "crew")
    assert all(not p.description for p in found if p.channel == "crew")


def test_a_service_that_is_not_offered_any_more_is_not_drawn_from() -> None:
    gone = replace(CLOSED, service_code="gone")
    assert {p.service_code for p in drawn((gone, OPEN))} == {"lamp"}
    with pytest.raises(TooFew):
        drawn((gone,))


def test_words_come_as_often_as_is_said() -> None:
    chances = np.random.default_rng(1).integers(0, 1 << 30, (20_000, made_up.DRAWS)).tolist()
    texts = [made_up.text("Lamp", order=n % 2 == 0, chances=c) for n, c in enumerate(chances)]
    assert 0.45 < sum(made_up.COMMON in t.lower() for t in texts) / len(texts) < 0.55
    for word in made_up.UNCOMMON:
        assert 60 < sum(word in t for t in texts) < 200, word
    marked = [t.rpartition("marked ")[2].rstrip(".") for t in texts if "It is marked" in t]
    assert 200 < len(marked) < 430
    assert set(marked) <= {made_up.rare(n) for n in range(made_up.RARE)}


def test_no_two_rare_words_are_the_same() -> None:
    assert len({made_up.rare(n) for n in range(made_up.RARE)}) == made_up.RARE


@given(count=st.integers(0, 10_000), size=st.integers(1, 3_000))
def test_batches_cover_a_plan_once(count: int, size: int) -> None:
    covered = [
        n for start, length in resampling.batches(count, size) for n in range(start, start + length)
    ]
    assert covered == list(range(count))
