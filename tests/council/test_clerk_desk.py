"""The clerk's desk: files made, described, restricted, their papers filed, flags settled."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.council import chamber
from tests.council.chamber import DAY, NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries

pytestmark = pytest.mark.django_db
NEW = {"title": "Shade at bus stops", "movers": "Demo Member\n", "districts": "1, 13"}


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


def test_a_clerk_is_led_to_the_clerks_desk_and_others_are_turned_away(
    city: City, clerk: Client
) -> None:
    assert clerk.get("/desk/")["Location"] == "/council/desk/"
    assert b"Nothing waits for you" in clerk.get("/council/desk/").content
    for name in ("worker", "agent", "supervisor", "analyst"):
        assert fairview.signed_in(name).get("/council/desk/").status_code == 403
    assert Client().get("/council/desk/").status_code == 302
    assert fairview.signed_in("admin").get("/council/desk/introduce/").status_code == 403


def test_a_file_is_made_with_the_next_number(city: City, clerk: Client) -> None:
    answer = clerk.post("/council/desk/introduce/", NEW)
    assert answer.status_code == 302
    number = answer["Location"].split("/")[-2]
    found = queries.file(city, number)
    assert (found.details.movers, found.details.districts) == (("Demo Member",), ("1", "13"))
    page = clerk.get(answer["Location"], follow=True).content.decode()
    assert "Shade at bus stops" in page and number in page
    answer = clerk.post("/council/desk/introduce/", NEW | {"supplement_to": number})
    assert answer["Location"].endswith(f"/{number}-S1/")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "Write what the file is about."),
        ({"received_date": "2999-01-01"}, "is yet to come"),
        ({"received_date": "soon"}, "Write the day as"),
        ({"seconders": "Demo Member"}, "cannot second their own motion"),
        ({"supplement_to": "99-9999"}, "There is no council file 99-9999."),
        ({"supplement_to": "what"}, "is no number of a council file"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_makes_no_file(
    city: City, clerk: Client, said: dict[str, str], words: str
) -> None:
    answer = clerk.post("/council/desk/introduce/", NEW | said)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert chamber.introduced(city) == "26-0001"  # the first number was not given away


def test_what_a_file_says_of_itself_is_changed_unless_somebody_else_did(
    city: City, clerk: Client
) -> None:
    number = chamber.introduced(city)
    address = f"/council/desk/files/{number}/details/"
    seen = queries.file(city, number).seq
    assert b"Street trees" in clerk.get(address).content
    assert clerk.post(address, {"title": "Shade trees", "seen": seen}).status_code == 302
    assert queries.file(city, number).title == "Shade trees"
    stale = clerk.post(address, {"title": "Else", "seen": seen}).content.decode()
    assert "Somebody changed the file meanwhile" in stale
    assert queries.file(city, number).title == "Shade trees"


def test_a_file_is_restricted_with_a_reason_and_opened_again(city: City, clerk: Client) -> None:
    number = chamber.introduced(city)
    base = f"/council/desk/files/{number}/"
    assert b"Say why." in clerk.post(f"{base}restrict/", {"reason": ""}).content
    assert not queries.file(city, number).restricted
    clerk.post(f"{base}restrict/", {"reason": "Closed session"})
    assert queries.files(city, [number]) == {}
    assert b"nobody but the clerk can find it" in clerk.get(base).content
    assert fairview.signed_in("admin").get(base).status_code == 200
    clerk.post(f"{base}open/")
    assert number in queries.files(city, [number])


def test_a_paper_is_filed_and_withheld_and_what_it_is_not_is_refused(
    city: City, clerk: Client
) -> None:
    number = chamber.introduced(city)
    base = f"/council/desk/files/{number}/"
    said = {"kind": "motion", "title": "The motion"}
    wrong = SimpleUploadedFile("motion.pdf", b"no pdf")
    answer = clerk.post(f"{base}paper/", said | {"content": wrong})
    assert "its content is something else" in answer.content.decode()
    right = SimpleUploadedFile("motion.txt", b"We move.")
    assert clerk.post(f"{base}paper/", said | {"content": right}).status_code == 302
    (paper,) = queries.documents(city, number)
    assert (paper.title, paper.size, paper.media_type) == ("The motion", 8, "text/plain")
    clerk.post(f"/council/desk/papers/{paper.id}/withhold/", {"reason": "Has an address."})
    assert queries.documents(city, number) == ()
    assert b"withheld" in clerk.get(base).content


def test_what_an_import_flagged_is_listed_and_settled(city: City, clerk: Client) -> None:
    sentence = "The council did what no wording has."
    actions.import_file(
        city=city, found=chamber.source("26-0100", (DAY, sentence)), by=chamber.CLERK, at=NOW
    )
    page = clerk.get("/council/desk/").content.decode()
    assert sentence in page
    for flag in queries.flags(city):
        assert clerk.post(f"/council/desk/flags/{flag.id}/settle/").status_code == 302
    assert queries.flags(city) == ()
    assert queries.history(city, "26-0100")[0].sentence == sentence


def test_a_number_leads_to_its_file_however_it_is_typed(city: City, clerk: Client) -> None:
    number = chamber.introduced(city)
    typed = clerk.get("/council/desk/number/", {"number": f" {number.lower()} "})
    assert typed["Location"] == f"/council/desk/files/{number}/"
    page = clerk.get("/council/desk/number/", {"number": "zzz"}, follow=True)
    assert "is no number of a council file" in page.content.decode()
    assert clerk.get("/council/desk/files/98-7654/").status_code == 404


def test_a_files_page_asks_the_same_few_questions_however_long_it_is(
    city: City, clerk: Client, django_assert_num_queries: Any
) -> None:
    for number, lines in (("26-0100", 1), ("26-0101", 60)):
        rows = [(DAY, "Motion referred to Transportation Committee.")] * lines
        actions.import_file(
            city=city, found=chamber.source(number, *rows), by=chamber.CLERK, at=NOW
        )
    with CaptureQueriesContext(connection) as few:
        assert clerk.get("/council/desk/files/26-0100/").status_code == 200
    with django_assert_num_queries(len(few)):
        assert clerk.get("/council/desk/files/26-0101/").status_code == 200
    assert len(few) <= 18
