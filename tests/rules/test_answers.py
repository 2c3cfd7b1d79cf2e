"""What fits the questions of a service, and what is said of what does not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from townline.catalogue.rules.answers import BadAnswers, Given, NotOurs, asked, check
from townline.catalogue.rules.offers import Offer, Option, Question

ZONE = ZoneInfo("America/Los_Angeles")


def words(text: str) -> dict[str, str]:
    return {"en": text}


def a_list(code: str, *keys: str, kind: str = "singlevaluelist", **more: object) -> Question:
    options = tuple(Option(key=key, words=words(key)) for key in keys)
    return Question(code=code, kind=kind, words=words(code), options=options, **more)  # type: ignore[arg-type]


def a_question(code: str, kind: str, **more: object) -> Question:
    return Question(code=code, kind=kind, words=words(code), **more)  # type: ignore[arg-type]


def offer(*questions: Question) -> Offer:
    return Offer(
        code="pothole",
        words=words("Pothole"),
        description={},
        group="streets",
        group_words={},
        department="works",
        questions=questions,
    )


def faults_of(question: Question, given: Given, *, strict: bool = False) -> dict[str, str]:
    with pytest.raises(BadAnswers) as refused:
        check(offer(question), {question.code: given}, ZONE, strict=strict)
    return {code: fault.code for code, fault in refused.value.errors.items()}


def test_each_kind_of_question_gets_its_kind_of_answer() -> None:
    service = offer(
        a_question("note", "string"),
        a_question("depth", "number"),
        a_question("since", "date"),
        a_question("seen", "datetime"),
        a_list("lane", "left", "right"),
        a_list("things", "sofa", "chair", "bed", kind="multivaluelist"),
        a_question("beware", "text"),
    )
    typed = check(
        service,
        {
            "things": ["bed", "sofa", "bed"],
            "lane": "left",
            "seen": "2026-05-09T14:30:00-04:00",
            "since": "2026-05-09",
            "depth": "12.5",
            "note": "  deep\r\nand wet ",
        },
        ZONE,
    )
    assert typed == {
        "note": "deep\nand wet",
        "depth": 12.5,
        "since": date(2026, 5, 9),
        "seen": datetime(2026, 5, 9, 18, 30, tzinfo=UTC),
        "lane": "left",
        "things": ("sofa", "bed"),
    }
    assert list(typed) == ["note", "depth", "since", "seen", "lane", "things"]


def test_a_whole_number_stays_whole() -> None:
    value = check(offer(a_question("n", "number")), {"n": "12"}, ZONE)["n"]
    assert value == 12
    assert isinstance(value, int)


def test_blank_answers_count_as_none() -> None:
    service = offer(a_question("note", "string"), a_list("things", "a", kind="multivaluelist"))
    assert check(service, {"note": " \n ", "things": ["", " "]}, ZONE) == {}


def test_every_required_question_left_open_is_named() -> None:
    service = offer(
        a_question("one", "string", required=True), a_list("two", "a", "b", required=True)
    )
    with pytest.raises(BadAnswers) as refused:
        check(service, {"two": ""}, ZONE)
    assert {c: f.code for c, f in refused.value.errors.items()} == {
        "one": "required",
        "two": "required",
    }


@pytest.mark.parametrize(
    ("kind", "given", "fault"),
    [
        ("string", "nul\x00byte", "unreadable"),
        ("string", "half \ud800 pair", "unreadable"),
        ("string", "x" * 501, "too_long"),
        ("string", ["one", "two"], "one_only"),
        ("string", [1, 2], "unreadable"),
        ("number", "twelve", "not_a_number"),
        ("number", "1e400", "not_a_number"),
        ("number", "nan", "not_a_number"),
        ("number", "١٢", "not_a_number"),
        ("number", "1_000", "not_a_number"),
        ("date", "09/05/2026", "not_a_date"),
        ("date", "2026-02-30", "not_a_date"),
        ("date", "0026-02-03", "not_a_date"),
        ("datetime", "2026-05-09", "not_a_time"),
        ("datetime", "2026-05-09T25:00", "not_a_time"),
        ("datetime", "2026-03-08T02:30", "no_such_time"),
    ],
)
def test_an_answer_that_does_not_fit_its_kind_is_refused(
    kind: str, given: Given, fault: str
) -> None:
    assert faults_of(a_question("q", kind), given) == {"q": fault}


def test_a_number_keeps_within_its_limits_and_the_sentence_names_them() -> None:
    question = a_question("depth", "number", minimum=0, maximum=60)
    assert faults_of(question, "-1") == {"depth": "too_small"}
    with pytest.raises(BadAnswers) as refused:
        check(offer(question), {"depth": "61"}, ZONE)
    assert str(refused.value.errors["depth"]) == "The number must be 60 or less."


def test_a_time_without_offset_is_the_citys_own_in_a_form_and_refused_from_a_machine() -> None:
    question = a_question("seen", "datetime")
    typed = check(offer(question), {"seen": "2026-01-09T14:30"}, ZONE)
    assert typed["seen"] == datetime(2026, 1, 9, 22, 30, tzinfo=UTC)
    assert faults_of(question, "2026-01-09T14:30", strict=True) == {"seen": "no_offset"}


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    typed = check(offer(a_question("seen", "datetime")), {"seen": "2026-11-01T01:30"}, ZONE)
    assert typed["seen"] == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_a_choice_must_be_one_of_the_choices() -> None:
    assert faults_of(a_list("lane", "left"), "middle") == {"lane": "not_an_option"}
    several = a_list("things", "sofa", kind="multivaluelist")
    assert faults_of(several, ["sofa", "car"]) == {"things": "not_an_option"}


def test_what_the_service_does_not_ask_is_a_fault() -> None:
    with pytest.raises(BadAnswers) as refused:
        check(offer(), {"colour": "red"}, ZONE)
    assert refused.value.errors["colour"].code == "unknown"


CONDITIONAL = offer(
    a_question("why", "string", required=True, when={"manager": ("no",)}),
    a_list("home", "house", "flat", required=True),
    a_list("manager", "yes", "no", required=True, when={"home": ("flat",)}),
)


def test_a_condition_not_met_leaves_a_question_and_all_behind_it_unasked() -> None:
    given = {"home": "house", "manager": "no", "why": "because"}
    assert check(CONDITIONAL, given, ZONE) == {"home": "house"}


def test_a_machine_is_told_of_answers_to_what_is_not_asked() -> None:
    with pytest.raises(BadAnswers) as refused:
        check(CONDITIONAL, {"home": "house", "manager": "no"}, ZONE, strict=True)
    assert {c: f.code for c, f in refused.value.errors.items()} == {"manager": "not_asked"}


def test_a_condition_met_makes_the_question_required() -> None:
    with pytest.raises(BadAnswers) as refused:
        check(CONDITIONAL, {"home": "flat", "manager": "no"}, ZONE)
    assert {c: f.code for c, f in refused.value.errors.items()} == {"why": "required"}


def test_the_questions_asked_follow_the_answers() -> None:
    assert [q.code for q in asked(CONDITIONAL, {})] == ["home"]
    assert [q.code for q in asked(CONDITIONAL, {"home": "flat"})] == ["home", "manager"]
    given = {"home": "flat", "manager": "no"}
    assert [q.code for q in asked(CONDITIONAL, given)] == ["why", "home", "manager"]


def test_an_option_that_refers_elsewhere_stops_the_report_before_any_fault() -> None:
    business = Option(key="business", words=words("Business"), refer=words("Ask your collector."))
    home = Question(code="home", kind="singlevaluelist", words={}, options=(business,))
    service = offer(home, a_question("note", "string", required=True))
    with pytest.raises(NotOurs) as stopped:
        check(service, {"home": "business"}, ZONE)
    assert stopped.value.words == {"en": "Ask your collector."}
    assert [q.code for q in asked(service, {"home": "business"})] == ["home", "note"]


def test_a_referring_option_of_a_question_that_is_not_asked_stops_nothing() -> None:
    away = Option(key="away", words={}, refer=words("Go there."))
    hidden = Question(
        code="hidden", kind="singlevaluelist", words={}, options=(away,), when={"home": ("flat",)}
    )
    service = offer(a_list("home", "house", "flat"), hidden)
    assert check(service, {"home": "house", "hidden": "away"}, ZONE) == {"home": "house"}


def test_questions_that_wait_for_each_other_are_never_asked_and_never_hang() -> None:
    service = offer(
        a_list("a", "x", required=True, when={"b": ("x",)}),
        a_list("b", "x", required=True, when={"a": ("x",)}),
    )
    assert check(service, {"a": "x", "b": "x"}, ZONE) == {}
