"""Letters that came in: kept once, sorted once, and forgotten some weeks after."""

from datetime import timedelta

import pytest

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Contact, Details, Letter
from townline.record.verbs import RESIDENT, SYSTEM

SENDER = {"first_name": "Demo Cleo", "email": "cleo@example.org"}


def letter(town: City, name: str = "<1@example.org>", **more) -> int | None:
    came = actions.Came(
        **({"medium": "email", "sender": SENDER, "language": "en", "text": "Dark.", "name": name}
           | more)
    )  # fmt: skip
    return actions.take_letter(city_id=town.id, came=came, by=RESIDENT, at=NOON)


def test_what_comes_twice_is_kept_once_and_makes_no_second_contact(town: City) -> None:
    assert letter(town) is not None
    assert letter(town) is None
    assert (Letter.objects.count(), Contact.objects.count()) == (1, 1)


def test_the_same_name_in_another_city_is_another_letter(town: City) -> None:
    letter(town)
    assert letter(build.apply("riverside")) is not None


def test_a_letter_is_sorted_once_and_only_into_what_there_is(town: City) -> None:
    key = letter(town)
    said = {"letter_id": key, "by": RESIDENT, "at": NOON}
    for wrong in ({"as_": "burnt"}, {"as_": "discarded"}, {"as_": "discarded", "reason": " "}):
        with pytest.raises(ValueError, match="needs a reason"):
            actions.sort_letter(**said, **wrong)
    actions.sort_letter(**said, as_="discarded", reason="Advertising.")
    with pytest.raises(actions.AlreadySorted):
        actions.sort_letter(**said, as_="answered")
    assert queries.unsorted_count(town.id) == 0
    actions.unsort_letter(**said)
    assert queries.unsorted_count(town.id) == 1


def test_who_wrote_is_forgotten_some_weeks_after_the_letter_was_sorted(town: City) -> None:
    old, waiting = letter(town), letter(town, "<2@example.org>")
    actions.sort_letter(letter_id=old, as_="answered", by=RESIDENT, at=NOON)
    sweep = {"by": SYSTEM, "at": NOON}
    assert actions.sweep_letters(before=NOON, **sweep) == 0
    assert actions.sweep_letters(before=NOON + timedelta(days=1), **sweep) == 1
    assert actions.sweep_letters(before=NOON + timedelta(days=1), **sweep) == 0
    assert Letter.objects.get(pk=old).text == ""
    assert Letter.objects.get(pk=waiting).text == "Dark."
    assert Details.objects.count() == 1
    assert letter(town) is None, "it is still known"
