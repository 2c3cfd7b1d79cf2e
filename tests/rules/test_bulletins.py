"""What a bulletin says, when it stands, and which pages it is for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.knowledge.rules import bulletins
from townline.knowledge.rules.bulletins import IMPORTANCES, Message, Text, Unsayable

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LANGUAGES = ("en", "es", "zh-hans")
CODES = st.lists(st.sampled_from("abcd"), max_size=3, unique=True).map(tuple)
ASKED = st.none() | CODES
MESSAGES = st.builds(
    Message,
    texts=st.just({"en": Text(title="Storm")}),
    starts_at=st.just(NOON),
    expires_at=st.integers(1, 1000).map(lambda hours: NOON + timedelta(hours=hours)),
    areas=CODES,
    services=CODES,
    importance=st.sampled_from(IMPORTANCES),
)


def message(**changed: object) -> Message:
    plain = Message(
        texts={"en": Text(title="Storm", body="Stay in.")},
        starts_at=NOON,
        expires_at=NOON + timedelta(hours=6),
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def refused(**changed: object) -> tuple[str, str]:
    with pytest.raises(Unsayable) as caught:
        bulletins.check(message(**changed), LANGUAGES, NOON)
    return caught.value.code, caught.value.part


def test_a_good_message_passes() -> None:
    bulletins.check(message(), LANGUAGES, NOON)


def test_what_cannot_be_told_is_refused_at_its_part() -> None:
    title = Text(title="x" * 121)
    assert refused(importance="loud") == ("bad_importance", "importance")
    assert refused(texts={"es": Text(title="Tormenta")}) == ("no_first_text", "title_en")
    assert refused(texts={"en": Text(title="Storm"), "fr": Text(title="Orage")}) == (
        "unknown_language", "title_fr",
    )  # fmt: skip
    assert refused(texts={"en": Text(title=" ")}) == ("no_title", "title_en")
    assert refused(texts={"en": title}) == ("too_long", "title_en")
    assert refused(texts={"en": Text(title="a", body="\x00")}) == ("bad_text", "body_en")
    assert refused(texts={"en": Text(title="a", body="x" * 4001)}) == ("too_long", "body_en")
    assert refused(expires_at=NOON) == ("ends_first", "expires_at")
    past = {"starts_at": NOON - timedelta(hours=3), "expires_at": NOON}
    assert refused(**past) == ("over", "expires_at")
    assert refused(expires_at=NOON + timedelta(days=367)) == ("too_long_shown", "expires_at")


def test_it_stands_from_its_first_moment_to_its_last_and_not_at_that() -> None:
    told = message()
    moments = (NOON - timedelta(seconds=1), NOON, NOON + timedelta(hours=5, minutes=59))
    assert [told.stands(at) for at in moments] == [False, True, True]
    assert not told.stands(NOON + timedelta(hours=6))


def test_a_reader_gets_their_language_else_the_first() -> None:
    told = message(texts={"en": Text(title="Storm"), "zh": Text(title="风暴")})
    assert told.text_in("zh-hans") == ("zh", Text(title="风暴"))
    assert told.text_in("ko") == ("en", Text(title="Storm"))


def test_the_gravest_comes_first_and_then_the_newest() -> None:
    old, new = message(), message(starts_at=NOON + timedelta(hours=1))
    grave = message(importance="emergency")
    assert sorted([old, new, grave], key=bulletins.rank) == [grave, new, old]


@given(MESSAGES)
def test_a_page_about_everything_shows_every_bulletin(told: Message) -> None:
    assert told.concerns(None, None)


@given(MESSAGES, ASKED, ASKED, CODES)
def test_a_page_about_more_shows_no_less(
    told: Message, services: tuple[str, ...] | None, areas: tuple[str, ...] | None,
    more: tuple[str, ...],
) -> None:  # fmt: skip
    if told.concerns(services, areas):
        assert told.concerns(services and (*services, *more), areas)
        assert told.concerns(services, areas and (*areas, *more))


@given(MESSAGES, CODES, CODES)
def test_what_is_general_concerns_every_page(
    told: Message, services: tuple[str, ...], areas: tuple[str, ...]
) -> None:
    if told.general:
        assert told.concerns(services, areas)


@given(MESSAGES, CODES, CODES)
def test_what_names_something_concerns_only_pages_about_it(
    told: Message, services: tuple[str, ...], areas: tuple[str, ...]
) -> None:
    if told.services and told.concerns(services, areas):
        assert set(told.services) & set(services)
    if told.areas and told.concerns(services, areas):
        assert set(told.areas) & set(areas)
