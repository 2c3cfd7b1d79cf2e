"""What follows from the records of real files, and from records that leave something out."""

from datetime import date

import pytest

from tests.council.clockwork import (
    INTERIM,
    ITGS,
    PAW,
    PLUM,
    SEED,
    SETTINGS,
    Row,
    day,
    on,
    outstanding,
    recorded,
)
from townline.council.rules.explained import Status
from townline.council.rules.lines import Recorded
from townline.council.rules.pending import Standing
from townline.council.rules.rounds import Closing, Flag
from townline.council.rules.settings import ClockSettings
from townline.council.rules.states import State

FILE = recorded(SEED)
CONTROL = recorded(INTERIM)


def rows(*written: tuple[str, str, dict[str, object]]) -> list[Row]:
    """Return rows whose days are written as text."""
    return [(day(at), code, parameters) for at, code, parameters in written]


def test_the_day_after_its_first_round_the_file_is_final_and_lives_for_two_years():
    clock = on("2021-07-02", FILE)
    assert clock.final.value == date(2021, 7, 1)
    assert clock.final.status is Status.RECORDED
    assert clock.expiration.value == date(2023, 6, 30)
    assert clock.state.value is State.FINAL


def test_between_two_meetings_it_is_not_final_and_has_a_next_day():
    clock = on("2022-10-13", FILE)
    assert clock.final.value is None
    assert clock.next_scheduled.value == date(2022, 10, 14)
    assert clock.expiration.value == date(2024, 10, 12)
    assert clock.state.value is State.CONTINUED


def test_on_the_day_of_its_adoption_it_may_be_reconsidered_until_the_next_meeting_day():
    clock = on("2022-11-01", FILE)
    assert clock.reconsideration_until.value == date(2022, 11, 2)
    assert clock.reconsideration_until.because == (
        "Adopted on Tuesday, November 1, 2022 under Council Rule 51; "
        "the next regular meeting day is Wednesday, November 2, 2022."
    )
    assert clock.reconsideration_until.entries == (27,)
    assert (clock.final.value, clock.final.computed) == (None, date(2022, 11, 2))
    assert clock.state.value is State.RECONSIDERABLE


def test_two_years_after_its_adoption_it_is_final_and_expired():
    assert on("2024-11-01", FILE).expired.value is None
    clock = on("2024-11-02", FILE)
    assert clock.final.value == date(2022, 11, 2)
    assert clock.expired.value == date(2024, 11, 1)
    assert clock.state.value is State.FINAL, "what was decided is not called expired"
    assert clock.last_change.value == date(2022, 11, 2)


def test_a_corrected_referral_changes_the_committee_that_has_it():
    assert outstanding(on("2021-03-15", FILE)) == [ITGS]
    clock = on("2021-03-18", FILE)
    assert outstanding(clock) == [PAW]
    assert [found.value.standing for found in clock.pending_in] == [
        Standing.SUPERSEDED,
        Standing.PENDING,
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-10-06", None),
        ("2022-10-07", "2022-10-12"),
        ("2022-10-12", "2022-10-14"),
        ("2022-10-14", "2022-10-18"),
        ("2022-10-17", "2022-10-18"),
        ("2022-10-18", "2022-11-01"),
        ("2022-10-31", "2022-11-01"),
        ("2022-11-01", None),
    ],
)
def test_each_continuation_takes_the_place_of_the_day_set_before(as_of, expected):
    found = on(as_of, FILE).next_scheduled.value
    assert found == (day(expected) if expected else None)


def test_the_file_has_three_rounds():
    rounds = [found.value for found in on("2024-04-26", FILE).rounds]
    assert [(r.opened, r.closed, r.days, r.flags) for r in rounds] == [
        (date(2021, 3, 11), date(2021, 7, 1), 112, ()),
        (date(2022, 2, 23), date(2022, 3, 25), 30, ()),
        (date(2022, 9, 14), date(2022, 11, 2), 49, ()),
    ]


