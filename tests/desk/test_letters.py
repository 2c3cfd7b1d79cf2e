"""Letters that came in: an agent sorts them, once each, and nobody else reads them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import centres, fairview
from tests.desk.pages import do, text_of, words
from tests.requests.build import statements, verbs_of
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries
from townline.contacts.models import Letter, Notice, Turn
from townline.record.verbs import RESIDENT
from townline.requests.actions import messages
from townline.requests.models import ServiceRequest

LIST = "/desk/letters/"


def letter(town: City, text: str = "My street is dark.", name: str = "<1@example.org>",
           **more: Any) -> str:  # fmt: skip
    """Let a letter come in, and return the path of its page."""
    came = contacts.Came(
        **({"medium": "email", "sender": {"first_name": "Demo Cleo", "email": "cleo@example.org"},
            "language": "en", "subject": "Lamp", "text": text, "name": name} | more)
    )  # fmt: skip
    key = contacts.take_letter(city_id=town.id, came=came, by=RESIDENT, at=timezone.now())
    return f"{LIST}{key}/"


def test_the_list_shows_what_waits_page_by_page_in_few_statements(
    town: City, agent: Client
) -> None:
    assert "Nothing waits to be sorted" in text_of(agent, LIST)
    for n in range(27):
        letter(town, f"Letter number {n}.", name=str(n))
    with statements() as asked:
        first = agent.get(LIST).content.decode()
    assert len(asked) <= 12
    assert "Letter number 0." in first
    assert "Letter number 25." not in first
    after = first.partition("?after=")[2].partition('"')[0]
    assert "Letter number 26." in text_of(agent, f"{LIST}?after={after}")
    for wrong in ("x", "-1", "9" * 30):
        assert agent.get(f"{LIST}?after={wrong}").status_code == 404


def test_a_letter_is_put_to_the_request_that_it_is_about(town: City, agent: Client) -> None:
    number = fairview.submit()
    kept = messages.keep_photos(photos=[jpeg()], by=RESIDENT, at=timezone.now())
    path = letter(town, photos=kept)
    shown = agent.get(path).content.decode()
    photo = shown.partition('<img src="')[2].partition('"')[0]
    picture = agent.get(photo)
    assert picture["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    answer = agent.post(path, {"do": "assign", "number": number})
    assert answer.status_code == 302
    assert verbs_of(number)[-2:] == ["photographed", "written"]
    assert "Lamp My street is dark." in text_of(agent, f"/desk/requests/{number}/")
    row = Letter.objects.get()
    assert (row.sorted_as, row.number, row.text) == ("assigned", number, "")
    assert agent.get(photo).status_code == 404, "the request has it now"


@pytest.mark.parametrize("number", ["26-999999-9", "nonsense", ""])
def test_a_letter_stays_where_the_number_is_wrong(town: City, agent: Client, number: str) -> None:
    path = letter(town)
    answer = agent.post(path, {"do": "assign", "number": number})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "error" in answer.content.decode()
    assert Letter.objects.get().sorted_as == ""


def test_an_answer_goes_to_whoever_wrote(town: City, agent: Client) -> None:
    path = letter(town)
    assert agent.post(path, {"do": "answer", "text": "We are open until five."}).status_code == 302
    notice = Notice.objects.get(template="answer")
    assert notice.data == {"reply": "We are open until five.", "about": "Lamp"}
    assert Letter.objects.get().sorted_as == "answered"


def test_without_an_address_no_answer_is_promised(town: City, agent: Client) -> None:
    path = letter(town, sender=None)
    answer = agent.post(path, {"do": "answer", "text": "Hello."})
    assert answer.status_code == 422
    assert "no address" in words(answer)
    assert Letter.objects.get().sorted_as == ""


def test_what_is_left_alone_needs_a_reason_and_can_be_put_back(town: City, agent: Client) -> None:
    path = letter(town)
    assert agent.post(path, {"do": "discard", "reason": " "}).status_code == 422
    assert agent.post(path, {"do": "discard", "reason": "Advertising."}).status_code == 302
    assert "Advertising." in text_of(agent, path)
    assert "Nothing waits" in text_of(agent, LIST)
    assert agent.post(path, {"do": "put_back"}).status_code == 302
    assert "My street is dark." in text_of(agent, LIST)


def test_two_agents_sort_a_letter_once(town: City, agent: Client) -> None:
    number, path = fairview.submit(), letter(town)
    agent.post(path, {"do": "discard", "reason": "Advertising."})
    answer = agent.post(path, {"do": "assign", "number": number}, follow=True)
    assert "Somebody else has sorted this letter" in words(answer)
    assert "written" not in verbs_of(number)


def test_a_request_is_made_of_a_letter_with_what_it_says(town: City, agent: Client) -> None:
    path = letter(town)
    key = path.strip("/").rpartition("/")[2]
    assert f"/desk/calls/?letter={key}" in agent.get(path).content.decode()
    assert (
        f"/desk/calls/new/light/?letter={key}"
        in agent.get(f"/desk/calls/?letter={key}").content.decode()
    )
    form = agent.get(f"/desk/calls/new/light/?letter={key}").content.decode()
    for told in ("My street is dark.", "cleo@example.org", "Demo Cleo"):
        assert told in form
    answer = agent.post(
        f"/desk/calls/new/light/?letter={key}",
        {"key": "k", "channel": "email", "address": "90 Oak St", "q_pattern": "dark",
         "language": "en", "description": "My street is dark.", "email": "cleo@example.org"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    made = ServiceRequest.objects.latest("pk")
    assert made.channel == "email"
    assert (Letter.objects.get().sorted_as, Letter.objects.get().number) == ("made", made.number)


@pytest.mark.parametrize("name", ["worker", "supervisor", "analyst", "admin"])
def test_nobody_but_an_agent_reads_letters(town: City, agent: Client, name: str) -> None:
    path = letter(town)
    other = fairview.signed_in(name)
    for ask in (other.get, other.post):
        assert ask(path).status_code == 403
    assert other.get(LIST).status_code == 403


def test_a_letter_of_another_city_is_not_there(town: City, agent: Client) -> None:
    other = fairview.apply("meadowview", people=False)
    assert agent.get(letter(other)).status_code == 404


def test_a_message_goes_to_the_reporter_and_its_fate_is_on_the_page(
    town: City, worker: Client
) -> None:
    number = fairview.submit()
    assert do(worker, number, "reply", text="A crew comes on Monday.").status_code == 302
    page = text_of(worker, f"/desk/requests/{number}/")
    assert "A crew comes on Monday." in page
    assert "Message E-mail, demo@example.org" in page
    analyst = text_of(fairview.signed_in("analyst"), f"/desk/requests/{number}/")
    assert "d…@example.org" in analyst
    assert "demo@example.org" not in analyst


def test_a_letter_that_is_sorted_here_waits_in_no_queue_and_does_again_when_put_back(
    town: City, agent: Client
) -> None:
    centres.put(town)
    path = letter(town)
    (found,) = Letter.objects.all()
    told = {"city": town, "letter_id": found.pk, "by": RESIDENT, "at": timezone.now()}
    contact = contacts.queue_letter(**told)
    assert contact is not None
    assert queries.turn_of(town.id, contact).state == "waiting"
    assert agent.post(path, {"do": "discard", "reason": "Advertising."}).status_code == 302
    assert queries.turn_of(town.id, contact).state == "over"
    assert agent.post(path, {"do": "put_back"}).status_code == 302
    (again,) = Turn.objects.exclude(pk=contact)
    assert (again.state, again.earlier_id) == ("waiting", contact)
