"""Pages of bodies, and what a file's page says of statements, reports owed and ordinances."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.council import chamber, los_angeles_council
from tests.council.chamber import CLERK, NOW, TODAY
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions import Ordinance
from townline.council.rules import cfms
from townline.council.rules.contents import Given
from townline.council.rules.people import Membership, People, Person

pytestmark = pytest.mark.django_db
ARLETA = "nc-arleta"
EARLY = datetime(2026, 1, 5, 18, tzinfo=UTC)
LATER = datetime(2026, 10, 5, 18, tzinfo=UTC)


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found(people=True)


def page(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200, answer.content[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def with_everything(city: City, number: str) -> None:
    """Give a file a statement, two instructions, a paper that satisfies one, and an ordinance."""
    said: dict[str, Any] = {"city": city, "identifier": number, "by": CLERK, "at": NOW}
    report = Given(title="Report on trees", kind="report", name="trees.txt", content=b"Trees.")
    actions.file_document(**said, paper=report)
    paper = queries.documents(city, number)[0].seq
    actions.state_position(
        **said, body=ARLETA, position="for_if_amended", day=TODAY, board_vote="9 - 1",
        document=paper,
    )  # fmt: skip
    first = actions.instruct(**said, body="personnel", text="Count the trees", day=TODAY, days=9)
    actions.instruct(**said, body="personnel", text="Count the lamps", day=TODAY, days=9)
    actions.satisfy(**said, entry=first, document=paper, day=TODAY)
    ordinance = Ordinance(title="Shade", number="188753", published=TODAY, effective=None)
    actions.ordain(**said, ordinance=ordinance)


def test_a_file_shows_everyone_what_follows_from_it(city: City) -> None:
    number = chamber.introduced(city)
    assert "What follows from it" not in page(f"/council/files/{number}/")
    with_everything(city, number)
    html = page(f"/council/files/{number}/")
    said = words(html)
    assert "1 For, if amended" in said
    assert "9 - 1" in said
    assert f'href="/council/bodies/{ARLETA}/"' in html
    assert said.count("Report on trees") >= 3  # beside the statement, the instruction, the papers
    assert "Count the lamps" in said and "Overdue" in said and "Has come" in said
    assert "Ordinance 188753" in said
    assert "an ordinance takes effect 31 days later" in said
    early = words(page(f"/council/files/{number}/", as_of="2026-03-01"))
    assert "For, if amended" not in early and "Count the lamps" not in early


def test_a_vote_that_held_an_ordinance_over_is_its_first_reading(city: City) -> None:
    sample = los_angeles_council.FOLDER / "samples" / "council" / "25-0843.json"
    found = cfms.read(json.loads(sample.read_text()))
    actions.import_file(city=city, found=found, by=CLERK, at=LATER)
    shown = queries.file(city, "25-0843")

    def on(day: date, known_on: date = date.max) -> Any:
        return queries.clock_of(city, shown, day, known_on=known_on)

    clock = on(date(2025, 10, 30))
    assert clock.first_reading.value == date(2025, 10, 28)
    assert "“Adopted, Ordinance Over”" in clock.first_reading.because
    assert clock.second_reading.value is None
    assert "on the same day as urgent" in clock.second_reading.because
    assert on(date(2025, 10, 27)).first_reading.value is None
    assert on(date(2025, 10, 30), known_on=date(2025, 10, 30)).first_reading.value is None
    said = words(page("/council/files/25-0843/", as_of="2025-10-30"))
    assert "First reading, held over" in said and "October 28, 2025" in said
    assert "An ordinance without a number yet" in said


def test_a_line_that_holds_an_ordinance_over_sets_its_second_reading(city: City) -> None:
    number = chamber.introduced(city, at=EARLY)
    chamber.act(city, number, f"Motion referred to {chamber.COMMITTEE}.", date(2026, 2, 3))
    later = date(2026, 2, 17)
    over = "Council adopted item, ordinance over to February 17, 2026."
    line = chamber.act(city, number, over, date(2026, 2, 10))
    shown = queries.file(city, number)
    clock = queries.clock_of(city, shown, TODAY)
    assert (clock.first_reading.value, clock.first_reading.entries) == (date(2026, 2, 10), (line,))
    assert clock.second_reading.value == later
    assert "for its second reading" in clock.second_reading.because
    last = chamber.act(city, number, "Council adopted item forthwith.", date(2026, 2, 18))
    clock = queries.clock_of(city, queries.file(city, number), TODAY)
    assert clock.second_reading.value == date(2026, 2, 18)
    assert clock.second_reading.entries == (line, last)
    actions.take_back(
        city=city, identifier=number, entry=line, reason="Another file.", by=CLERK, at=NOW
    )
    assert queries.clock_of(city, shown, TODAY).first_reading.value is None


def test_the_form_of_an_ordinance_begins_with_the_readings_of_the_record(city: City) -> None:
    number = chamber.introduced(city, at=EARLY)
    over = "Council adopted item, ordinance over to February 17, 2026."
    chamber.act(city, number, over, date(2026, 2, 10))
    form = fairview.signed_in("clerk").get(f"/council/desk/files/{number}/ordinance/")
    assert 'value="2026-02-10"' in form.content.decode()
    assert 'value="2026-02-17"' in form.content.decode()


def test_lines_votes_and_bodies_of_a_file_lead_to_meetings_and_members(city: City) -> None:
    number = chamber.introduced(city, at=EARLY)
    chamber.act(city, number, f"Motion referred to {chamber.COMMITTEE}.", date(2026, 2, 3))
    said = actions.Said(
        body="personnel", starts_at=datetime(2026, 3, 12, 18, tzinfo=UTC), location="Room 1"
    )
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=NOW)
    item = actions.NewItem(section="heard", file=number)
    actions.add_items(city=city, code=code, items=[item], by=CLERK, at=NOW)
    sentence = f"{chamber.COMMITTEE} scheduled item for committee meeting on March 12, 2026."
    chamber.act(city, number, sentence)
    there = f'href="/council/meetings/{code}/"'
    assert there not in page(f"/council/files/{number}/")  # its agenda is not posted yet
    actions.post_agenda(city=city, code=code, places=("City Hall",), by=CLERK, at=NOW)
    html = page(f"/council/files/{number}/")
    assert there in html
    assert 'href="/council/bodies/personnel/"' in html


def test_the_page_of_a_body_says_who_sits_there_when_it_meets_and_what_it_has(city: City) -> None:
    number = chamber.introduced(city, "Street trees", at=EARLY)
    chamber.act(city, number, f"Motion referred to {chamber.COMMITTEE}.", date(2026, 2, 3))
    hidden = chamber.introduced(city, "In confidence", at=EARLY)
    chamber.act(city, hidden, f"Motion referred to {chamber.COMMITTEE}.", date(2026, 2, 3))
    actions.restrict(city=city, identifier=hidden, reason="x", by=CLERK, at=NOW)
    assert "does not say who sits there" in page("/council/bodies/personnel/")
    people = People(
        people=(Person(code="demo-a", name="Demo Able"), Person(code="demo-b", name="Demo Baker")),
        memberships=(
            Membership(person="demo-a", body="personnel", role="chair", since=date(2024, 1, 1)),
            Membership(
                person="demo-b", body="personnel", since=date(2020, 1, 1), until=date(2024, 1, 1)
            ),
        ),
    )
    actions.put_people(city_id=city.id, people=people, by=CLERK, at=NOW)
    html = page("/council/bodies/personnel/")
    said = words(html)
    assert re.search(r"Demo Able +Chair", said)
    assert said.index("Demo Able") < said.index("Before") < said.index("Demo Baker")
    assert "Street trees" in said and "In confidence" not in said
    assert "topic=council-body:personnel" in html
    assert "/council/bodies/personnel/feed.atom" in html
    assert Client().get("/council/bodies/nobody/").status_code == 404
    assert 'href="/council/bodies/personnel/"' in page("/council/bodies/")
