"""Positions of neighbourhood councils, as agendas spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules.positions import Position, position_of, tally


@pytest.mark.parametrize(
    ("written", "position"),
    [
        ("For", Position.FOR),
        ("For, If Amended", Position.FOR_IF_AMENDED),
        ("For if Amended", Position.FOR_IF_AMENDED),
        ("For, if amended", Position.FOR_IF_AMENDED),
        ("Against", Position.AGAINST),
        ("Against, Unless Amended", Position.AGAINST_UNLESS_AMENDED),
        ("Against unless Amended", Position.AGAINST_UNLESS_AMENDED),
        ("Neutral Position", Position.NEUTRAL),
        ("No position", Position.NONE),
        ("Perhaps", None),
        ("", None),
    ],
)
def test_spellings(written: str, position: Position | None) -> None:
    assert position_of(written) is position


@given(st.lists(st.sampled_from(Position)))
def test_a_tally_counts_every_statement_once(positions: list[Position]) -> None:
    found = tally(positions)
    assert sum(found.values()) == len(positions)
    assert list(found) == [each for each in Position if each in found]
