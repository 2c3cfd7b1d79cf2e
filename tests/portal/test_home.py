"""The first page and the choice of a service."""

from django.test import Client


def test_the_first_page_shows_what_can_be_asked_for(visitor: Client) -> None:
    page = visitor.get("/")
    assert page.status_code == 200
    assert b"Pothole" in page.content
    assert b"555-0100" in page.content
