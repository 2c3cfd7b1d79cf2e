"""Residents see at once what the city tells, wherever it concerns them."""

from django.test import Client

from tests.knowledge.storms import STORM, tell
from townline.cities.rules.city import City

TITLE = STORM["en"].title


def has(visitor: Client, path: str, title: str = TITLE) -> bool:
    page = visitor.get(path)
    assert page.status_code == 200
    return title in page.text


def test_a_general_one_is_on_the_first_page_and_where_services_are_chosen_and_filled_in(
    visitor: Client, town: City
) -> None:
    paths = ("/", "/report/", "/report/pothole/", "/places/?lat=40.001&lon=-89.001")
    assert not any(has(visitor, path) for path in paths)
    tell(town)
    assert all(has(visitor, path) for path in paths)


def test_one_about_a_service_is_on_its_form_and_on_no_other(visitor: Client, town: City) -> None:
    tell(town, services=("bulky",))
    assert has(visitor, "/report/bulky/")
    assert has(visitor, "/")
    assert has(visitor, "/report/")
    assert has(visitor, "/report/?q=sofa")
    assert not has(visitor, "/report/?q=pothole")
    assert not has(visitor, "/report/pothole/")


def test_one_about_an_area_is_at_its_addresses_alone(visitor: Client, town: City) -> None:
    tell(town, areas=("district:1",))
    here, there = "/places/?lat=40.001&lon=-89.001", "/places/?lat=40.001&lon=-88.995"
    assert has(visitor, here) is not has(visitor, there)


def test_it_is_in_the_readers_language_and_marked_where_it_is_not(
    visitor: Client, town: City
) -> None:
    tell(town)
    assert has(visitor, "/es/", STORM["es"].title)
    tell(town, texts={"en": STORM["en"]}, importance="emergency")
    page = visitor.get("/es/").text
    assert 'lang="en"' in page
    assert "Aún sin traducir" in page


def test_text_cannot_bring_markup_but_addresses_become_links(visitor: Client, town: City) -> None:
    text = STORM["en"].__class__(title="<b>Bold</b>", body="<script>x</script> https://example.org")
    tell(town, texts={"en": text})
    page = visitor.get("/").text
    assert "&lt;b&gt;Bold" in page
    assert "<script>x" not in page
    assert 'href="https://example.org"' in page


def test_programs_read_what_stands_narrowed_and_in_a_language(visitor: Client, town: City) -> None:
    number = tell(town, services=("bulky",), areas=("district:1",), importance="warning")
    [told] = visitor.get("/es/bulletins.json").json()["bulletins"]
    assert (told["bulletin"], told["title"]) == (number, STORM["es"].title)
    assert (told["language"], told["importance"]) == ("es", "warning")
    assert (told["services"], told["places"]) == (["bulky"], ["District 1"])
    for query, count in (("service=bulky", 1), ("service=pothole", 0), ("area=district:2", 0)):
        assert len(visitor.get(f"/bulletins.json?{query}").json()["bulletins"]) == count, query
