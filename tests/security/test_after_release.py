"""A release covers what somebody has read; what comes later is nobody's to see before another."""

from datetime import timedelta

import pytest

from tests.requests import build
from tests.requests.build import CHIEF, NOON, WORKER
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import moderate, own, work
from townline.requests.queries import RequestShown
from townline.requests.rules.submission import Unfit

TOLD = "Ask Demo Zanzibar, 555-0142"
LATER = NOON + timedelta(hours=1)


def public(town: City, number: str) -> RequestShown:
    """Return what everyone may read."""
    return queries.by_anyone(town, number, language="en", at=LATER)


def released(town: City) -> str:
    """File a report, release its text, and let reporter and department go on writing."""
    number = build.file(town, description="The lamp is dark", photos=(jpeg(),)).number
    moderate.release(city=town, number=number, by=WORKER, at=NOON)
    after = {"city": town, "number": number, "at": LATER}
    work.ask(question="Which pole?", by=WORKER, **after)
    own.answer(text=TOLD, by=RESIDENT, **after)
    own.add_photo(photos=(jpeg(),), by=RESIDENT, **after)
    return number


def test_what_a_reporter_says_after_the_release_is_not_shown_to_everyone(town: City) -> None:
    number = released(town)
    shown = public(town, number)
    assert shown.description == "The lamp is dark"
    assert "Zanzibar" not in repr(shown)
    assert len(shown.photos) == 1
    assert shown.withheld


def test_what_comes_after_the_release_by_a_clock_that_is_behind_is_not_shown(town: City) -> None:
    number = build.file(town, description="The lamp is dark").number
    moderate.release(city=town, number=number, by=WORKER, at=NOON)
    behind = {"city": town, "number": number, "at": NOON - timedelta(seconds=30)}
    work.ask(question="Which pole?", by=WORKER, **behind)
    own.answer(text=TOLD, by=RESIDENT, **behind)
    own.add_photo(photos=(jpeg(),), by=RESIDENT, **behind)
    shown = public(town, number)
    assert shown.description == "The lamp is dark"
    assert "Zanzibar" not in repr(shown)
    assert shown.photos == ()
    (photo,) = build.row(number).photos.all()
    assert queries.photo_file(town, photo.name, thumb=False) is None
    assert queries.by_staff(town, number, WORKER, language="en", at=LATER).unread


def test_the_file_of_a_later_photo_is_not_handed_out(town: City) -> None:
    number = released(town)
    first, later = build.row(number).photos.order_by("id")
    assert queries.photo_file(town, first.name, thumb=False) is not None
    assert queries.photo_file(town, later.name, thumb=False) is None
    assert queries.photo_file(town, later.name, thumb=True) is None
    assert queries.photo_file(town, later.name, thumb=False, by=CHIEF) is not None


def test_staff_learn_that_something_waits_and_release_it_again(town: City) -> None:
    number = released(town)
    seen = queries.by_staff(town, number, WORKER, language="en", at=LATER)
    assert seen.released
    assert seen.unread
    moderate.release(city=town, number=number, by=WORKER, at=LATER + timedelta(minutes=1))
    shown = public(town, number)
    assert "Zanzibar" in repr(shown)
    assert len(shown.photos) == 2
    assert not queries.by_staff(town, number, WORKER, language="en", at=LATER).unread


def test_whoever_sent_spam_cannot_put_it_on_a_worklist_by_opening_it_again(town: City) -> None:
    number = build.file(town, "hole", suspicion=("links",)).number
    moderate.reject(city=town, number=number, by=CHIEF, at=NOON)
    with pytest.raises(Unfit, match="no real request"):
        own.reopen(city=town, number=number, reason="It is real", by=RESIDENT, at=LATER)
    assert build.row(number).status == "closed"


def test_a_rejected_report_that_staff_opened_again_is_neither_offered_nor_joined(
    town: City,
) -> None:
    number = build.file(town, suspicion=("links",)).number
    moderate.reject(city=town, number=number, by=CHIEF, at=NOON)
    own.reopen(city=town, number=number, reason="Perhaps", by=CHIEF, at=NOON)
    assert build.row(number).status == "open"
    assert build.file(town, at=LATER).nearby == ()
    with pytest.raises(Unfit, match="no longer be joined"):
        build.file(town, at=LATER, join=number)


def test_removing_the_text_by_law_removes_what_was_typed_for_the_place(town: City) -> None:
    number = build.file(town, description=TOLD, landmark=TOLD).number
    moderate.redact_words(city=town, number=number, reason="Court order", by=CHIEF, at=LATER)
    moderate.release(city=town, number=number, by=CHIEF, at=LATER)
    assert "Zanzibar" not in repr(public(town, number))
    assert build.row(number).landmark == ""
