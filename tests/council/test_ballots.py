"""Votes add up, and it is said when they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import ballots
from townline.council.rules.ballots import Option, Question, Result
from townline.council.rules.settings import CouncilSettings

SETTINGS = CouncilSettings(thresholds={"without_hearing": 10, "urgency": 12})
OPTIONS = st.lists(st.sampled_from(Option), max_size=40)


@given(OPTIONS)
def test_a_tally_counts_every_ballot_once(options: list[Option]) -> None:
    assert ballots.count(options).everyone == len(options)


@given(OPTIONS)
def test_a_tally_that_is_written_proves_its_own_ballots(options: list[Option]) -> None:
    tally = ballots.count(options)
    ballots.prove(f"({tally.written()})", tally)


@given(OPTIONS, st.integers(0, 2))
def test_a_tally_with_one_vote_more_is_found_out(options: list[Option], which: int) -> None:
    tally = ballots.count(options)
    parts = list(ballots.read_tally(tally.written()))
    parts[which] += 1
    with pytest.raises(ballots.TallyDisagrees, match="the ballots add up to"):
        ballots.prove(" - ".join(map(str, parts)), tally)


@pytest.mark.parametrize("text", ["", "14-0", "14 - 0 - x", "yes", "1 - 2 - 3 - 4"])
def test_what_is_no_tally_is_said_so(text: str) -> None:
    with pytest.raises(ballots.Unclear, match="looks like"):
        ballots.read_tally(text)


def test_tallies_are_read_as_records_write_them() -> None:
    assert ballots.read_tally("(14 - 0 - 1)") == (14, 0, 1)
    assert ballots.read_tally("12-1-2") == (12, 1, 2)


@given(OPTIONS, st.integers(1, 15))
def test_nothing_is_carried_and_lost_at_once(options: list[Option], needed: int) -> None:
    tally = ballots.count(options[:15])
    found = ballots.result(tally, needed, 15)
    assert (found is Result.CARRIED) is (tally.yes >= needed)
    if found is Result.LOST:  # not even all who did not say no would be enough
        assert 15 - tally.no < needed


def test_a_vote_with_too_few_on_either_side_is_undecided() -> None:
    seven_four = ballots.count([Option.YES] * 7 + [Option.NO] * 4 + [Option.ABSENT] * 4)
    assert ballots.result(seven_four, 8, 15) is Result.UNDECIDED
    assert ballots.result(ballots.count([Option.NO] * 8 + [Option.YES] * 7), 8, 15) is Result.LOST


def test_the_threshold_of_an_item_goes_before_that_of_its_question() -> None:
    assert ballots.needed(Question.ADOPT, "", SETTINGS) == 8
    assert ballots.needed(Question.ADOPT, "without_hearing", SETTINGS) == 10
    assert ballots.needed(Question.URGENCY, "", SETTINGS) == 12


def test_words_on_ballots_are_known_and_others_refused() -> None:
    assert ballots.option_of("YES") is Option.YES
    assert ballots.option_of(" not  voting ") is Option.ABSENT
    with pytest.raises(ballots.Unclear, match="MAYBE"):
        ballots.option_of("MAYBE")


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Adopted Forthwith", Question.ADOPT),
        ("Adopted, Ordinance Over", Question.ADOPT),
        ("Adopted to Reconsider", Question.RECONSIDER),
        ("", Question.UNKNOWN),
        ("Something else", Question.OTHER),
    ],
)
def test_the_question_is_read_from_the_label(label: str, question: Question) -> None:
    assert ballots.question_of(label) is question
    assert ballots.holds_over(label) is ("Over" in label)
