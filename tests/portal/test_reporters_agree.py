"""What reporters agree to who leave an address: kept in the words that the form showed them."""

from html import unescape

import pytest
from django.test import Client

from tests.portal.reports import number_of, pothole, said, send
from townline.cities.rules.city import City
from townline.contacts import queries as contacts
from townline.contacts.queries import ConsentShown
from townline.requests.models import ServiceRequest


def agreed(city: City, number: str) -> tuple[ConsentShown, ...]:
    """Return what the reporter of a request said to what they were asked."""
    contact = ServiceRequest.objects.get(number=number).contact_id
    return contacts.consents_of(city.id, contact or 0)


@pytest.mark.parametrize("tongue", ["", "/es"])
def test_who_leaves_an_address_agrees_in_the_words_that_the_form_shows(
    visitor: Client, town: City, tongue: str
) -> None:
    page = unescape(said(visitor.get(f"{tongue}/report/pothole/")))
    path = send_in(visitor, tongue)
    (one,) = agreed(town, number_of(path))
    assert one.words in page
    assert (one.to, one.given, one.by) == ("sending", True, "a resident")
    assert one.language == (tongue.strip("/") or "en")
    assert "example.org" not in one.words


def send_in(visitor: Client, tongue: str) -> str:
    """Send a report from the form of a language."""
    answer = visitor.post(f"{tongue}/report/pothole/", pothole())
    assert answer.status_code == 302, said(answer)
    return str(answer["Location"]).removeprefix(tongue).partition("?")[0]


def test_who_leaves_none_agrees_to_nothing(visitor: Client, town: City) -> None:
    path = send(visitor, email=None, first_name="Demo")
    assert agreed(town, number_of(path)) == ()
