"""Answers that go along to another service: all that fit, nothing that is not asked, none lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.offers import Offer, Option, Question
from townline.requests.rules.carrying import carry

OPTIONS = (Option(key="dark", words={}), Option(key="blinks", words={}))
ASKED = {
    "what": Question(code="what", kind="singlevaluelist", words={}, options=OPTIONS),
    "pole": Question(code="pole", kind="string", words={}),
    "depth": Question(code="depth", kind="number", words={}, minimum=1, maximum=9),
    "rhythm": Question(code="rhythm", kind="string", words={}, when={"what": ("blinks",)}),
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "what": st.sampled_from(("dark", "blinks")),
        "pole": st.text(max_size=20),
        "depth": st.integers(1, 9),
        "gone": st.text(max_size=3),
    },
)


def offer(*questions: Question) -> Offer:
    return Offer(
        code="s", words={}, description={}, group="g", group_words={}, department="d",
        questions=questions,
    )  # fmt: skip


LIGHT = offer(*ASKED.values())


@given(ANSWERS, st.sets(st.sampled_from(sorted(ASKED))))
def test_every_answer_is_kept_or_lost_and_only_what_is_asked_is_kept(
    answers: dict[str, Any], codes: set[str]
) -> None:
    carried = carry(answers, LIGHT, offer(*(ASKED[code] for code in sorted(codes))))
    assert set(carried.kept) | set(carried.lost) == set(answers)
    assert not set(carried.kept) & set(carried.lost)
    assert set(carried.kept) <= codes


@given(ANSWERS)
def test_to_the_same_questions_everything_goes_along(answers: dict[str, Any]) -> None:
    known = {code: raw for code, raw in answers.items() if code != "gone"}
    assert carry(known, LIGHT, LIGHT).kept == known


@pytest.mark.parametrize(
    ("raw", "question", "kept"),
    [
        ("dark", Question(code="what", kind="multivaluelist", words={}, options=OPTIONS), ["dark"]),
        (
            "dark",
            Question(code="what", kind="singlevaluelist", words={}, options=OPTIONS[1:]),
            None,
        ),
        ("dark", Question(code="what", kind="string", words={}), None),
    ],
)
def test_an_answer_goes_along_where_its_kind_fits(raw: Any, question: Question, kept: Any) -> None:
    assert carry({"what": raw}, LIGHT, offer(question)).kept.get("what") == kept


@pytest.mark.parametrize(("depth", "kept"), [(9, True), (10, False), (0, False)])
def test_a_number_goes_along_within_bounds(depth: int, kept: bool) -> None:
    assert ("depth" in carry({"depth": depth}, LIGHT, LIGHT).kept) is kept


def test_what_leads_elsewhere_or_is_too_long_stays_behind() -> None:
    refers = Option(key="dark", words={}, refer={"en": "Ask its owner."})
    short = Question(code="pole", kind="string", words={}, max_length=3)
    leading = Question(code="what", kind="singlevaluelist", words={}, options=(refers,))
    assert carry({"what": "dark", "pole": "A-17"}, LIGHT, offer(leading, short)).kept == {}


def test_what_was_said_in_confidence_goes_to_no_public_question() -> None:
    secret = Question(code="pole", kind="string", words={}, private=True)
    assert carry({"pole": "A"}, offer(secret), LIGHT).lost == {"pole": "A"}
    assert carry({"pole": "A"}, offer(secret), offer(secret)).kept == {"pole": "A"}
    assert carry({"pole": "A"}, LIGHT, offer(secret)).kept == {"pole": "A"}


def test_a_question_that_the_kept_answers_leave_unasked_is_lost() -> None:
    only = offer(ASKED["rhythm"])
    assert carry({"what": "blinks", "rhythm": "fast"}, LIGHT, only).kept == {}
    both = offer(ASKED["what"], ASKED["rhythm"])
    assert set(carry({"what": "blinks", "rhythm": "fast"}, LIGHT, both).kept) == {"what", "rhythm"}
