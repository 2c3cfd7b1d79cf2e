"""How a hand-over stands: for every order of what can come."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.handing import ENDS, RUNNING, Handing, Standing, standing

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MOMENTS = st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours))
PERHAPS = st.none() | MOMENTS
HANDINGS = st.builds(
    lambda ends, by, **more: Handing(ended_at=ends, ended_by=by if ends else "", **more),
    PERHAPS,
    st.sampled_from(ENDS),
    expires_at=MOMENTS,
    accepted_at=PERHAPS,
    reported_at=PERHAPS,
)


@given(HANDINGS, st.booleans())
def test_a_partner_can_act_as_long_as_nothing_has_ended_it(handing: Handing, closed: bool) -> None:
    runs = standing(handing, closed=closed, at=NOW) in RUNNING
    assert runs == (handing.ended_at is None and not closed and handing.expires_at > NOW)


@given(HANDINGS)
def test_what_is_closed_never_runs_again_by_waiting(handing: Handing) -> None:
    for at in (NOW, NOW + timedelta(days=400)):
        assert standing(handing, closed=True, at=at) not in RUNNING


@given(HANDINGS, st.booleans())
def test_it_is_told_who_ended_it(handing: Handing, closed: bool) -> None:
    told = standing(handing, closed=closed, at=NOW)
    assert (told is Standing.GIVEN_BACK) == (handing.ended_by == "partner")
    assert (told is Standing.TAKEN_BACK) == (handing.ended_by == "staff")
