"""An agent at the console: what rings is answered, looked up, filed, and written up."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import centres, fairview
from tests.desk.pages import statements, text_of, words
from tests.desk.test_calls import SAID
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Notice, Turn
from townline.record.verbs import SYSTEM
from townline.requests import queries as requests

CONSOLE = "/desk/console/"
CALLER = {"phone": "+1 815 555 0123"}
RESIDENT = fairview.Reporter(first_name="Demo", last_name="Resident", phone="815-555-0123")


@pytest.fixture
def centre(town: City) -> City:
    centres.put(town)
    return town


@pytest.fixture
def key(centre: City) -> int:
    """Return the agent of the browser ``agent``, who is available."""
    found = centres.agent(centre)
    centres.available(centre, found)
    return found


def do(client: Client, deed: str, **said: Any) -> str:
    """Do something at the console, and return the words of the page after it."""
    answer = client.post(f"{CONSOLE}do/{deed}/", said)
    assert answer.status_code == 302, words(answer)
    return text_of(client, answer.headers["Location"])


def answered(client: Client, city: City, **more: Any) -> int:
    """Let somebody call, answer them, and return the contact's key."""
    contact = centres.call(city, **more)
    do(client, "answer", contact=contact)
    assert queries.turn_of(city.id, contact).state == "in_contact"
    return contact


def test_who_is_no_agent_yet_is_told_what_to_do(centre: City, agent: Client) -> None:
    for page in (CONSOLE, f"{CONSOLE}new/", f"{CONSOLE}contacts/"):
        assert "Ask your supervisor" in text_of(agent, page)
    assert agent.post(f"{CONSOLE}do/status/", {"status": "available"}).status_code == 404
    assert "Say at which centre" in text_of(fairview.signed_in("supervisor"), CONSOLE)
    assert fairview.signed_in("worker").get(CONSOLE).status_code == 403


def test_an_agent_says_whether_they_are_there(centre: City, agent: Client) -> None:
    found = centres.agent(centre)
    assert "Say that you are available" in text_of(agent, CONSOLE)
    assert "You are: Available" in do(agent, "status", status="available")
    assert "Meal" in do(agent, "status", status="break", reason="meal")
    (shown,) = queries.agents(centre.id, "311")
    assert (shown.id, shown.status, shown.reason) == (found, "break", "meal")
    assert agent.post(f"{CONSOLE}do/status/", {"status": "asleep"}).status_code == 404
    assert agent.post(f"{CONSOLE}do/dance/").status_code == 404


def test_what_rings_is_answered_and_written_up(centre: City, agent: Client, key: int) -> None:
    contact = centres.call(centre)
    assert "311, by voice · English" in text_of(agent, CONSOLE)
    page = do(agent, "answer", contact=contact)
    assert "Question answered" in page
    assert "Telephone call" in page
    said = {"contact": contact, "disposition": "answered", "note": "Asked for the hours."}
    assert "Written up: Question answered" in do(agent, "write-up", **said)
    turn = queries.turn_of(centre.id, contact)
    assert (turn.state, turn.disposition) == ("over", "answered")
    assert [note.text for note in queries.notes_of(contact)] == ["Asked for the hours."]


def test_an_end_that_is_not_in_the_list_is_refused(centre: City, agent: Client, key: int) -> None:
    contact = answered(agent, centre)
    for said in ("", "lunch"):
        page = do(agent, "write-up", contact=contact, disposition=said)
        assert "Choose how it ended from the list." in page
    assert queries.turn_of(centre.id, contact).state == "in_contact"


def test_nobody_does_anything_to_another_agents_contact(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre)
    centres.agent(centre, "supervisor")
    other = fairview.signed_in("supervisor")
    for deed, said in (
        ("end", {}), ("write-up", {"disposition": "answered"}), ("pass-on", {"queue": "trees"}),
        ("mark", {"kind": "tty"}), ("answer", {}),
    ):  # fmt: skip
        page = do(other, deed, contact=contact, **said)
        assert "That is not possible any more" in page, deed
    note = {"note": "x"}
    assert other.post(f"{CONSOLE}contacts/{contact}/note/", note).status_code == 404
    assert queries.turn_of(centre.id, contact).state == "in_contact"


