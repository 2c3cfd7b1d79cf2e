"""The list of files: its pages, what it is narrowed by, and that its address can be shared."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from tests.council import chamber
from tests.council.chamber import NOW
from townline.cities.rules.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """Return a city with 23 files about benches, and one about trees."""
    found = chamber.found()
    for n in range(23):
        number = chamber.introduced(found, f"Bench {n}", at=NOW - timedelta(days=60))
        day = chamber.TODAY - timedelta(days=n)
        chamber.act(found, number, f"Motion referred to {chamber.COMMITTEE}.", day)
    chamber.introduced(found, "Trees")
    return found


def listed(query: str) -> str:
    answer = Client().get(f"/council/files/?{query}")
    assert answer.status_code == 200, answer.headers.get("Location")
    return re.sub(r"\s+", " ", answer.content.decode())


def titles(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<h3>(.*?)</h3>", html)]


@pytest.mark.usefixtures("city")
def test_pages_follow_one_another_without_holes_and_none_is_empty() -> None:
    first, second = listed("words=bench"), listed("words=bench&page=2")
    assert len(titles(first)) == 20 and len(titles(second)) == 3
    assert len({*titles(first), *titles(second)}) == 23
    assert "Page 1 of 2" in first and 'rel="next"' in first and 'rel="prev"' not in first
    assert "Page 2 of 2" in second and 'rel="prev"' in second and 'rel="next"' not in second
    beyond = Client().get("/council/files/?words=bench&page=9")
    assert beyond.headers["Location"] == "/council/files/?words=bench&page=2"
    alone = Client().get("/council/files/?words=trees&page=9")
    assert alone.headers["Location"] == "/council/files/?words=trees"


@pytest.mark.usefixtures("city")
def test_each_value_of_a_facet_leads_to_as_many_files_as_it_says() -> None:
    html = listed("words=bench")
    found = re.findall(
        r'<li><a href="\?([^"]+)"[^>]*><span>[^<]+</span> <span><span[^>]*>(\d+)</span>', html
    )
    assert len(found) >= 3
    for query, count in found:
        assert re.search(rf'id="found">{count} files?<', listed(query.replace("&amp;", "&"))), query


@pytest.mark.usefixtures("city")
def test_the_list_is_narrowed_to_days_and_keeps_what_was_chosen_before() -> None:
    html = listed("words=bench&body=personnel")
    assert '<input type="hidden" name="words" value="bench">' in html
    assert '<input type="hidden" name="body" value="personnel">' in html
    days = f"since={chamber.TODAY - timedelta(days=4)}&until={chamber.TODAY - timedelta(days=2)}"
    narrowed = listed(f"words=bench&body=personnel&{days}")
    assert sorted(titles(narrowed)) == ["Bench 2", "Bench 3", "Bench 4"]
    chips = re.findall(r'class="chip" href="\?([^"]*)"', narrowed)
    assert len(chips) == 3 and all("words=bench" in unquote(each) for each in chips)
    assert "Nothing found" in listed("words=bench&since=2030-01-01")


@pytest.mark.usefixtures("city")
def test_misspelt_words_find_what_was_meant_and_say_so() -> None:
    html = listed("words=bensh")
    assert "No file says “bensh”." in html and "Shown is what says “bench”." in html
    assert len(titles(html)) == 20
    nothing = listed("words=zzzzqqqq")
    assert "Nothing found" in nothing and "Show all files" in nothing
