"""Answers of an edition: which are shown, in which language, and what words find."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.articles import article, put, source
from tests.portal import springfield
from townline.cities.freshness import read_once
from townline.cities.rules.city import City
from townline.knowledge import actions, queries
from townline.knowledge.rules.answers import Standing
from townline.record.verbs import RESIDENT, SYSTEM

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> City:
    return springfield.apply()


def test_an_answer_is_read_in_the_readers_language_or_else_in_the_first(town: City) -> None:
    put(town, article(unreviewed=("es",)))
    spanish = queries.answer(town, "lost-dog", "es", TODAY)
    assert (spanish.question, spanish.translated) == ("¿Y si se pierde mi perro?", True)
    assert spanish.unreviewed
    korean = queries.answer(town, "lost-dog", "ko", TODAY)
    assert (korean.language, korean.translated, korean.unreviewed) == ("en", False, False)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({}, Standing.PUBLISHED),
        ({"expires": date(2026, 6, 2)}, Standing.PUBLISHED),
        ({"expires": TODAY}, Standing.EXPIRED),
        ({"review_by": TODAY}, Standing.PUBLISHED),
        ({"review_by": date(2026, 5, 31)}, Standing.REVIEW_DUE),
        ({"sources": (source(year=2023),)}, Standing.PUBLISHED),
        ({"sources": (source(), source(year=2022))}, Standing.OLD_FACT),
        ({"sources": (source(year=1999, checked=date(2023, 6, 1)),)}, Standing.PUBLISHED),
        ({"sources": (source(year=1999, checked=date(2023, 5, 31)),)}, Standing.OLD_FACT),
        ({"sources": (source(year=None),)}, Standing.UNDATED_FACT),
        ({"sources": (source(year=None, checked=TODAY),)}, Standing.PUBLISHED),
    ],
)
def test_an_answer_stands_as_long_as_its_review_and_its_facts_do(
    town: City, said: dict[str, object], standing: Standing
) -> None:
    put(town, article(**said))
    assert queries.standings(town, TODAY) == ((article(**said), standing),)
    shown = [each.code for each in queries.answers(town, "en", TODAY)]
    found = [each.answer.code for each in queries.search(town, "stray dog", "en", TODAY)]
    if standing is Standing.PUBLISHED:
        assert shown == found == ["lost-dog"]
    else:
        assert shown == found == []
        with pytest.raises(queries.NoSuchAnswer, match=str(standing)):
            queries.answer(town, "lost-dog", "en", TODAY)


@given(
    st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    st.lists(
        st.tuples(
            st.none() | st.integers(2020, 2030),
            st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31)),
        ),
        min_size=1, max_size=3,
    ),
    st.none() | st.dates(date(2026, 1, 1), date(2034, 12, 31)),
)  # fmt: skip
def test_an_answer_is_shown_until_the_day_that_is_told_and_no_longer(
    review_by: date, facts: list[tuple[int | None, date | None]], expires: date | None
) -> None:
    sources = tuple(source(year=year, checked=checked) for year, checked in facts)
    one = article(review_by=review_by, sources=sources, expires=expires)
    last = one.until()
    if last > date.min:
        assert one.standing(last) is Standing.PUBLISHED
    assert one.standing(max(last, date(2000, 1, 1)) + timedelta(days=1)) is not Standing.PUBLISHED


def test_a_fact_is_believed_until_the_leap_day_that_ends_its_years() -> None:
    assert source(year=None, checked=date(2025, 2, 28)).until() == date(2028, 2, 29)
    assert source(year=None, checked=date(2024, 2, 29)).until() == date(2027, 2, 28)
    assert source(year=2023).until() == date(2026, 12, 31)


def test_answers_are_listed_by_how_often_they_are_asked_and_by_what_they_are_about(
    town: City,
) -> None:
    put(
        town,
        article("b", asked=2),
        article("c", asked=1, owner="parks", departments=("works",), services=()),
        article("a", asked=0, owner="parks"),
    )

    def codes(**about: str) -> list[str]:
        return [each.code for each in queries.answers(town, "en", TODAY, **about)]

    assert codes() == ["c", "b", "a"]
    assert codes(department="works") == ["c", "b"]
    assert codes(service="pothole") == ["b", "a"]


def test_words_find_an_answer_though_misspelt_and_in_either_language(town: City) -> None:
    put(town, article(), article("other", question={"en": "Where is the library?"}, synonyms={}))
    for text, language in (("lost dgo", "en"), ("missing pupy", "en"), ("perro perdido", "en")):
        found = queries.search(town, text, language, TODAY)
        assert found[0].answer.code == "lost-dog", text
        assert found[0].answer.language == language
    assert queries.search(town, "zzzz", "en", TODAY) == ()


def test_services_and_answers_do_not_find_each_other(town: City) -> None:
    put(town, article())
    assert queries.search(town, "pothole", "en", TODAY) == ()


def test_a_search_takes_two_statements_beside_the_answers_and_their_counts(town: City) -> None:
    put(town, *(article(f"a{number}") for number in range(20)))
    with read_once(), CaptureQueriesContext(connection) as asked:
        assert len(queries.search(town, "stray dgo", "en", TODAY)) == 12
        queries.answer(town, "a3", "en", TODAY)
        queries.answers(town, "en", TODAY)
    assert len(asked) <= 4


def test_an_edition_has_its_own_answers_alone(town: City) -> None:
    put(town, article())
    other = springfield.apply()
    assert other.edition_id != town.edition_id
    assert queries.answers(other, "en", TODAY) == ()


def test_what_is_looked_for_in_vain_is_counted_masked_and_forgotten(town: City) -> None:
    def ask(text: str, at: datetime = NOW) -> None:
        actions.count_unfound(city=town, text=text, language="en", by=RESIDENT, at=at)

    ask("Hoverboard at 12 Main St")
    ask("hoverboard at 99 Oak Ave", NOW + timedelta(days=1))
    ask("5550100")
    ask("old thing", NOW - timedelta(days=91))
    told = queries.unfound(town, date(2026, 1, 1))
    assert [(each.words, each.count) for each in told] == [
        ("hoverboard at [address]", 2), ("old thing", 1),
    ]  # fmt: skip
    assert actions.sweep_unfound(city=town, by=SYSTEM, at=NOW) == 1
    assert [each.words for each in queries.unfound(town, date(2026, 1, 1))] == [
        "hoverboard at [address]"
    ]
    assert actions.sweep_unfound(city=town, by=SYSTEM, at=NOW + timedelta(days=90)) == 0
    assert actions.sweep_unfound(city=town, by=SYSTEM, at=NOW + timedelta(days=91)) == 1


def test_verdicts_are_counted_by_answer_language_and_reason(town: City) -> None:
    def say(helped: bool, reason: str = "", language: str = "en") -> None:
        actions.count_verdict(
            city=town, code="lost-dog", language=language, helped=helped, reason=reason,
            by=RESIDENT, at=NOW,
        )  # fmt: skip

    for _ in range(3):
        say(True)
    say(False)
    say(False, "unclear")
    say(True, language="es")
    english, spanish = queries.verdicts(town, TODAY)
    assert (english.helped, english.not_helped, english.reasons) == (3, 2, {"unclear": 1})
    assert (spanish.language, spanish.helped, spanish.not_helped) == ("es", 1, 0)
    with pytest.raises(actions.NoSuchReason):
        say(False, "my name is")
    with pytest.raises(actions.NoSuchReason):
        say(True, "unclear")
    assert queries.verdicts(town, TODAY + timedelta(days=1)) == ()
