"""Which contacts are looked at, and what a score is made of."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules import quality
from townline.contacts.rules.quality import Handled, Incomplete, Mark, Question

handled = st.lists(st.builds(Handled, st.integers(1, 5), st.integers(1, 300)), max_size=120)
ASKED = (
    Question(code="greets", words={"en": "Greets?"}),
    Question(code="right", words={}, weight=3),
)


@given(handled, st.integers(1, 4))
def test_each_agent_has_as_many_as_the_others_or_all_they_have(
    found: list[Handled], n: int
) -> None:
    taken = Counter(one.agent for one in quality.sample(found, city="a", week="2026-W09", each=n))
    had = Counter(one.agent for one in set(found))
    assert taken == {agent: min(n, count) for agent, count in had.items()}


@given(handled, st.randoms())
def test_whoever_repeats_it_gets_the_same(found: list[Handled], chance) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    one, other = (quality.sample(each, city="a", week="2026-W09") for each in (found, shuffled))
    assert one == other


@given(handled, st.builds(Handled, st.integers(1, 5), st.integers(301, 400)))
def test_a_contact_that_comes_later_only_takes_a_place(found: list[Handled], late: Handled) -> None:
    before = set(quality.sample(found, city="a", week="2026-W09"))
    after = set(quality.sample([*found, late], city="a", week="2026-W09"))
    assert after - before <= {late}


def test_every_contact_of_an_agent_has_the_same_chance() -> None:
    contacts = [Handled(1, key) for key in range(1, 21)]
    drawn: Counter[int] = Counter()
    for week in range(2000):
        drawn.update(one.contact for one in quality.sample(contacts, city="a", week=str(week)))
    expected = 2000 * quality.EACH / 20
    chi = sum((drawn[key] - expected) ** 2 / expected for key in range(1, 21))
    assert chi < 43.8  # 19 degrees of freedom: one in a thousand lies above


@given(st.tuples(st.sampled_from(Mark), st.sampled_from(Mark)))
def test_a_score_is_a_share_of_what_applied(marks: tuple[Mark, Mark]) -> None:
    found = quality.score(ASKED, dict(zip(("greets", "right"), marks, strict=True)))
    if set(marks) == {Mark.NOT_MEANT}:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found <= 100


@pytest.mark.parametrize("marks", [{}, {"greets": Mark.YES}, {"greets": Mark.YES, "x": Mark.NO}])
def test_every_question_takes_a_mark_and_nothing_else(marks: dict[str, Mark]) -> None:
    with pytest.raises(Incomplete):
        quality.check(ASKED, marks)