def test_statements_ordinances_and_corrections_open_no_round():
    rounds = [found.value for found in on("2026-10-05", CONTROL).rounds]
    assert [(r.opened, r.closed) for r in rounds] == [
        (date(2025, 7, 30), date(2025, 8, 8)),
        (date(2025, 9, 23), date(2025, 10, 9)),
        (date(2025, 10, 24), date(2025, 10, 28)),
        (date(2025, 11, 19), None),
    ]
    assert [r.flags for r in rounds] == [(), (), (), (Flag.NO_FINAL,)]
    late = recorded([*SEED, (date(2023, 1, 5), "referral.corrected", {"to": (ITGS,)})])
    assert len(on("2023-01-06", late).rounds) == 3


def test_a_missing_final_entry_is_named_with_the_day_it_was_due():
    found = on("2026-09-10", CONTROL).final
    assert found.value is None
    assert found.because == (
        "Decided on Friday, December 12, 2025. By Tuesday, January 6, 2026 it should have become "
        "final, and no line says that it did."
    )


def test_a_day_of_reconsideration_ends_with_what_was_voted_last():
    morning = [
        *INTERIM[:16],
        (date(2025, 10, 28), "council.ordinance_over", {}),
    ]
    assert on("2025-10-28", recorded(morning)).state.value is State.OVER
    reopened = [*morning, (date(2025, 10, 28), "council.reconsidered", {})]
    clock = on("2025-10-28", recorded(reopened))
    assert clock.state.value is State.BEFORE_COUNCIL
    assert clock.state.because == "The Council took its vote back, and has the file before it."
    whole = on("2025-10-28", recorded([*reopened, *INTERIM[16:18]]))
    assert whole.final.value == date(2025, 10, 28)
    assert whole.reconsideration_until.value is None
    assert whole.rounds[-1].value.flags == ()


def test_an_ordinance_takes_effect_when_the_record_says_and_both_days_are_shown():
    found = on("2025-10-30", CONTROL).ordinance_in_force
    assert (found.value, found.recorded, found.computed, found.status) == (
        *(date(2025, 10, 31), date(2025, 10, 31), date(2025, 10, 29)),
        Status.RECORDED,
    )
    assert found.differs
    assert on("2025-10-30", CONTROL).state.value is State.PUBLISHED
    assert on("2025-10-31", CONTROL).state.value is State.IN_FORCE
    plain = rows(("2025-01-02", "ordinance.published", {}))
    assert on("2025-01-03", recorded(plain)).ordinance_in_force.value == date(2025, 2, 2)


MAYOR = rows(
    ("2026-09-01", "referral.motion", {"to": ("Council",)}),
    ("2026-09-11", "council.adopted_forthwith", {}),
    ("2026-09-15", "mayor.transmitted", {"last_day": date(2026, 9, 25)}),
)


def test_the_mayor_has_ten_days_and_a_recorded_last_day_goes_before():
    clock = on("2026-09-20", recorded(MAYOR))
    found = clock.mayor_last_day
    assert (found.value, found.computed, found.recorded) == (date(2026, 9, 25),) * 3
    assert not found.differs
    assert clock.state.value is State.WITH_MAYOR
    assert (
        clock.final.because == "It is before the Mayor, who has until Friday, September 25, 2026."
    )
    other = [*MAYOR[:2], (date(2026, 9, 15), "mayor.transmitted", {"last_day": date(2026, 9, 28)})]
    found = on("2026-09-20", recorded(other)).mayor_last_day
    assert (found.value, found.computed, found.differs) == (
        *(date(2026, 9, 28), date(2026, 9, 25)),
        True,
    )
    untold = [*MAYOR[:2], (date(2026, 9, 15), "mayor.transmitted", {})]
    assert on("2026-09-20", recorded(untold)).mayor_last_day.value == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("mayor.approved", State.CONCURRED),
        ("mayor.vetoed", State.VETOED),
        ("mayor.unsigned", State.RETURNED_UNSIGNED),
    ],
)
def test_what_the_mayor_did_is_the_state_until_it_is_final(code, state):
    back = [*MAYOR, (date(2026, 9, 20), code, {})]
    assert on("2026-09-21", recorded(back)).state.value is state
    override = [*back, (date(2026, 9, 22), "council.adopted_forthwith", {})]
    assert on("2026-09-22", recorded(override)).state.value is State.ADOPTED
    stood = [*back, (date(2026, 9, 22), "council.veto_sustained", {})]
    assert on("2026-09-22", recorded(stood)).state.value is State.VETOED


