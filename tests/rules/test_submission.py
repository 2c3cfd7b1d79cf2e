"""Submissions: what tells two of them apart, and which texts can be kept."""

from dataclasses import replace
from typing import Any

import pytest

from townline.geography.rules.place import Point
from townline.requests.rules.submission import (
    CHANNELS,
    MOST_TEXT,
    Reporter,
    Submission,
    Unfit,
    check_text,
)

PLAIN = Submission(service_code="lamp", channel="web", point=Point(34.0, -118.0))


@pytest.mark.parametrize(
    "changed",
    [
        {"service_code": "hole"}, {"channel": "app"}, {"point": Point(34.0, -118.1)},
        {"description": "x"}, {"answers": {"a": "b"}}, {"photos": (b"x",)}, {"join": "26-1"},
        {"reporter": Reporter(email="a@example.org")}, {"items": {"sofa": 1}}, {"address": "x"},
    ],
)  # fmt: skip
def test_whatever_is_told_is_in_the_digest(changed: dict[str, Any]) -> None:
    assert replace(PLAIN, **changed).digest() != PLAIN.digest()


@pytest.mark.parametrize(
    "passing", [{"key": "k"}, {"scope": "s"}, {"suspicion": ("links",)}, {"language": "es"}]
)
def test_how_it_came_is_not(passing: dict[str, Any]) -> None:
    assert replace(PLAIN, **passing).digest() == PLAIN.digest()


def test_the_order_of_answers_does_not_matter() -> None:
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert replace(PLAIN, answers=one).digest() == replace(PLAIN, answers=other).digest()


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("description", "x" * (MOST_TEXT + 1), "too_long"), ("description", "a\x00", "bad_text"),
        ("address", "x" * 501, "too_long"), ("landmark", "\x00", "bad_text"),
        ("key", "x" * 201, "too_long"), ("media_url", "x" * 2001, "too_long"),
        ("channel", "pigeon", "bad_channel"), ("zipcode", "9" * 21, "too_long"),
    ],
)  # fmt: skip
def test_texts_that_cannot_be_kept_are_refused_by_name(field: str, text: str, code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        check_text(replace(PLAIN, **{field: text}))
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("field", vars(Reporter()))
def test_what_a_reporter_says_of_themselves_has_limits_too(field: str) -> None:
    for text in ("x" * 255, "a\x00b"):
        with pytest.raises(Unfit) as refusal:
            check_text(replace(PLAIN, reporter=Reporter(**{field: text})))
        assert refusal.value.field == field


def test_the_longest_description_is_taken_on_every_channel() -> None:
    for channel in CHANNELS:
        check_text(replace(PLAIN, channel=channel, description="é" * MOST_TEXT))
    assert len(CHANNELS) == len(set(CHANNELS))