def test_notes_of_two_windows_both_stay(centre: City, agent: Client, key: int) -> None:
    contact = answered(agent, centre)
    page, typed = f"{CONSOLE}contacts/{contact}/note/", {"X-Requested-With": "fetch"}

    def write(text: str, seen: str) -> dict[str, str]:
        return dict(agent.post(page, {"note": text, "seen": seen}, headers=typed).json())

    first = write("Dark since Monday", "")
    more = write("Dark since Monday, one lamp", first["version"])
    assert more["merged"] is False
    other = write("Dark since Sunday", first["version"])
    both = "Dark since Monday, one lamp\n\nDark since Sunday"
    assert (other["merged"], other["text"]) == (True, both)
    assert write(f"{both}.", other["version"])["text"] == f"{both}."
    assert write("Dark", other["version"])["text"] == f"{both}.", "less of the same adds nothing"
    told = {"contact": contact, "disposition": "answered", "note": "Later", "seen": ""}
    assert "Both stand there now." in do(agent, "write-up", **told)
    (note,) = queries.notes_of(contact)
    assert note.text == f"{both}.\n\nLater"


def test_notes_are_kept_as_they_are_typed(centre: City, agent: Client, key: int) -> None:
    contact = answered(agent, centre)
    page = f"{CONSOLE}contacts/{contact}/note/"
    typed = {"X-Requested-With": "fetch"}
    assert agent.post(page, {"note": "Dark since"}, headers=typed).status_code == 200
    assert "Dark since" in text_of(agent, CONSOLE)
    assert agent.post(page, {"note": "x" * 9000}, headers=typed).status_code == 422
    assert agent.post(page, {"note": "Dark for a week"}).status_code == 302
    assert "Dark for a week" in text_of(agent, f"{CONSOLE}contacts/{contact}/")


def test_the_number_brings_up_who_left_it_and_what_they_have_open(
    centre: City, agent: Client, key: int
) -> None:
    number = fairview.submit(reporter=RESIDENT)
    answered(agent, centre, details=CALLER)
    page = text_of(agent, CONSOLE)
    assert "Demo Resident" in page
    assert number in page


def test_of_several_people_the_agent_chooses_and_none_is_guessed(
    centre: City, agent: Client, key: int
) -> None:
    first = fairview.submit(reporter=RESIDENT)
    other = fairview.Reporter(first_name="Demo", last_name="Neighbour", phone="815-555-0123")
    second = fairview.submit(reporter=other)
    contact = answered(agent, centre, details=CALLER)
    page = agent.get(CONSOLE).content.decode()
    assert "Who is it?" in page
    assert first not in page
    assert second not in page
    people = re.findall(r"person=(\d+)", page)
    assert len(people) == 2
    assert second in text_of(agent, f"{CONSOLE}?contact={contact}&person={people[0]}")


def test_of_a_withheld_number_nothing_is_guessed(centre: City, agent: Client, key: int) -> None:
    fairview.submit()
    answered(agent, centre)
    page = text_of(agent, CONSOLE)
    assert "nothing is guessed" in page
    assert "Demo Resident" not in page


def test_a_confidential_request_is_not_shown_to_who_may_not_see_it(
    centre: City, key: int, supervisor: Client
) -> None:
    hidden = fairview.submit("danger", point=None, reporter=RESIDENT)
    centres.agent(centre, "supervisor")
    centres.available(centre, key)
    centres.call(centre, details=CALLER)
    other = queries.agent_of_member(centre.id, centres.member_id(centre, "supervisor"))
    assert other
    actions.lose_agent(city=centre, agent=key, by=SYSTEM, at=timezone.now())
    supervisor.post(f"{CONSOLE}do/status/", {"status": "available"})
    turn = Turn.objects.get(agent=other.id)
    page = do(supervisor, "answer", contact=turn.pk)
    assert "Demo Resident" in page
    assert hidden not in page