A, B, C = "Arts Committee", "Public Works Committee", "Transportation Committee"


def test_of_several_committees_each_acts_waives_or_concurs_before_the_file_is_reported():
    written = rows(
        ("2026-08-21", "referral.motion", {"to": (B, A, C)}),
        ("2026-08-22", "committee.scheduled", {"body": B, "on": date(2026, 8, 26)}),
        ("2026-08-26", "committee.approved", {"body": B}),
        ("2026-08-27", "committee.concurred", {"body": A, "other": B}),
        ("2026-08-28", "committee.waived", {"body": C}),
    )
    lines = recorded(written)
    assert [on(at, lines).state.value for at in ("2026-08-21", "2026-08-22", "2026-08-26")] == [
        *(State.REFERRED, State.IN_COMMITTEE, State.REFERRED),
    ]
    assert outstanding(on("2026-08-22", lines)) == [B, A, C]
    assert outstanding(on("2026-08-27", lines)) == [C]
    done = on("2026-08-28", lines)
    assert done.state.value is State.REPORTED
    assert [found.value.standing for found in done.pending_in] == [
        *(Standing.ACTED, Standing.CONCURRED, Standing.WAIVED),
    ]


def test_a_committee_that_the_council_did_not_wait_for_no_longer_has_the_file():
    clock = on("2025-12-02", CONTROL)
    assert clock.pending_in[0].value.body == PLUM
    assert clock.pending_in[0].value.standing is Standing.SUPERSEDED


def test_a_vote_that_fell_short_is_taken_up_again_at_the_next_regular_meeting():
    lines = recorded(rows(("2025-06-17", "council.failed", {})))
    clock = on("2025-06-17", lines)
    assert clock.state.value is State.FAILED
    assert clock.next_scheduled.value == date(2025, 6, 18)
    assert "by Council Rule 53 it is taken up again" in clock.next_scheduled.because


@pytest.mark.parametrize(
    ("adopted", "expected", "final"),
    [
        ("2022-11-01", "2022-11-02", "2022-11-02"),
        ("2025-08-06", "2025-08-08", "2025-08-08"),
        ("2025-06-17", "2025-06-18", "2025-06-18"),
        ("2026-03-25", "2026-03-27", "2026-03-28"),
    ],
)
def test_the_dated_adoptions_of_the_evidence_become_final_on_the_next_meeting_day_or_show_both(
    adopted, expected, final
):
    lines = recorded(rows((adopted, "council.adopted_r51", {}), (final, "council.final", {})))
    found = on(final, lines).final
    assert (found.value, found.computed) == (day(final), day(expected))
    assert found.differs == (final != expected)


def test_an_ordinance_held_over_comes_back_on_the_day_that_the_vote_named():
    lines = recorded(rows(("2025-10-28", "council.ordinance_over", {"to": date(2025, 11, 4)})))
    clock = on("2025-10-29", lines)
    assert (clock.state.value, clock.next_scheduled.value) == (State.OVER, date(2025, 11, 4))


def test_holes_are_flagged_and_nothing_is_mended():
    only_final = on("2020-02-01", recorded(rows(("2020-01-31", "council.final", {}))))
    found = only_final.rounds[0].value
    assert (found.closing, found.flags) == (
        Closing.FINAL,
        (Flag.NO_OPENING, Flag.FINAL_WITHOUT_DECISION),
    )
    twice = recorded([*SEED[:10], (date(2021, 7, 2), "council.final", {})])
    clock = on("2021-07-03", twice)
    assert clock.final.value == date(2021, 7, 1)
    assert clock.rounds[0].value.flags == (Flag.CLOSED_TWICE,)
    silent = on("2021-04-30", recorded(SEED[:4]))
    assert silent.rounds[0].value.flags == (Flag.SILENT_DAY,)
    assert silent.next_scheduled.value is None
    odd = recorded([*SEED[:2], (date(2021, 3, 13), "other", {"text": "No such sentence."})])
    clock = on("2021-03-14", odd)
    assert clock.rounds[0].value.flags == (Flag.UNREAD,)
    assert clock.expiration.status is Status.ASSUMED


