"""Who is mentioned in a note."""

from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.mentions import by_name, mentioned, named

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True)
FILLERS = st.sampled_from(("see", "the lamp", "(", "—", "5 pm,", "me@example.org", "a/@b"))


@given(st.lists(st.tuples(FILLERS, NAMES)))
def test_all_who_are_named_are_found_in_order_and_nobody_else(parts: list[tuple[str, str]]) -> None:
    text = " ".join(f"{filler} @{name}" for filler, name in parts)
    assert mentioned(text) == tuple(dict.fromkeys(name for _filler, name in parts))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(name == name.casefold() for name in mentioned(text))


def test_an_address_and_an_at_alone_mention_nobody() -> None:
    assert mentioned("Write to demo@example.org @ 5 pm, see https://example.org/@demo.") == ()


def test_the_end_of_a_sentence_belongs_to_no_name() -> None:
    assert mentioned("Ask @Worker. Then @j.doe, or @M12!") == ("worker", "j.doe", "m12")


def test_somebody_named_twice_by_name_and_number_is_told_once() -> None:
    people = by_name([("Worker", "M1", "w"), ("carer", "M2", "c")])
    assert named("@worker @m1 @carer @nobody", people) == (["w", "c"], ["nobody"])


def test_a_user_name_comes_before_a_number_that_looks_like_it() -> None:
    people = by_name([("m2", "M1", "first"), ("other", "M2", "second")])
    assert named("@M2", people) == (["first"], [])