def test_a_request_taken_down_is_linked_and_begins_with_what_is_known(
    centre: City, agent: Client, key: int
) -> None:
    fairview.submit("tree", reporter=RESIDENT)
    contact = answered(agent, centre, details=CALLER)
    page = f"/desk/calls/new/light/?contact={contact}"
    form = agent.get(page).content.decode()
    assert 'value="Resident"' in form
    assert "815 555 0123" in form
    found = re.search(r'name="key" value="([^"]+)"', form)
    assert found
    taken = agent.post(page, {**SAID, "key": found[1]})
    assert taken.status_code == 302, words(taken)
    told = agent.get(taken.headers["Location"]).content.decode()
    assert f"/desk/console/?contact={contact}" in told
    by = fairview.actor("agent")
    (handled,) = requests.handled_in(centre, contact, by, language="en")
    assert (handled.how, handled.service) == ("filed", "Street light out")
    assert handled.number in text_of(agent, CONSOLE)


def test_a_request_is_looked_up_for_a_contact_by_a_deed_and_not_by_being_read(
    centre: City, agent: Client, key: int
) -> None:
    number, by = fairview.submit("tree"), fairview.actor("agent")
    contact = answered(agent, centre)
    page = f"/desk/requests/{number}/?contact="
    assert "data-look-up" in agent.get(f"{page}{contact}").content.decode()
    assert "data-look-up" not in agent.get(f"{page}{contact + 1}").content.decode()
    assert requests.handled_in(centre, contact, by, language="en") == ()
    for _again in range(2):
        assert number in do(agent, "look-up", contact=contact, number=number)
    (handled,) = requests.handled_in(centre, contact, by, language="en")
    assert (handled.number, handled.how) == (number, "looked_up")
    told = {"contact": contact, "number": "26-999999-9"}
    assert agent.post(f"{CONSOLE}do/look-up/", told).status_code == 404
    do(agent, "write-up", contact=contact, disposition="answered")
    assert "not possible any more" in do(agent, "look-up", contact=contact, number=number)


def test_a_contact_is_marked_and_an_emergency_is_seen(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre)
    assert "Marked: Relay (711)" in do(agent, "mark", contact=contact, kind="relay")
    page = do(agent, "mark", contact=contact, kind="emergency")
    assert "read this place out to 911" in page
    do(agent, "mark", contact=contact, kind="relay", on="0")
    assert queries.marks_of(contact) == ("emergency",)
    assert "Written up: Emergency" in do(
        agent, "write-up", contact=contact, disposition="emergency"
    )


def test_whoever_gets_a_contact_passed_on_sees_the_whole_story(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre)
    agent.post(f"{CONSOLE}contacts/{contact}/note/", {"note": "A branch on the road."})
    centres.agent(centre, "supervisor", centre="parks", queues=("trees",))
    other = fairview.signed_in("supervisor")
    do(other, "status", status="available")
    assert "Choose to whom" in do(agent, "pass-on", contact=contact, queue="none")
    assert "Passed on" in do(agent, "pass-on", contact=contact, queue="trees", sure=1)
    assert queries.turn_of(centre.id, contact).queue == "trees"
    page = do(other, "answer", contact=contact)
    assert "A branch on the road." in page
    assert "Demo agent" in page
    assert "passed on" in text_of(other, f"{CONSOLE}contacts/{contact}/")


def test_another_agent_is_asked_first_and_sees_what_it_is_about(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre, details=CALLER)
    agent.post(f"{CONSOLE}contacts/{contact}/note/", {"note": "A branch on the road."})
    centres.agent(centre, "supervisor", centre="parks", queues=("trees",))
    other = fairview.signed_in("supervisor")
    do(other, "status", status="available")
    assert "Choose whom you ask." in do(agent, "ask", contact=contact)
    assert "You ask Trees" in do(agent, "ask", contact=contact, queue="trees", sure=1)
    asked = queries.asked_about(centre.id, contact)
    assert asked
    assert "not possible any more" in do(agent, "hand-over", contact=contact)
    page = do(other, "answer", contact=asked.id)
    assert "A branch on the road." in page
    assert "815 555 0123" in page
    assert "Another agent asks you" in page
    assert "Pass them on now" in text_of(agent, CONSOLE)
    assert "Passed on" in do(agent, "hand-over", contact=contact)
    assert queries.turn_of(centre.id, contact).state == "in_contact"
    assert "A branch on the road." in text_of(other, CONSOLE)
    assert "Nothing in hand" in text_of(agent, CONSOLE)


def test_who_is_asked_can_be_left_alone_again(centre: City, agent: Client, key: int) -> None:
    contact = answered(agent, centre)
    do(agent, "ask", contact=contact, queue="trees", sure=1)
    assert "You keep them" in do(agent, "ask-no-more", contact=contact)
    assert queries.asked_about(centre.id, contact) is None