def test_where_evidence_is_silent_the_expiration_is_assumed_and_a_setting_decides():
    lines = recorded([*INTERIM[:28]])
    found = on("2026-02-01", lines).expiration
    assert (found.value, found.status) == (date(2027, 12, 12), Status.ASSUMED)
    resets = ClockSettings(statements_reset=True)
    found = on("2026-02-01", lines, settings=resets).expiration
    assert (found.value, found.status) == (date(2028, 1, 23), Status.ASSUMED)
    settled = ClockSettings(statements_reset=True, assumed=frozenset())
    assert on("2026-02-01", lines, settings=settled).expiration.status is Status.COMPUTED


def test_a_leap_day_expires_as_the_setting_says():
    lines = recorded(rows(("2024-02-29", "referral.motion", {"to": (PAW,)})))
    found = on("2024-03-01", lines).expiration
    assert (found.value, found.status) == (date(2026, 2, 28), Status.ASSUMED)
    later = ClockSettings(leap_day="after")
    assert on("2024-03-01", lines, settings=later).expiration.value == date(2026, 3, 1)
    four = ClockSettings(expires_after_years=4)
    found = on("2024-03-01", lines, settings=four).expiration
    assert (found.value, found.status) == (date(2028, 2, 29), Status.COMPUTED)


def test_what_another_system_says_of_the_expiration_stands_beside_ours():
    said = Recorded(last_change=date(2022, 11, 2), expiration=date(2024, 11, 2))
    found = on("2024-04-26", FILE, recorded=said).expiration
    assert (found.value, found.recorded, found.differs) == (
        *(date(2024, 11, 1), date(2024, 11, 2)),
        True,
    )


def test_a_file_that_nobody_acted_on_expires_and_one_withdrawn_does_not():
    lines = recorded(SEED[:5])
    assert on("2023-04-21", lines).state.value is State.REFERRED
    clock = on("2023-04-22", lines)
    assert (clock.state.value, clock.expired.value) == (State.EXPIRED, date(2023, 4, 21))
    told = recorded([*SEED[:5], (date(2023, 5, 1), "file.expired", {})])
    clock = on("2023-05-02", told)
    assert (clock.state.value, clock.expired.value) == (State.EXPIRED, date(2023, 5, 1))
    assert clock.rounds[0].value.closing is Closing.EXPIRED
    gone = recorded([*SEED[:5], (date(2021, 5, 1), "file.withdrawn", {})])
    assert on("2030-01-01", gone).state.value is State.WITHDRAWN


def test_an_empty_record_has_no_state_and_says_so():
    clock = on("2024-01-01", [])
    assert clock.state.value is None
    assert clock.last_change.because == "The record holds nothing yet."
    assert (clock.rounds, clock.pending_in, clock.outside) == ((), (), ())


def test_the_time_limit_gives_the_last_meeting_day_and_the_printed_one_stands_beside_it():
    said = Recorded(time_limit=date(2026, 1, 5), last_day=date(2026, 1, 2))
    found = on("2025-12-12", FILE, recorded=said, settings=SETTINGS).last_day_for_action
    assert (found.value, found.recorded, found.computed) == (
        *(date(2026, 1, 2), date(2026, 1, 2)),
        date(2025, 12, 12),
    )
    untold = Recorded(time_limit=date(2026, 1, 24))
    found = on("2025-12-12", FILE, recorded=untold).last_day_for_action
    assert (found.value, found.status) == (date(2026, 1, 23), Status.COMPUTED)
