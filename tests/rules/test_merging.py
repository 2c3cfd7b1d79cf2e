"""Two people's changes of one text come together, or are said to collide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townline.founding.rules.merging import Collide, merge

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8)


def text(lines: list[str]) -> bytes:
    return "".join(lines).encode()


@settings(deadline=None)
@given(LINES, LINES)
def test_a_change_alone_is_taken_whoever_made_it(base: list[str], new: list[str]) -> None:
    assert merge(text(base), text(new), text(base)) == text(new)
    assert merge(text(base), text(base), text(new)) == text(new)
    assert merge(text(base), text(new), text(new)) == text(new)


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_it_does_not_matter_who_is_asked(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    def tried(first: list[str], second: list[str]) -> bytes | None:
        try:
            return merge(text(base), text(first), text(second))
        except Collide:
            return None

    assert tried(ours, theirs) == tried(theirs, ours)


@settings(deadline=None)
@given(LINES, LINES, LINES, LINES)
def test_changes_that_lie_apart_are_both_there(
    before: list[str], after: list[str], ours: list[str], theirs: list[str]
) -> None:
    middle = ["1\n", "2\n", "3\n"]
    base = text([*before, *middle, *after])
    merged = merge(base, text([*ours, *middle, *after]), text([*before, *middle, *theirs]))
    assert merged == text([*ours, *middle, *theirs])


def test_the_same_line_changed_by_both_collides() -> None:
    with pytest.raises(Collide):
        merge(b"a\nb\nc\n", b"a\nX\nc\n", b"a\nY\nc\n")
    with pytest.raises(Collide):
        merge(b"\xff", b"\xfe", b"\xfd")