def test_who_was_promised_a_call_is_called_back_from_the_console(
    centre: City, agent: Client
) -> None:
    found = centres.agent(centre)
    contact = centres.call(centre, details=CALLER)
    now = timezone.now()
    promised = {"promised_from": now, "promised_until": now + timedelta(hours=1)}
    Turn.objects.filter(pk=contact).update(callback=True, **promised)
    centres.available(centre, found)
    page = do(agent, "answer", contact=contact)
    assert "Call them back +1 815 555 0123" in page
    assert "Call them back" not in do(agent, "reached", contact=contact)
    assert "not possible any more" in do(agent, "not-reached", contact=contact)
    assert queries.turn_of(centre.id, contact).answered_at


def test_somebody_at_the_counter_is_a_contact_too(centre: City, agent: Client, key: int) -> None:
    said = {"channel": "walk_in", "language": "es", "name": "Demo Visitor", "phone": "555-0199"}
    answer = agent.post(f"{CONSOLE}new/", said)
    assert answer.status_code == 302, words(answer)
    page = text_of(agent, answer.headers["Location"])
    assert "Visit in person" in page
    again = agent.post(f"{CONSOLE}new/", said)
    assert again.status_code == 422
    assert "something else in hand" in words(again)
    assert agent.post(f"{CONSOLE}new/", {"channel": "pigeon"}).status_code == 422


def test_what_an_agent_had_is_listed_and_its_end_corrected(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre)
    do(agent, "write-up", contact=contact, disposition="nobody")
    assert "Nobody there" in text_of(agent, f"{CONSOLE}contacts/")
    assert "No contacts" in text_of(agent, f"{CONSOLE}contacts/?on=2026-01-05")
    assert "No contacts" in text_of(agent, f"{CONSOLE}contacts/?q=zebra")
    page = f"{CONSOLE}contacts/{contact}/"
    assert agent.post(page, {"disposition": "filed"}).status_code == 302
    told = text_of(agent, page)
    assert "Written up as Request filed instead of Nobody there" in told
    agent.post(page, {"disposition": "lunch"})
    assert queries.turn_of(centre.id, contact).disposition == "filed"


def test_only_who_had_a_contact_or_leads_reads_its_story(
    centre: City, agent: Client, key: int
) -> None:
    contact = answered(agent, centre, details=CALLER)
    page = f"{CONSOLE}contacts/{contact}/"
    assert "815 555 0123" in text_of(fairview.signed_in("supervisor"), page)
    assert fairview.signed_in("analyst").get(page).status_code == 403
    other = centres.call(centre)
    assert agent.get(f"{CONSOLE}contacts/{other}/").status_code == 404


def test_a_city_without_centres_says_so_and_nothing_breaks(town: City, agent: Client) -> None:
    assert "You answer no contacts yet" in text_of(agent, CONSOLE)


def test_the_page_of_a_contact_asks_a_bounded_number_of_statements(
    centre: City, agent: Client, key: int, django_assert_max_num_queries: Any
) -> None:
    fairview.submit(reporter=RESIDENT)
    answered(agent, centre, details=CALLER)
    agent.get(CONSOLE)
    with django_assert_max_num_queries(34) as caught:
        agent.get(CONSOLE)
    first = statements(caught)
    for _ in range(3):
        fairview.submit(reporter=RESIDENT)
    with django_assert_max_num_queries(34) as caught:
        agent.get(CONSOLE)
    assert statements(caught) == first, "more requests need no more statements"


def test_what_was_said_waits_for_the_page_that_somebody_reads(
    centre: City, agent: Client, key: int
) -> None:
    agent.post(f"{CONSOLE}do/status/", {"status": "break", "reason": "rest"})
    looked = agent.get(CONSOLE, headers={"X-Look": "1"})
    assert "You are: On a break" not in words(looked)
    assert "You are: On a break" in text_of(agent, CONSOLE)


def test_nothing_is_owed_by_the_console_itself(centre: City, agent: Client, key: int) -> None:
    contact = answered(agent, centre, details=CALLER)
    do(agent, "write-up", contact=contact, disposition="answered")
    assert not Notice.objects.filter(contact_id=contact).exists()
