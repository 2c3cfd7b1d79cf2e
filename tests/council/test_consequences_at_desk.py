"""Statements, reports that are owed and ordinances, entered at the clerk's desk."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.council import chamber
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.queries import Follows
from townline.council.rules.contents import Given

pytestmark = pytest.mark.django_db
COUNCIL = "nc-atwater-village"


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


@pytest.fixture
def number(city: City) -> str:
    return chamber.introduced(city)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


def following(city: City, number: str) -> Follows:
    """Return what follows a file."""
    return queries.follows(city, queries.file(city, number), on=date.max)


def today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()


def test_a_statement_is_entered_with_the_line_that_it_came(
    city: City, number: str, clerk: Client
) -> None:
    base = f"/council/desk/files/{number}/"
    said = {"body": COUNCIL, "position": "for_if_amended", "day": "2026-03-03"}
    assert clerk.post(f"{base}statement/", said).status_code == 302
    after = following(city, number)
    (found,), tally = after.statements, after.tally
    assert (found.position, tally) == ("for_if_amended", {"for_if_amended": 1})
    page = clerk.get(base).content.decode()
    assert "For, if amended" in page
    assert "Community Impact Statement submitted by Atwater Village" in page
    again = clerk.post(f"{base}statement/", said).content.decode()
    assert "It has filed a statement of that day already." in again
    strange = clerk.post(f"{base}statement/", said | {"body": "council"})
    assert strange.status_code == 200 and len(following(city, number).statements) == 1


def test_what_is_to_be_reported_back_is_owed_until_a_paper_satisfies_it(
    city: City, number: str, clerk: Client
) -> None:
    base = f"/council/desk/files/{number}/"
    late = (today(city) - timedelta(days=3)).isoformat()
    said = {"body": "personnel", "text": "Report on waits", "day": "2026-03-03", "due": late}
    both = clerk.post(f"{base}instruction/", said | {"days": "30"}).content.decode()
    assert "Write a day or a number of days, not both." in both
    assert clerk.post(f"{base}instruction/", said).status_code == 302
    for address in ("/council/desk/owed/", "/council/owed/", "/council/owed/?body=personnel"):
        page = clerk.get(address).content.decode()
        assert "Report on waits" in page and "overdue" in page
    assert "Report on waits" not in clerk.get("/council/owed/?body=council").content.decode()
    (owed,) = queries.owed(city, on=today(city))
    address = f"{base}instructions/{owed.seq}/"
    assert "Choose the paper" in clerk.post(address, {"day": late}).content.decode()
    paper = Given(kind="report", title="The report", name="a.txt", content=b"Waits.")
    actions.file_document(
        city=city, identifier=number, paper=paper, by=chamber.CLERK, at=chamber.NOW
    )
    (filed,) = queries.documents(city, number)
    done = {"document": filed.seq, "day": late}
    assert clerk.post(address, done).status_code == 302
    assert queries.owed(city, on=today(city)) == ()
    assert "No report is owed." in clerk.get("/council/owed/").content.decode()
    assert "was satisfied already" in clerk.post(address, done).content.decode()


def test_an_ordinance_is_entered_and_changed(city: City, number: str, clerk: Client) -> None:
    base = f"/council/desk/files/{number}/"
    said = {"title": "Shade trees", "number": "188753", "first_reading": "2026-03-03"}
    assert clerk.post(f"{base}ordinance/", said).status_code == 302
    (known,) = following(city, number).ordinances
    form = clerk.get(f"{base}ordinance/?entry={known.seq}").content.decode()
    assert "188753" in form and "2026-03-03" in form
    wrong = said | {"adopted": "2026-03-02"}
    assert "It cannot be adopted on" in clerk.post(f"{base}ordinance/", wrong).content.decode()
    right = said | {"second_reading": "2026-03-10", "effective": "2026-04-20"}
    assert clerk.post(f"{base}ordinance/", right).status_code == 302
    (known,) = following(city, number).ordinances
    assert known.effective_date == date(2026, 4, 20)


def test_nobody_else_enters_them_and_a_restricted_file_owes_nothing_in_public(
    city: City, number: str, clerk: Client
) -> None:
    base = f"/council/desk/files/{number}/"
    for name in ("statement", "instruction", "ordinance"):
        assert fairview.signed_in("admin").get(f"{base}{name}/").status_code == 403
        assert clerk.get(f"/council/desk/files/26-9999/{name}/").status_code == 404
    said = {"body": "personnel", "text": "In confidence", "day": "2026-03-03"}
    clerk.post(f"{base}instruction/", said)
    actions.restrict(
        city=city, identifier=number, reason="Closed session", by=chamber.CLERK, at=chamber.NOW
    )
    assert "In confidence" not in Client().get("/council/owed/").content.decode()
    assert "In confidence" in clerk.get("/council/desk/owed/").content.decode()
