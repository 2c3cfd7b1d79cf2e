"""Nobody is passed on unawares to where no one answers."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import centres
from tests.desk.pages import text_of
from tests.desk.test_console import CONSOLE, answered, do
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.actions import agents_of_staff
from townline.contacts.queries import Opening, opening, passing
from townline.contacts.rules.centres import Centre, ContactCentre, Line
from townline.contacts.rules.noting import Mark
from townline.contacts.rules.queueing import Status

NOBODY = "Nobody is there now who answers Trees in their language. They are still with you."
ANYWAY = "Pass on anyway"


@pytest.fixture
def contact(town: City, agent: Client) -> int:
    """Return a contact that the agent has in hand."""
    centres.put(town)
    centres.available(town, centres.agent(town))
    return answered(agent, town)


@pytest.fixture
def arborist(town: City, contact: int) -> int:
    """Return somebody who answers for trees, and is gone."""
    return centres.agent(town, "supervisor", centre="parks", queues=("trees",))


def queue_of(town: City, contact: int) -> str:
    return queries.turn_of(town.id, contact).queue


def staffed(town: City, contact: int) -> bool:
    (trees,) = queries.elsewhere(town, contact, timezone.now())
    return trees.staffed


def test_where_nobody_is_there_one_is_warned_and_asked_again(
    town: City, agent: Client, contact: int
) -> None:
    assert "Trees (nobody there now)" in text_of(agent, CONSOLE)
    page = do(agent, "pass-on", contact=contact, queue="trees")
    assert NOBODY in page
    assert ANYWAY in page
    assert queue_of(town, contact) == "general"
    page = agent.get(f"{CONSOLE}?contact={contact}&to=trees").content.decode()
    assert '<option value="trees" selected>' in page
    assert ANYWAY not in text_of(agent, f"{CONSOLE}?contact={contact}")
    assert "Passed on" in do(agent, "pass-on", contact=contact, queue="trees", sure=1)
    assert queue_of(town, contact) == "trees"


def test_who_asks_first_is_warned_as_well(town: City, agent: Client, contact: int) -> None:
    assert "Ask anyway" in do(agent, "ask", contact=contact, queue="trees")
    assert queries.asked_about(town.id, contact) is None
    do(agent, "ask", contact=contact, queue="trees", sure=1)
    assert queries.asked_about(town.id, contact) is not None


def test_where_somebody_is_there_one_is_not_warned(
    town: City, agent: Client, contact: int, arborist: int
) -> None:
    centres.available(town, arborist)
    assert "Trees (" not in text_of(agent, CONSOLE)
    assert "Passed on" in do(agent, "pass-on", contact=contact, queue="trees")


def test_an_emergency_is_passed_on_without_a_question(
    town: City, agent: Client, contact: int
) -> None:
    do(agent, "mark", contact=contact, kind=Mark.EMERGENCY)
    assert "Passed on" in do(agent, "pass-on", contact=contact, queue="trees")
    assert queue_of(town, contact) == "trees"


def test_there_is_who_is_free_or_in_a_contact_and_can_answer_it(
    town: City, contact: int, arborist: int
) -> None:
    assert not staffed(town, contact), "gone"
    centres.available(town, arborist)
    assert staffed(town, contact)
    centres.call(town, "trees")
    assert staffed(town, contact), "busy"
    centres.available(town, arborist, Status.LOGGED_OUT)
    assert not staffed(town, contact)


@pytest.mark.parametrize(
    "less",
    [{"languages": ("es",)}, {"skills": ()}, {"centre": "311", "queues": ("general",)}],
)
def test_who_cannot_answer_it_is_not_there(town: City, contact: int, less: dict[str, Any]) -> None:
    said = {"centre": "parks", "queues": ("trees",)} | less
    centres.available(town, centres.agent(town, "supervisor", **said))
    assert not staffed(town, contact)


def test_whoever_passes_it_on_is_not_who_is_there(
    town: City, contact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Line(code="lamps", words={"en": "Lamps"})
    (first, *others) = centres.SAID.centres
    more = replace(centres.SAID, centres=(replace(first, queues=(*first.queues, both)), *others))
    says(monkeypatch, more)
    centres.agent(town, queues=("general", "lamps"))
    lamps, _trees = queries.elsewhere(town, contact, timezone.now())
    assert (lamps.code, lamps.staffed) == ("lamps", False), "they have the contact themselves"


def test_a_closed_queue_says_when_it_opens_in_the_list_and_before_it_takes_anybody(
    town: City, agent: Client, contact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens = datetime(2031, 3, 3, 8, tzinfo=town.zone)
    closed(monkeypatch, opens)
    assert "Trees (closed now, opens: March 3, 2031, 8 a.m.)" in text_of(agent, CONSOLE)
    page = do(agent, "pass-on", contact=contact, queue="trees")
    assert "Trees is closed now. It opens: March 3, 2031, 8 a.m." in page
    assert queue_of(town, contact) == "general"
    closed(monkeypatch, None)
    assert "Trees (closed now)" in text_of(agent, CONSOLE)
    assert "Trees is closed now. They are" in do(agent, "ask", contact=contact, queue="trees")


def says(monkeypatch: pytest.MonkeyPatch, said: ContactCentre) -> None:
    """Let the city have other centres."""
    for room in (passing, opening, agents_of_staff):
        monkeypatch.setattr(room, "contact_centre", lambda _edition: said)


def closed(monkeypatch: pytest.MonkeyPatch, opens: datetime | None) -> None:
    shut = Opening(open=False, opens_at=opens)
    monkeypatch.setattr(passing, "openings_of", lambda _c, lines, _at: dict.fromkeys(lines, shut))


def test_many_queues_need_no_more_statements_than_one(
    town: City,
    contact: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    at = timezone.now()
    with django_assert_max_num_queries(6) as one:  # three of them are kept outside of a test
        queries.elsewhere(town, contact, at)
    lines = tuple(Line(code=f"line-{n}", words={"en": f"Line {n}"}) for n in range(40))
    many = ContactCentre(
        centres=(
            Centre(
                code="311", words={"en": "311"}, department="lighting", calendar="all",
                queues=(Line(code="general", words={"en": "General"}), *lines),
            ),
        )
    )  # fmt: skip
    says(monkeypatch, many)
    with django_assert_max_num_queries(len(one)):
        assert len(queries.elsewhere(town, contact, at)) == 40
