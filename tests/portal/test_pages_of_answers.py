"""The pages of answers: found, read, believed, and told whether they helped, without a script."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.knowledge import emergencies
from tests.knowledge.articles import LONG_AHEAD, article, put, source
from townline.cities.rules.city import City
from townline.knowledge import queries

SINCE = date(2026, 1, 1)


@pytest.fixture
def answered(town: City) -> City:
    put(
        town,
        article(
            unreviewed=("es",),
            bodies={
                "en": "Ask the [shelter](tel:555-0100), or [this](answer:gone), or"
                " [report](service:pothole).\n\n<b>No</b> tags.\n",
                "es": "Llame al **refugio**.\n",
            },
        ),
        article("gone", question={"en": "Is it gone?"}, sources=(source(year=2000),)),
        article(
            "parks",
            owner="parks",
            question={"en": "When is the park open?"},
            bodies={"en": "At dawn.\n"},
            synonyms={},
        ),
    )
    return town


def test_the_list_has_what_is_asked_most_and_each_department(
    visitor: Client, answered: City
) -> None:
    page = visitor.get("/answers/").text
    assert page.count('href="/answers/lost-dog/"') == 2
    assert "Is it gone?" not in page
    assert "Public Works" in page


def test_an_answer_is_a_question_its_answer_its_sources_and_who_answers_for_it(
    visitor: Client, answered: City
) -> None:
    page = visitor.get("/answers/lost-dog/").text
    assert '<h1 lang="en">What if my dog is lost?</h1>' in page
    assert '<a href="tel:555-0100">shelter</a>' in page
    assert '<a href="/report/pothole/">report</a>' in page
    assert "or this, or" in page  # an answer that is not shown is no link
    assert "&lt;b&gt;No&lt;/b&gt; tags" in page
    assert "How to reach us</a>, Town of Springfield</span>, 2198" in page
    assert "by Public Works" in page
    assert "demonstration" not in page.split("<article")[1]


def test_a_review_for_a_demonstration_says_so(visitor: Client, town: City) -> None:
    put(town, article(demo=True))
    page = visitor.get("/answers/lost-dog/").text
    assert "No department of the city has reviewed it" in page


def test_a_reader_of_another_language_is_told_what_they_get(
    visitor: Client, answered: City
) -> None:
    spanish = visitor.get("/es/answers/lost-dog/").text
    assert "<strong>refugio</strong>" in spanish
    assert "Nadie ha revisado esta traducción" in spanish
    fallen = visitor.get("/es/answers/parks/").text
    assert '<h1 lang="en">When is the park open?</h1>' in fallen
    assert "English" in fallen


@pytest.mark.parametrize("path", ["/answers/gone/", "/answers/gone.json", "/answers/never/"])
def test_what_is_not_shown_is_not_there(visitor: Client, answered: City, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_words_find_an_answer_beside_the_services(visitor: Client, answered: City) -> None:
    for path in ("/answers/?q=stray+dgo", "/report/?q=stray+dog", "/?q=missing+puppy"):
        assert 'href="/answers/lost-dog/"' in visitor.get(path).text, path
    page = visitor.get("/report/?q=missing+puppy").text
    assert "No service fits, but an answer does" in page
    assert page.index("answer does") < page.index("/answers/lost-dog/")
    assert "lost-dog" not in visitor.get("/report/?q=pothole").text.split("all-services")[0]


def test_an_answer_that_fits_better_than_any_service_stands_before_them(
    visitor: Client, answered: City
) -> None:
    put(answered, article("swallowed", synonyms={"en": ("pothole swallowed my dog",)}))
    page = visitor.get("/report/?q=pothole+swallowed+my+dog").text
    assert page.index("/answers/swallowed/") < page.index('href="/report/pothole/"')
    page = visitor.get("/report/?q=pothole").text
    assert "/answers/lost-dog/" not in page.split('href="/report/pothole/"')[0]


def test_programs_get_an_answer_and_what_words_find(visitor: Client, answered: City) -> None:
    told = visitor.get("/answers/lost-dog.json").json()
    assert told["question"] == "What if my dog is lost?"
    assert told["sources"][0]["year"] == 2198
    assert told["review_by"] == LONG_AHEAD.isoformat()
    found = visitor.get("/es/answers/search.json?q=perro+perdido").json()["answers"]
    assert found[0]["url"] == "/es/answers/lost-dog/"
    assert found[0]["language"] == "es"
    assert visitor.get("/answers/search.json").json()["answers"] == []


def unfound(city: City) -> list[tuple[str, int]]:
    return [(each.words, each.count) for each in queries.unfound(city, SINCE)]


def test_what_is_looked_for_in_vain_is_counted_without_who_asked(
    visitor: Client, answered: City
) -> None:
    visitor.get("/answers/?q=hoverboard+at+12+Main+St")
    visitor.get("/report/?q=xyzzy")
    visitor.get("/answers/search.json?q=xyzzy")
    visitor.head("/answers/?q=xyzzy")
    visitor.get("/answers/?q=stray+dog")
    visitor.get("/report/?q=pothole")
    assert sorted(unfound(answered)) == [("hoverboard at [address]", 1), ("xyzzy", 1)]


def test_one_connection_cannot_fill_the_list_of_what_was_not_found(
    visitor: Client, answered: City
) -> None:
    for number in range(40):
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        assert visitor.get(f"/answers/?q=zzz{letters}").status_code == 200
    assert 0 < len(unfound(answered)) < 30


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({"helped": "yes"}, (1, 0, {})),
        ({"helped": "no"}, (0, 1, {})),
        ({"helped": "no", "reason": "unclear"}, (0, 1, {"unclear": 1})),
        ({"helped": "no", "reason": "my name is Demo"}, (0, 1, {})),
        ({"helped": "yes", "reason": "unclear"}, (1, 0, {})),
    ],
)
def test_yes_and_no_are_counted_without_a_cookie(
    answered: City, said: dict[str, str], counted: tuple[int, int, dict[str, int]]
) -> None:
    client = Client(enforce_csrf_checks=True)
    done: Any = client.post("/answers/lost-dog/verdict/", said)
    assert done.status_code == 302
    assert not client.cookies
    thanks = client.get(done.headers["Location"].split("#")[0]).text
    assert "Thank you" in thanks
    (found,) = queries.verdicts(answered, SINCE)
    assert (found.helped, found.not_helped, found.reasons) == counted
    assert not client.cookies


def test_another_site_cannot_say_whether_it_helped(answered: City) -> None:
    done = Client().post(
        "/answers/lost-dog/verdict/", {"helped": "yes"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert done.status_code == 403
    assert queries.verdicts(answered, SINCE) == ()


@pytest.mark.parametrize("said", [{}, {"helped": ""}, {"helped": "maybe"}, {"helped": "YES"}])
def test_a_verdict_that_is_none_is_refused_and_not_counted(
    visitor: Client, answered: City, said: dict[str, str]
) -> None:
    done = visitor.post("/answers/lost-dog/verdict/", said)
    assert done.status_code == 400
    assert "yes, no" in done.text
    assert queries.verdicts(answered, SINCE) == ()


def test_a_verdict_on_what_is_not_shown_is_not_counted(visitor: Client, answered: City) -> None:
    assert visitor.post("/answers/gone/verdict/", {"helped": "no"}).status_code == 404
    assert queries.verdicts(answered, SINCE) == ()


def test_the_pages_take_few_statements_however_many_answers_there_are(
    visitor: Client, town: City
) -> None:
    put(town, *(article(f"a{number}") for number in range(60)))
    for path in (
        "/answers/",
        "/answers/?q=stray+dog",
        "/answers/a3/",
        "/answers/search.json?q=dog",
    ):
        visitor.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(path).status_code == 200
        assert len(asked) <= 10, (path, len(asked))  # one counts that it was opened


def test_a_city_without_answers_says_so(visitor: Client) -> None:
    assert "There are no answers here yet" in visitor.get("/answers/").text
    home = visitor.get("/").text
    assert home.count('href="/answers/"') == 1, "the menu alone leads there"


def test_an_answer_goes_with_the_day_it_expires(visitor: Client, town: City) -> None:
    today = timezone.now().astimezone(town.zone).date()
    put(town, article(expires=today))
    assert visitor.get("/answers/lost-dog/").status_code == 404


@pytest.mark.parametrize("path", ["/answers/", "/report/", "/"])
def test_above_what_is_found_stands_whom_to_call_in_an_emergency(
    visitor: Client, answered: City, path: str
) -> None:
    emergencies.put(answered)
    page = visitor.get(path, {"q": "my dog is on fire"}).text
    assert "Get out now, and call 911." in page
    assert page.index('href="tel:911"') < page.index('id="found"')
    assert 'href="tel:911"' not in visitor.get(path, {"q": "fire hydrant"}).text
    assert {each.words for each in queries.unfound(answered, SINCE)} <= {"fire hydrant"}


def test_suggestions_begin_with_whom_to_call_in_an_emergency(
    visitor: Client, answered: City
) -> None:
    emergencies.put(answered)
    told = visitor.get("/report/suggest.json", {"q": "fire"}).json()
    assert told["options"][0]["url"] == "tel:911"
    assert told["said"].startswith("Is there a fire?")
