"""Light and dark, and the statement of accessibility, over the wire."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def choose(client: Client, theme: str, back: str = "/requests/?status=open"):
    return client.post("/appearance/", {"theme": theme, "next": back})


def test_a_choice_is_kept_and_leads_back(client: Client, town: object) -> None:
    answer = choose(client, "dark")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/requests/?status=open"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["samesite"] == "Lax"
    assert 'data-theme="dark"' in client.get("/accessibility/").text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:1", "", "x"])
def test_a_choice_leads_nowhere_else(client: Client, town: object, back: str) -> None:
    assert choose(client, "light", back).headers["Location"] == "/"


def test_what_is_no_choice_is_refused(client: Client, town: object) -> None:
    answer = choose(client, "purple")
    assert answer.status_code == 400
    assert "theme" not in answer.cookies
    assert client.get("/appearance/").status_code == 405


def test_the_statement_is_there_in_every_language_and_linked_in_every_footer(
    client: Client, town: object
) -> None:
    assert 'href="/accessibility/"' in client.get("/").text
    assert 'href="/es/accessibility/"' in client.get("/es/").text
    for path in ("/accessibility/", "/es/accessibility/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "2.2" in page.text


def test_a_page_travels_compressed(client: Client, town: object) -> None:
    answer = client.get("/report/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
