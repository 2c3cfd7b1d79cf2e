"""The clerk's desk: choosing what happened, filling its blanks, drafts, corrections, papers."""

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.council import chamber
from tests.council.chamber import COMMITTEE, NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries

pytestmark = pytest.mark.django_db
FORTHWITH = "Council adopted item forthwith."


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


@pytest.fixture
def number(city: City) -> str:
    return chamber.introduced(city)


def desk(number: str, rest: str = "") -> str:
    return f"/council/desk/files/{number}/{rest}"


def form(city: City, number: str, **said: Any) -> dict[str, Any]:
    """Return what a form sends; the names of blanks begin with ``b_`` here."""
    seen = queries.file(city, number).seq
    fields = {name.replace("b_", "b-", 1).replace("__", "-"): v for name, v in said.items()}
    return {"day": "2026-03-02", "seen": str(seen), "do": "enter"} | fields


def lines(city: City, number: str) -> list[str]:
    return [line.printed for line in queries.history(city, number) if line.stands]


def sentence(page: bytes) -> str:
    (found,) = re.findall(r'<p class="sentence">(.*?)</p>', page.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found)


def test_what_can_happen_is_offered_in_groups(city: City, clerk: Client, number: str) -> None:
    page = clerk.get(desk(number, "act/")).content.decode()
    for kind in queries.offered_types(city):
        assert f'href="{desk(number, f"act/{kind.code}/")}"' in page
    assert page.count("<section") >= 7


@pytest.mark.parametrize(
    ("code", "said", "printed"),
    [
        ("council.final", {}, "Council action final."),
        ("council.adopted_forthwith", {"b_comment": ""}, FORTHWITH),
        (
            "committee.approved",
            {"b_body": COMMITTEE, "b_comment": ""},
            f"{COMMITTEE} approved item(s) .",
        ),
        (
            "council.continued",
            {"b_to": "2026-03-10", "b_comment": ""},
            "Council continued item to March 10, 2026 .",
        ),
        ("council.continued", {"b_to__words": "TBD"}, "Council continued item to TBD ."),
        (
            "referral.motion",
            {"b_to": [COMMITTEE, "", "Council"]},
            f"Motion referred to {COMMITTEE}; Council.",
        ),
        (
            "council.adopted_as_amended_r51",
            {"b_amendments": "Amending Motion 13A (Padilla for McOsker - Hutt)"},
            "Council adopted item as amended by Amending Motion 13A (Padilla for McOsker - Hutt),"
            " subject to reconsideration, pursuant to Council Rule 51.",
        ),
        (
            "document.submitted_list",
            {
                "b_from": "Controller",
                "b_items": "Controller report, dated March 1, 2026, relative to trees.",
            },
            "Document(s) submitted by Controller, as follows:"
            " Controller report, dated March 1, 2026, relative to trees.",
        ),
    ],
)
def test_what_is_filled_in_is_entered_as_its_sentence(
    city: City, clerk: Client, number: str, code: str, said: dict[str, Any], printed: str
) -> None:
    address = desk(number, f"act/{code}/")
    assert clerk.get(address).status_code == 200
    shown = clerk.post(address, form(city, number, **said) | {"do": "show"})
    assert (shown.status_code, sentence(shown.content)) == (200, printed)
    assert lines(city, number) == []
    done = clerk.post(address, form(city, number, **said))
    assert (done.status_code, done["Location"]) == (302, desk(number))
    assert lines(city, number) == [printed]


