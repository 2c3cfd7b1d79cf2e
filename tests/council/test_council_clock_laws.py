"""Laws of the clock, for any record."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.council.clockwork import CALENDAR, SETTINGS, TYPES, on
from townline.council.rules.calendar import MeetingDays
from townline.council.rules.clock import Clock, Summary, clock, summary
from townline.council.rules.course import Bodies
from townline.council.rules.lines import Line
from townline.council.rules.standing import standing
from townline.council.rules.vocabulary import Activity

START = date(2024, 1, 1)
BODIES = ("Arts Committee", "Public Works Committee", "Transportation Committee", "Council")

days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
day_or_words = st.one_of(days, st.sampled_from(["TBD", ""]))
bodies = st.lists(st.sampled_from(BODIES), max_size=3).map(tuple)


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Make an activity of any type, now and then of one that no city has."""
    code = draw(st.sampled_from([*TYPES, "other"]))
    kind = TYPES.get(code)
    parameters: dict[str, object] = {}
    if kind is not None:
        for name, values in ((kind.to, bodies), (kind.on, day_or_words)):
            if name and draw(st.booleans()):
                parameters[name] = draw(values)
        if kind.body:
            parameters[kind.body] = draw(st.sampled_from(BODIES))
    return Activity(type=code, parameters=parameters)


@st.composite
def records(draw: st.DrawFn, corrected: bool = False) -> list[Line]:
    """Make a record; ``corrected``: with lines that stand in place of others."""
    count = draw(st.integers(0, 14))
    lines = []
    for seq in range(1, count + 1):
        at = draw(days)
        corrects = draw(st.integers(1, seq)) if corrected and draw(st.integers(0, 3)) == 0 else None
        lines.append(
            Line(
                seq=seq,
                date=at,
                known=at + timedelta(days=draw(st.integers(0, 5))),
                activity=draw(activities()),
                position=draw(st.integers(0, 3)),
                corrects=corrects,
                void=corrects is not None and draw(st.booleans()),
            )
        )
    return lines


def at(lines: Sequence[Line], as_of: date, known_on: date) -> Clock:
    """Return the clock of the lines."""
    return on(as_of, lines, known_on)


@given(records(corrected=True), days, days)
def test_any_record_has_a_clock_and_every_value_says_why(lines, as_of, known_on):
    found = at(lines, as_of, known_on)
    values = [getattr(found, name) for name in Clock.__dataclass_fields__ if name != "outside"]
    for value in values:
        for each in value if isinstance(value, tuple) else (value,):
            assert each.because.endswith(".")
            assert "{" not in each.because
            assert "None" not in each.because
            assert set(each.entries) <= {line.seq for line in lines}


@given(records(corrected=True), days, days)
def test_as_of_a_day_only_what_is_dated_by_then_counts(lines, as_of, known_on):
    counted = standing(lines, as_of=as_of, known_on=known_on)
    assert all(line.date <= as_of and line.known <= known_on for line in counted)
    plain = [Line(seq=x.seq, date=x.date, known=x.known, activity=x.activity) for x in counted]
    placed = [
        Line(seq=x.seq, date=x.date, known=x.known, activity=x.activity, position=place)
        for place, x in enumerate(plain)
    ]
    assert at(placed, as_of, known_on) == at(lines, as_of, known_on)
    later = [line for line in lines if line.corrects is None and line.date > as_of]
    without = [line for line in lines if line not in later]
    assert at(without, as_of, known_on) == at(lines, as_of, known_on)


@given(records(), records(corrected=True), days, days)
def test_what_is_entered_later_never_changes_what_was_known(lines, more, as_of, known_on):
    later = [
        Line(
            seq=len(lines) + line.seq,
            date=line.date,
            known=known_on + timedelta(days=1),
            activity=line.activity,
            corrects=line.corrects,
            void=line.void,
        )
        for line in more
    ]
    assert at([*lines, *later], as_of, known_on) == at(lines, as_of, known_on)


@given(records(corrected=True).flatmap(lambda r: st.tuples(st.just(r), st.permutations(r))), days)
def test_the_order_in_which_lines_come_does_not_matter(both, as_of):
    lines, shuffled = both
    assert at(shuffled, as_of, date.max) == at(lines, as_of, date.max)


@given(records(), days, days)
def test_rounds_part_the_lines(lines, as_of, known_on):
    found = at(lines, as_of, known_on)
    parted = [*found.outside, *(seq for r in found.rounds for seq in r.value.entries)]
    counted = standing(lines, as_of=as_of, known_on=known_on)
    assert parted == [line.seq for line in counted]
    rounds = [r.value for r in found.rounds]
    assert [r.ordinal for r in rounds] == list(range(1, len(rounds) + 1))
    assert all(not r.open for r in rounds[:-1])
    assert all(
        before.closed is not None and before.opened <= before.closed <= after.opened
        for before, after in pairwise(rounds)
    )
    assert (found.final.value is None) == (not rounds or rounds[-1].closing != "final")


@given(records(corrected=True), days)
def test_what_a_correction_replaces_leaves_the_clock_of_the_correction_alone(lines, as_of):
    replaced = {line.corrects for line in lines}
    kept = [line for line in lines if line.seq not in replaced and not line.void]
    counted = standing(lines, as_of=as_of, known_on=date.max)
    assert {line.seq for line in counted} == {line.seq for line in kept if line.date <= as_of}


def summed(lines: Sequence[Line], as_of: date, known_on: date) -> Summary:
    """Return the values that columns hold."""
    return summary(
        lines,
        TYPES,
        SETTINGS,
        MeetingDays(CALENDAR, known_on=known_on),
        as_of=as_of,
        known_on=known_on,
        bodies=Bodies(),
    )


@given(records(corrected=True), days, days)
def test_the_summary_has_the_values_of_the_clock(lines, as_of, known_on):
    found = summed(lines, as_of, known_on)
    full = clock(lines, TYPES, SETTINGS, CALENDAR, as_of=as_of, known_on=known_on, bodies=Bodies())
    for name in ("state", "last_change", "expiration", "next_scheduled", "final"):
        assert getattr(found, name) == getattr(full, name).value
    assert found.reconsideration_until == full.reconsideration_until.value
    assert found.mayor_last_day == full.mayor_last_day.value
    assert found.rounds == len(full.rounds)
    assert found.pending == tuple(
        each.value.body for each in full.pending_in if each.value.is_outstanding
    )


@given(records(corrected=True), days, st.integers(1, 900))
def test_a_summary_stays_as_it_is_until_the_day_it_names(lines, as_of, ahead):
    first = summed(lines, as_of, date.max)
    at_most = as_of + timedelta(days=ahead)
    last = at_most if first.changes_on is None else min(at_most, first.changes_on - timedelta(1))
    again = summed(lines, last, date.max)
    assert again == first
