"""Laws that the check of answers keeps, whatever comes in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules.answers import MESSAGES, BadAnswers, Given, asked, check
from townline.catalogue.rules.offers import Offer, Option, Question

ZONE = ZoneInfo("America/New_York")
KEYS = ("a", "b", "c")
CODES = ("one", "two", "three", "four")
KINDS = ("string", "number", "date", "datetime", "singlevaluelist", "multivaluelist", "text")


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """A service whose questions may hang on any list before or after them."""
    questions = []
    for code in CODES:
        kind = draw(st.sampled_from(KINDS))
        others = [other for other in CODES if other != code]
        questions.append(
            Question(
                code=code,
                kind=kind,
                words={"en": code},
                required=kind != "text" and draw(st.booleans()),
                options=tuple(Option(key=key, words={"en": key}) for key in KEYS),
                when=draw(
                    st.dictionaries(
                        st.sampled_from(others),
                        st.lists(st.sampled_from(KEYS), min_size=1).map(tuple),
                        max_size=1,
                    )
                ),
                max_length=20,
            )
        )
    return Offer(
        code="s",
        words={"en": "S"},
        description={},
        group="g",
        group_words={},
        department="d",
        questions=tuple(questions),
    )


texts = st.one_of(
    st.sampled_from([*KEYS, "", "12", "2026-05-09", "2026-05-09T14:30Z", "2026-05-09T14:30"]),
    st.text(max_size=30),
)
given_answers = st.dictionaries(
    st.sampled_from(CODES), st.one_of(texts, st.lists(texts, max_size=4)), max_size=4
)


@given(offers(), given_answers, st.booleans())
def test_whatever_comes_in_is_typed_or_refused_with_known_faults(
    offer: Offer, answers: dict[str, Given], strict: bool
) -> None:
    try:
        typed = check(offer, answers, ZONE, strict=strict)
    except BadAnswers as refused:
        assert refused.errors
        for fault in refused.errors.values():
            assert fault.message == MESSAGES[fault.code]
            assert "{" not in str(fault) or "{" in str(fault.params)
        return
    for code, value in typed.items():
        question = offer.question(code)
        assert question is not None
        expected = {
            "string": str,
            "number": (int, float),
            "date": date,
            "datetime": datetime,
            "singlevaluelist": str,
            "multivaluelist": tuple,
        }[question.kind]
        assert isinstance(value, expected)
        if isinstance(value, datetime):
            assert value.utcoffset() == value.astimezone(ZONE).utcoffset()


@given(offers(), given_answers)
def test_only_what_is_asked_is_answered_and_all_that_is_required(
    offer: Offer, answers: dict[str, Given]
) -> None:
    try:
        typed = check(offer, answers, ZONE)
    except BadAnswers:
        return
    questions = asked(offer, answers)
    assert set(typed) <= {q.code for q in questions}
    assert {q.code for q in questions if q.required} <= set(typed)


@given(offers(), given_answers)
def test_a_strict_answer_is_the_lenient_one(offer: Offer, answers: dict[str, Given]) -> None:
    try:
        strict = check(offer, answers, ZONE, strict=True)
    except BadAnswers:
        return
    assert strict == check(offer, answers, ZONE)


@given(st.text())
def test_a_kept_text_can_be_stored(text: str) -> None:
    question = Question(code="q", kind="string", words={"en": "Q"})
    offer = Offer(
        code="s",
        words={},
        description={},
        group="g",
        group_words={},
        department="d",
        questions=(question,),
    )
    try:
        kept = check(offer, {"q": text}, ZONE).get("q", "")
    except BadAnswers:
        return
    assert isinstance(kept, str)
    assert "\x00" not in kept
    assert kept == kept.strip()
    kept.encode()