def test_the_sentence_has_gaps_until_it_is_whole(city: City, clerk: Client, number: str) -> None:
    address = desk(number, "act/committee.scheduled/")
    assert sentence(clerk.get(address).content) == (
        "[Committee] scheduled item for committee meeting on [On]."
    )
    part = clerk.post(address, form(city, number, b_body=COMMITTEE), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert sentence(part.content) == (f"{COMMITTEE} scheduled item for committee meeting on [On].")


@pytest.mark.parametrize(
    ("code", "said", "says"),
    [
        ("committee.approved", {"b_body": "Sewer Committee"}, "There is no body named"),
        ("committee.approved", {"b_body": "Council"}, "There is no body named"),
        ("committee.approved", {}, "This field is required."),
        ("council.continued", {}, "is no text that can stand here"),
        ("referral.motion", {"b_to": [""]}, "This field is required."),
        ("council.final", {"day": "2999-01-01"}, "is yet to come"),
        ("council.final", {"day": "2020-01-01"}, "is before the file came"),
        ("council.final", {"day": "soon"}, "Enter a valid date."),
        ("council.adopted_as_amended_r51", {"b_amendments": "13A"}, "a list"),
        ("council.final", {"seen": "0"}, "has changed since you opened it"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    city: City, clerk: Client, number: str, code: str, said: dict[str, Any], says: str
) -> None:
    answer = clerk.post(desk(number, f"act/{code}/"), form(city, number, **said))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert lines(city, number) == []


def test_who_was_overtaken_looks_and_enters(city: City, clerk: Client, number: str) -> None:
    address, sent = desk(number, "act/council.final/"), form(city, number)
    chamber.act(city, number, FORTHWITH)
    answer = clerk.post(address, sent)
    assert answer.status_code == 422
    (seen,) = re.findall(r'name="seen" value="(\d+)"', answer.content.decode())
    assert clerk.post(address, sent | {"seen": seen}).status_code == 302


def test_a_draft_is_kept_undone_and_entered(city: City, clerk: Client, number: str) -> None:
    address = desk(number, "act/committee.approved/")
    said = form(city, number, b_body=COMMITTEE, b_comment="at noon") | {"do": "keep"}
    assert clerk.post(address, said)["Location"] == address
    clerk.post(address, said | {"b-comment": "at night"})
    page = clerk.get(address).content
    assert sentence(page) == f"{COMMITTEE} approved item(s) at night."
    assert b"Undo the last change" in page
    begun = clerk.get(desk(number, "act/")).content.decode()
    assert begun.count(f'href="{address}"') == 2
    clerk.post(address, said | {"do": "undo"})
    assert sentence(clerk.get(address).content) == f"{COMMITTEE} approved item(s) at noon."
    clerk.post(address, said | {"do": "away"})
    assert sentence(clerk.get(address).content) == "[Committee] approved item(s) ."
    assert lines(city, number) == []


def test_a_correction_stands_in_the_place_of_what_was_entered(
    city: City, clerk: Client, number: str
) -> None:
    seq = chamber.act(city, number, f"{COMMITTEE} approved item(s) .")
    address = desk(number, f"entries/{seq}/correct/")
    page = clerk.get(address).content
    assert sentence(page) == f"{COMMITTEE} approved item(s) ."
    refused = clerk.post(address, form(city, number, b_body=COMMITTEE, b_comment="again"))
    assert refused.status_code == 422
    said = form(city, number, b_body=COMMITTEE, b_comment="again", reason="A word was missing")
    assert clerk.post(address, said).status_code == 302
    assert lines(city, number) == [f"{COMMITTEE} approved item(s) again."]
    other = chamber.act(city, number, "Council action final.")
    address = desk(number, f"entries/{other}/correct/?kind=council.adopted_forthwith")
    assert clerk.post(address, form(city, number, reason="It was not")).status_code == 302
    assert lines(city, number)[0] == FORTHWITH
    assert clerk.get(desk(number, f"entries/{seq}/correct/")).status_code == 404


def test_a_correction_keeps_the_wording_of_its_time(city: City, clerk: Client, number: str) -> None:
    seq = chamber.act(city, number, "Council continued item to/for March 10, 2026 .")
    said = form(city, number, b_to="2026-03-11", reason="Wrong day")
    assert clerk.post(desk(number, f"entries/{seq}/correct/"), said).status_code == 302
    assert lines(city, number) == ["Council continued item to/for March 11, 2026 ."]


def test_what_did_not_happen_is_taken_back(city: City, clerk: Client, number: str) -> None:
    seq = chamber.act(city, number, FORTHWITH)
    address = desk(number, f"entries/{seq}/take-back/")
    assert FORTHWITH in clerk.get(address).content.decode()
    assert b"Say why." in clerk.post(address, {"reason": ""}).content
    assert clerk.post(address, {"reason": "Slip"})["Location"] == desk(number)
    assert lines(city, number) == []
    assert b"Slip" in clerk.get(desk(number)).content


def test_papers_are_made_of_an_activity(city: City, clerk: Client, number: str) -> None:
    seq = chamber.act(city, number, FORTHWITH)
    listed = clerk.get(desk(number, f"entries/{seq}/papers/")).content.decode()
    assert "Council action letter (PDF)" in listed
    made = clerk.get(desk(number, f"entries/{seq}/papers/action-letter/"))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == f'inline; filename="{number}_action-letter.pdf"'
    said = PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    assert FORTHWITH in said
    assert clerk.get(desk(number, f"entries/{seq}/papers/veto/")).status_code == 404
    assert clerk.get(desk(number, f"entries/{seq + 9}/papers/")).status_code == 404
    final = chamber.act(city, number, "Council action final.")
    assert (
        b"No paper is made of this activity."
        in clerk.get(desk(number, f"entries/{final}/papers/")).content
    )


@pytest.mark.parametrize(
    "rest", ["act/", "act/council.final/", "entries/1/correct/", "entries/1/take-back/",
             "entries/1/papers/", "entries/1/papers/veto/"],
)  # fmt: skip
def test_others_are_turned_away(city: City, number: str, rest: str) -> None:
    for name in ("worker", "agent", "supervisor", "analyst"):
        assert fairview.signed_in(name).get(desk(number, rest)).status_code == 403
    assert Client().get(desk(number, rest)).status_code == 302


def test_a_file_or_a_kind_that_is_not_there_is_not_found(
    city: City, clerk: Client, number: str
) -> None:
    assert clerk.get(desk("26-9999", "act/")).status_code == 404
    assert clerk.get(desk("26-9999", "act/council.final/")).status_code == 404
    assert clerk.get(desk(number, "act/council.finale/")).status_code == 404
    assert clerk.get(desk(number, "entries/99/correct/")).status_code == 404


def test_the_pages_ask_the_database_little(city: City, clerk: Client, number: str) -> None:
    for _ in range(3):
        chamber.act(city, number, FORTHWITH)
    actions.keep_draft(
        city=city, identifier=number, purpose="enter:council.final", said={"day": ["x"]},
        by=chamber.CLERK, at=NOW,
    )  # fmt: skip
    seq = chamber.act(city, number, FORTHWITH)
    for rest in (
        "act/",
        "act/referral.motion/",
        f"entries/{seq}/correct/",
        f"entries/{seq}/papers/",
    ):
        clerk.get(desk(number, rest))
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(desk(number, rest)).status_code == 200
        assert len(asked) <= 13, (rest, [each["sql"][:90] for each in asked])
