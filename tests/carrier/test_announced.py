"""What a supervisor announces is told to whoever comes: by a carrier, from a browser, in a chat."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.carrier import scenes
from tests.carrier.fake import Fake
from tests.contacts import hotline
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.rules.directives import Directive, Kind

STORM = {"en": "A storm keeps us busy.", "es": "Hay una tormenta."}


def announce(city: City, *queues: str) -> None:
    known = queries.contact_centre(city.edition_id)
    at = timezone.now()
    for queue in queues:
        found = known.line(queue)
        assert found is not None
        said = Directive(
            kind=Kind.ANNOUNCEMENT, queue=queue, words=STORM, until=at + timedelta(hours=2)
        )
        by = fairview.actor("admin")
        actions.direct(city=city, centre=found[0], directive=said, by=by, at=at)


def test_who_calls_by_telephone_hears_it_once(city: City, carrier: Fake) -> None:
    announce(city, *queries.contact_centre(city.edition_id).queues)
    leg = scenes.to_a_person(carrier)
    assert scenes.said(leg).count(STORM["en"]) == 1


@pytest.mark.django_db
def test_who_calls_from_the_browser_reads_it() -> None:
    city = hotline.open_lines()
    announce(city, "general")
    resident, _key = hotline.call()
    assert STORM["en"] in resident.get("/call/now/").text
    other, _key = hotline.call(queue="trees")
    assert STORM["en"] not in other.get("/call/now/").text


@pytest.mark.django_db
def test_who_asks_for_a_person_in_a_chat_is_told() -> None:
    city = hotline.open_lines()
    announce(city, "chat")
    visitor = Client()
    visitor.post("/chat/", {"text": "hello"})
    visitor.post("/chat/person/")
    said = [each.text for each in queries.said(city.id, visitor.session["chat"])]
    assert STORM["en"] in said
