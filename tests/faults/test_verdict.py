"""The verdict of the kill test: whatever is lost, torn or doubled is counted, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench.killing.verdict import Found, Given, Kept, Letter, Owed, Told, Verdict, judge

VERBS = ("request.submitted", "request.routed")
DEEDS = ("request.started", "request.closed")


@st.composite
def towns(draw: st.DrawFn) -> tuple[list[Given], list[Told], Found, list[Letter]]:
    """Return what clients were promised in a town in which all of it was kept, and more."""
    count = draw(st.integers(1, 8))
    owes = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    deeds = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    read = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    promised = [Given(f"key {n}", f"26-{n}", owes[n]) for n in range(count) for _ in range(read[n])]
    told = [Told(f"26-{n}", verb) for n in range(count) for verb in DEEDS[: deeds[n]] if read[n]]
    kept = {
        f"26-{n}": Kept(2 + deeds[n], VERBS + DEEDS[: deeds[n]], whole=True) for n in range(count)
    }
    notices = [Owed(n, f"26-{n}") for n in range(count) if owes[n]]
    again = draw(st.sets(st.sampled_from(range(count))))
    letters = [Letter(n.id, marked=False) for n in notices] + [
        Letter(n.id, marked=True) for n in notices if n.id in again
    ]
    keys = {f"key {n}": f"26-{n}" for n in range(count)}
    found = Found(kept, keys, notices, strays=0, jobs_left=0, audit_faults=0)
    return promised, told, found, draw(st.permutations(letters))


def faults(verdict: Verdict) -> dict[str, int]:
    """Return what is wrong, without what is not."""
    return {name: n for name in Verdict.FAULTS if (n := getattr(verdict, name))}


@given(towns())
def test_what_was_kept_is_no_fault_however_often_it_was_asked_for(town) -> None:
    verdict = judge(*town)
    assert faults(verdict) == {}
    assert verdict.faults == 0
    assert verdict.numbers_given == len({one.number for one in town[0]})


@given(towns(), st.data())
def test_a_number_that_is_not_there_is_lost(town, data: st.DataObject) -> None:
    promised, told, found, letters = town
    assume(promised)
    number = data.draw(st.sampled_from(promised)).number
    left = {n: kept for n, kept in found.requests.items() if n != number}
    told = [one for one in told if one.number != number]
    assert faults(judge(promised, told, replace(found, requests=left), letters)) == {
        "numbers_lost": 1
    }


@given(towns(), st.data(), st.sampled_from(["an entry", "the words"]))
def test_a_request_that_is_not_whole_is_torn_and_lost_to_whom_it_was_given(
    town, data: st.DataObject, missing: str
) -> None:
    promised, told, found, letters = town
    number, kept = data.draw(st.sampled_from(sorted(found.requests.items())))
    if missing == "an entry":
        torn = replace(kept, verbs=kept.verbs[:-1])
        told = [one for one in told if one.number != number]
    else:
        torn = replace(kept, whole=False)
    wrong = faults(
        judge(promised, told, replace(found, requests={**found.requests, number: torn}), letters)
    )
    known = any(one.number == number for one in promised)
    assert wrong == {"requests_torn": 1} | ({"numbers_lost": 1} if known else {})


@given(towns(), st.data())
def test_a_key_that_got_another_number_is_changed(town, data: st.DataObject) -> None:
    promised, told, found, letters = town
    assume(len(found.requests) > 1 and promised)
    one = data.draw(st.sampled_from(promised))
    other = data.draw(st.sampled_from(sorted(found.requests.keys() - {one.number})))
    again = replace(one, number=other, owes=False)
    assert faults(judge([*promised, again], told, found, letters)) == {"numbers_changed": 1}


@given(towns(), st.data())
def test_a_deed_that_was_told_and_is_not_entered_is_lost(town, data: st.DataObject) -> None:
    promised, told, found, letters = town
    number = data.draw(st.sampled_from(sorted(found.requests)))
    assert faults(judge(promised, [*told, Told(number, "request.noted")], found, letters)) == {
        "deeds_lost": 1
    }


@given(towns(), st.data(), st.sampled_from(["no letter", "given up", "never owed"]))
def test_a_letter_that_did_not_come_is_lost(town, data: st.DataObject, why: str) -> None:
    promised, told, found, letters = town
    assume(found.notices)
    notice = data.draw(st.sampled_from(found.notices))
    others = [one for one in found.notices if one != notice]
    if why == "no letter":
        letters = [one for one in letters if one.notice != notice.id]
    elif why == "given up":
        found = replace(found, notices=[*others, replace(notice, given_up=True)])
    else:
        assume(any(one.number == notice.number for one in promised))
        found = replace(found, notices=others)
    assert faults(judge(promised, told, found, letters)) == {"notices_lost": 1}


@given(towns(), st.data())
def test_a_letter_that_came_twice_is_doubled_unless_it_says_so(town, data: st.DataObject) -> None:
    promised, told, found, letters = town
    assume(letters)
    letter = data.draw(st.sampled_from(letters))
    marked = [*letters, replace(letter, marked=True)]
    assert faults(judge(promised, told, found, marked)) == {}
    doubled = [*letters, replace(letter, marked=False)]
    assert faults(judge(promised, told, found, doubled)) == {"notices_doubled": 1}


@pytest.mark.parametrize("name", ["strays", "jobs_left", "audit_faults"])
def test_what_the_database_says_of_itself_counts(name: str) -> None:
    found = Found({}, {}, [], 0, 0, 0)
    assert judge([], [], replace(found, **{name: 3}), []).faults == 3
