"""A chat with the city: answers word for word, a person when asked for, kept for its browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from tests.desk import centres
from tests.knowledge import emergencies
from tests.knowledge.articles import article, put
from tests.portal.reports import number_of, send
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import (
    Contact,
    Details,
    Helped,
    Letter,
    Marked,
    Notice,
    Turn,
    TurnEntry,
)
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.saying import Side
from townline.record.verbs import SYSTEM, Actor, Role

AGENT = Actor(kind="staff", label="Demo Ana", roles=frozenset({Role.AGENT}))


@pytest.fixture(autouse=True)
def _surroundings(settings: Any, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PUBLIC_URL = "http://testserver"


@pytest.fixture
def staffed(town: City) -> City:
    put(town, article())
    centres.put(town)
    return town


def begin(visitor: Client, text: str = "missing puppy", **more: str) -> int:
    reply = visitor.post("/chat/", {"text": text, **more})
    assert (reply.status_code, reply["Location"]) == (302, "/chat/#end")
    return visitor.session["chat"]


def say(visitor: Client, text: str, **more: str) -> Any:
    return visitor.post("/chat/say/", {"text": text, **more})


def words(town: City, key: int) -> list[tuple[str, str]]:
    return [(str(each.side), each.text) for each in queries.said(town.id, key)]


def agent(town: City) -> int:
    new = actions.NewAgent(
        label="Demo Ana", centre="311", queues=["chat"], languages=["en", "es"], text_most=3
    )
    (key,) = actions.add_agents(city=town, agents=[new], by=SYSTEM, at=timezone.now())
    actions.say_status(
        city=town, agent=key, status=Status.AVAILABLE, by=AGENT, at=timezone.now()
    )  # fmt: skip
    return key


def take(town: City, key: int) -> None:
    """Let an agent answer a chat."""
    actions.answer(city=town, contact=key, agent=agent(town), by=AGENT, at=timezone.now())


def test_the_page_asks_what_it_is_about_and_names_the_emergency_number(
    visitor: Client, staffed: City
) -> None:
    page = visitor.get("/chat/").content.decode()
    assert "call 911" in page
    assert "a person takes over" in page
    assert "What if my dog is lost?" in page


def test_the_first_reply_is_quoted_from_an_answer_and_leads_to_it(
    visitor: Client, staffed: City
) -> None:
    key = begin(visitor)
    assert words(staffed, key)[:2] == [
        ("resident", "missing puppy"), ("city", "Call the shelter at 555-0100."),
    ]  # fmt: skip
    page = visitor.get("/chat/").content.decode()
    assert "<blockquote" in page
    assert 'href="/answers/lost-dog/"' in page


def test_who_reads_spanish_is_answered_in_spanish(visitor: Client, staffed: City) -> None:
    visitor.post("/es/chat/", {"text": "perro perdido"})
    assert words(staffed, visitor.session["chat"])[1] == (
        "city", "Llame al refugio, 555-0100.",
    )  # fmt: skip
    put_in = Contact.objects.get(pk=visitor.session["chat"])
    assert put_in.language == "es"


def test_a_service_that_fits_is_named_with_its_page(visitor: Client, staffed: City) -> None:
    begin(visitor, "pothole")
    assert 'href="/report/pothole/"' in visitor.get("/chat/").content.decode()


def test_how_a_request_stands_is_told_by_its_number(visitor: Client, staffed: City) -> None:
    number = number_of(send(visitor))
    key = begin(visitor, f"How is {number} going?")
    (told,) = [text for side, text in words(staffed, key) if side == "city"]
    assert told.startswith(f"Request {number}, Pothole: ")
    say(visitor, "and 26-999999-9?")
    assert "everyone may read" not in words(staffed, key)[-1][1], "a mistyped number is none"


def test_after_two_questions_without_an_answer_a_person_is_asked_for(
    visitor: Client, staffed: City
) -> None:
    key = begin(visitor, "renew my passport")
    assert "None of our answers" in words(staffed, key)[-1][1]
    assert not Turn.objects.exists()
    say(visitor, "marry my friend")
    turn = Turn.objects.get(pk=key)
    assert (turn.queue, turn.medium, turn.state) == ("chat", "text", "waiting")
    assert "number 1 in line" in visitor.get("/chat/").content.decode()
    say(visitor, "still here")
    assert words(staffed, key)[-1] == ("resident", "still here"), "it does not speak any more"


def test_an_answer_in_between_begins_the_count_anew(visitor: Client, staffed: City) -> None:
    begin(visitor, "renew my passport")
    say(visitor, "missing puppy")
    say(visitor, "marry my friend")
    assert not Turn.objects.exists()


def test_a_person_is_there_by_one_button_and_what_they_write_is_read(
    visitor: Client, staffed: City
) -> None:
    key = begin(visitor, email="cleo@example.org", first_name="Demo Cleo")
    visitor.post("/chat/person/")
    visitor.post("/chat/person/")  # from another tab
    take(staffed, key)
    actions.say(
        city=staffed, contact=key, side=Side.AGENT, text="I look it up.", by=AGENT,
        at=timezone.now(),
    )  # fmt: skip
    page = visitor.get("/chat/").content.decode()
    assert "I look it up." in page
    assert "You write with a person now." in page
    assert "Demo Ana" not in page
    assert Details.objects.get(contact_id=key).first_name == "Demo Cleo"


def test_a_second_tab_has_the_same_chat_and_another_browser_has_none(
    visitor: Client, staffed: City
) -> None:
    begin(visitor)
    assert "missing puppy" in visitor.get("/chat/").content.decode()
    stranger = Client()
    assert "missing puppy" not in stranger.get("/chat/").content.decode()
    assert stranger.get("/chat/newer.json").json() == {
        "over": True, "html": "", "last": 0, "stand": "", "state": "",
    }  # fmt: skip
    assert stranger.post("/chat/say/", {"text": "mine?"}).status_code == 302


def test_a_script_gets_only_what_is_new(visitor: Client, staffed: City) -> None:
    key = begin(visitor)
    first, *_, last = queries.said(staffed.id, key)
    told = visitor.get(f"/chat/newer.json?after={first.id}").json()
    assert told["last"] == last.id
    assert "missing puppy" not in told["html"]
    assert "shelter" in told["html"]
    again = visitor.get(f"/chat/newer.json?after={last.id}").json()
    assert (again["html"].strip(), again["state"]) == ("", "alone")
    assert visitor.get("/chat/newer.json?after=x'").status_code == 200


def test_what_is_sent_twice_is_said_once_and_answered_once(visitor: Client, staffed: City) -> None:
    key = begin(visitor)
    for _ in range(2):
        assert say(visitor, "stray dog", name="n1").status_code == 302
    assert [text for side, text in words(staffed, key) if side == "resident"] == [
        "missing puppy", "stray dog",
    ]  # fmt: skip
    assert len([side for side, _ in words(staffed, key) if side == "city"]) == 2


@pytest.mark.parametrize("text", ["", "  ", "\x01", "a" * 4001])
def test_what_cannot_be_said_is_said_to_be_so(visitor: Client, staffed: City, text: str) -> None:
    assert visitor.post("/chat/", {"text": text}).status_code == 422
    assert not Contact.objects.exists()
    begin(visitor)
    assert say(visitor, text).status_code == 422


def test_what_is_written_is_text_and_its_addresses_lead_nowhere(
    visitor: Client, staffed: City
) -> None:
    begin(visitor, "<b>see</b> https://evil.example/x")
    page = visitor.get("/chat/").content.decode()
    assert "&lt;b&gt;see&lt;/b&gt; https://evil.example/x" in page
    assert 'href="https://evil.example' not in page


def test_a_flood_is_asked_to_wait(visitor: Client, staffed: City) -> None:
    begin(visitor)
    codes = {say(visitor, f"word {n}").status_code for n in range(30)}
    assert codes == {302, 429}


def test_at_its_end_it_can_be_sent_by_mail_and_said_whether_it_helped(
    visitor: Client, staffed: City
) -> None:
    key = begin(visitor, "missing puppy https://evil.example/x")
    visitor.post("/chat/end/")
    assert queries.chat(staffed.id, key).over  # type: ignore[union-attr]
    assert say(visitor, "too late").status_code == 302
    assert "This chat has ended." in visitor.get("/chat/").content.decode()
    for said in ({}, {"helped": ""}, {"helped": "maybe"}):
        assert visitor.post("/chat/helped/", said).status_code == 400
    assert not Helped.objects.exists()
    visitor.post("/chat/helped/", {"helped": "yes"})
    visitor.post("/chat/helped/", {"helped": "no"})
    assert Helped.objects.get().helped
    sent = visitor.post("/chat/send/", {"email": "cleo@example.org"})
    assert "sent=1" in sent["Location"]
    while delivery.deliver(at=timezone.now()):
        pass
    (letter,) = outbox.outbox
    assert letter.to == ["cleo@example.org"]
    assert "Call the shelter at 555-0100." in letter.body
    assert "evil.example" not in letter.body
    assert Notice.objects.get().data == {}, "nothing of it stays"
    visitor.post("/chat/end/", {"do": "new"})
    assert "What is it about?" in visitor.get("/chat/").content.decode()


def test_no_address_is_sent_more_than_a_few(visitor: Client, staffed: City) -> None:
    begin(visitor)
    visitor.post("/chat/end/")
    assert visitor.post("/chat/send/", {"email": "no address"}).status_code == 422
    codes = [
        visitor.post("/chat/send/", {"email": "cleo@example.org"}).status_code for _ in range(3)
    ]
    assert codes == [302, 302, 429]


@pytest.mark.parametrize("answered", [False, True])
def test_who_ends_it_leaves_the_line_or_the_agent(
    visitor: Client, staffed: City, *, answered: bool
) -> None:
    key = begin(visitor)
    visitor.post("/chat/person/")
    if answered:
        take(staffed, key)
    visitor.post("/chat/end/")
    turn = Turn.objects.get(pk=key)
    expected = ("wrap_up", "answered") if answered else ("over", "abandoned")
    assert (turn.state, turn.ended_as) == expected
    assert "This chat has ended." in visitor.get("/chat/").content.decode()


def test_without_a_centre_the_answers_reply_and_it_says_that_nobody_else_does(
    visitor: Client, town: City
) -> None:
    put(town, article())
    key = begin(visitor)
    visitor.post("/chat/person/")
    assert "No one answers chats" in words(town, key)[-1][1]
    assert not Turn.objects.exists()


@pytest.fixture
def closed(staffed: City, monkeypatch: pytest.MonkeyPatch) -> City:
    """Let nobody be there until tomorrow."""
    opens = timezone.now() + timedelta(days=1)
    shut = queries.Opening(open=False, opens_at=opens)
    monkeypatch.setattr(queries, "opening_of", lambda *_: shut)
    return staffed


def test_out_of_hours_it_says_when_people_are_there_and_takes_a_message(
    visitor: Client, closed: City
) -> None:
    assert "people answer chats again" in visitor.get("/chat/").content.decode()
    key = begin(visitor)
    page = visitor.get("/chat/").content.decode()
    assert "Talk to a person" not in page
    assert "Leave the message" in page
    assert visitor.post("/chat/leave/", {"text": "Hello", "email": "no"}).status_code == 422
    message = {"text": "Where is my dog?", "email": "cleo@example.org"}
    assert visitor.post("/chat/leave/", message).status_code == 302
    letter = Letter.objects.get()
    assert (letter.text, letter.medium) == ("Where is my dog?", "email")
    (turn,) = Turn.objects.all()
    assert (turn.pk, turn.state) == (letter.contact_id, "waiting")
    assert turn.pk != key
    assert queries.chat(closed.id, key).over  # type: ignore[union-attr]


def test_out_of_hours_two_questions_without_an_answer_do_not_put_one_in_line(
    visitor: Client, closed: City
) -> None:
    key = begin(visitor, "renew my passport")
    say(visitor, "marry my friend")
    assert "No one is here now." in words(closed, key)[-1][1]
    assert not Turn.objects.exists()


def test_the_page_is_nobody_elses_to_keep_or_list(visitor: Client, staffed: City) -> None:
    begin(visitor)
    page = visitor.get("/chat/")
    assert "no-store" in page["Cache-Control"]
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "same-origin")
    assert re.search(r'data-live="[^"]*\?t=', page.content.decode())


def test_an_emergency_is_answered_with_the_number_to_call_and_no_service(
    visitor: Client, staffed: City
) -> None:
    emergencies.put(staffed)
    key = begin(visitor, "A pothole, and my house is on fire")
    assert words(staffed, key)[1:] == [("city", "Is there a fire? Get out now, and call 911.")]
    page = visitor.get("/chat/").content.decode()
    assert 'href="tel:911"' in page
    assert 'href="/answers/lost-dog/"' in page  # of the two that it names, the one that is there
    assert 'href="/report/pothole/"' not in page
    assert "Talk to a person" in page
    say(visitor, "a fire hydrant leaks")
    assert "911" not in words(staffed, key)[-1][1]
    say(visitor, "fire!")
    assert words(staffed, key)[-1][1].endswith("call 911.")


def test_an_emergency_is_told_in_the_residents_language_whatever_they_write_in(
    visitor: Client, staffed: City
) -> None:
    emergencies.put(staffed)
    visitor.post("/es/chat/", {"text": "my house is on fire"})
    told = words(staffed, visitor.session["chat"])
    assert told[1:] == [("city", "¿Un incendio? Llame al 911.")]
    assert 'href="tel:988"' not in visitor.get("/es/chat/").content.decode()


def test_the_agent_sees_the_mark_of_what_was_written_before_they_were_asked_for(
    visitor: Client, staffed: City
) -> None:
    emergencies.put(staffed)
    key = begin(visitor, "I want to kill myself")
    visitor.post("/chat/person/")
    marks = [entry.verb for entry in TurnEntry.objects.filter(subject=key).order_by("seq")]
    assert "contact.sounded_grave" in marks
    assert list(Marked.objects.values_list("turn", "kind")) == [(key, "emergency")]


def test_an_emergency_that_comes_up_with_an_agent_is_marked_once_and_told_once(
    visitor: Client, staffed: City
) -> None:
    emergencies.put(staffed)
    key = begin(visitor)
    visitor.post("/chat/person/")
    take(staffed, key)
    assert not Marked.objects.exists()
    say(visitor, "now the house is on fire")
    say(visitor, "yes, my house is on fire")
    assert [text for side, text in words(staffed, key) if "call 911" in text] == [
        "Is there a fire? Get out now, and call 911."
    ]
    assert Marked.objects.count() == 1
