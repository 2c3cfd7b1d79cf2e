"""Letters and texts that nothing settled wait for an agent, who answers by the way they came."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as sent

from tests.desk import centres
from tests.knowledge import emergencies
from tests.requests import build
from tests.requests.build import NOON
from townline.channels import delivery, mail_in
from townline.channels.texts_in import Text, take
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Letter, Marked, Notice, Turn
from townline.contacts.queries import proof
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.saying import Side
from townline.record.verbs import SYSTEM, Actor, Role

AGENT = Actor(kind="staff", label="Demo Ana", roles=frozenset({Role.AGENT}))
CLEO = "cleo@example.org"
PHONE = "+12135550107"


@pytest.fixture(autouse=True)
def _surroundings(settings: Any) -> None:
    settings.MAIL_DOMAIN = "mail.example.org"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.SMS = {"url": "http://127.0.0.1:9/", "sid": "", "token": "", "from": "+12135550100"}


@pytest.fixture
def staffed(town: City) -> City:
    centres.put(town)
    return town


def mail(town: City, text: str, name: str, at: Any = NOON) -> list[str]:
    raw = (
        f"From: Demo Cleo <{CLEO}>\r\nTo: {town.slug}@mail.example.org\r\nSubject: A question\r\n"
        f"Message-ID: <{name}@example.org>\r\n\r\n{text}\r\n"
    )
    to = [f"{town.slug}@mail.example.org"]
    return mail_in.take(raw.encode(), to=to, sender=CLEO, at=at)


def agent(town: City) -> int:
    new = actions.NewAgent(
        label="Demo Ana", centre="311", queues=["chat"], languages=list(town.languages)
    )
    (key,) = actions.add_agents(city=town, agents=[new], by=SYSTEM, at=NOON)
    actions.say_status(city=town, agent=key, status=Status.AVAILABLE, by=AGENT, at=NOON)
    return key


def answered(town: City) -> int:
    """Let an agent take the one contact that waits, and return its key."""
    who = agent(town)
    key = Turn.objects.get().pk
    actions.answer(city=town, contact=key, agent=who, by=AGENT, at=NOON)
    return key


def back(town: City, key: int, text: str, **more: Any) -> int:
    told = {"sent": text, "by": AGENT, "at": NOON} | more
    return actions.write_back(city=town, contact=key, text=text, **told)


def test_a_letter_waits_and_is_answered_by_mail_that_can_be_replied_to(staffed: City) -> None:
    assert mail(staffed, "When is the pool open?", "1") == ["taken"]
    key = answered(staffed)
    assert queries.turn_of(staffed.id, key).channel == "email"
    (said,) = queries.said(staffed.id, key)
    assert said.text == "A question\n\nWhen is the pool open?"
    assert said.letter == Letter.objects.get().pk
    for _ in range(2):
        back(staffed, key, "From nine.", name="n1")
    assert Notice.objects.count() == 1
    assert Letter.objects.get().sorted_as == "answered"
    while delivery.deliver(at=NOON):
        pass
    (letter,) = sent.outbox
    assert letter.to == [CLEO]
    assert "From nine." in letter.body
    assert "a person will read what you write" in letter.body
    assert letter.reply_to == [f"{staffed.slug}@mail.example.org"]


def test_what_comes_again_joins_what_is_open_and_later_goes_on_with_it(staffed: City) -> None:
    mail(staffed, "When is the pool open?", "1")
    mail(staffed, "And on Sundays?", "2")
    key = answered(staffed)
    assert [each.text for each in queries.said(staffed.id, key)][1].endswith("And on Sundays?")
    actions.wrap_up(city=staffed, contact=key, disposition="answered", by=AGENT, at=NOON)
    mail(staffed, "Thank you. And in May?", "3", NOON + timedelta(days=2))
    (later,) = Turn.objects.exclude(pk=key)
    assert later.earlier_id == key
    actions.answer(city=staffed, contact=later.pk, agent=later.agent_id, by=AGENT, at=NOON)
    actions.wrap_up(city=staffed, contact=later.pk, disposition="answered", by=AGENT, at=NOON)
    mail(staffed, "A new year, a new question", "4", NOON + timedelta(days=30))
    assert Turn.objects.order_by("pk").last().earlier_id is None  # type: ignore[union-attr]


def test_a_text_waits_as_well_and_is_answered_by_text(staffed: City) -> None:
    said = Text(sender=PHONE, body="When is the pool open?", name="IN1")
    assert "A person will read" in take(staffed, said, at=NOON)
    key = answered(staffed)
    back(staffed, key, "From nine.")
    assert Notice.objects.get().medium == "sms"


def test_a_text_about_a_request_is_settled_and_waits_for_nobody(staffed: City) -> None:
    reporter = build.Reporter(phone=PHONE, told_by="sms")
    build.file(staffed, reporter=reporter)
    take(staffed, Text(sender=PHONE, body="It is the second lamp.", name="IN1"), at=NOON)
    assert not Turn.objects.exists()


def test_who_left_no_address_is_not_written_to_and_nothing_is_said(staffed: City) -> None:
    mail(staffed, "When is the pool open?", "1")
    key = answered(staffed)
    actions.forget(contact_id=key, by=SYSTEM, at=NOON)
    with pytest.raises(actions.NoWayBack):
        back(staffed, key, "From nine.")
    assert [each.side for each in queries.said(staffed.id, key)] == [Side.RESIDENT]


def test_without_a_queue_for_letters_they_wait_on_their_page_alone(town: City) -> None:
    assert mail(town, "When is the pool open?", "1") == ["taken"]
    assert queries.unsorted_count(town.id) == 1
    assert not Turn.objects.exists()


def test_a_long_letter_is_cut_where_it_is_said_and_kept_whole(staffed: City) -> None:
    mail(staffed, "Long. " * 2000, "1")
    (said,) = queries.said(staffed.id, Turn.objects.get().pk)
    assert said.text.endswith(" …")
    assert len(Letter.objects.get().text) > len(said.text)


def sort_out(town: City, letter: int) -> None:
    """Let an agent sort a letter among the letters, past the queue."""
    told: dict[str, Any] = {"by": AGENT, "at": NOON}
    actions.sort_letter(letter_id=letter, as_="discarded", reason="Advertising.", **told)
    actions.leave_queue(city=town, letter_id=letter, **told)


def test_what_is_sorted_among_the_letters_leaves_the_queue(staffed: City) -> None:
    mail(staffed, "Buy our lamps!", "1")
    mail(staffed, "Our lamps are cheap!", "2")
    who, (first, second) = agent(staffed), Letter.objects.order_by("pk")
    (turn,) = Turn.objects.all()
    sort_out(staffed, first.pk)
    assert queries.turn_of(staffed.id, turn.pk).state == "offered", "another letter is left"
    sort_out(staffed, second.pk)
    shown = queries.turn_of(staffed.id, turn.pk)
    assert (shown.state, shown.ended_as, shown.entries[-1].verb) == (
        "over", "settled", "contact.sorted",
    )  # fmt: skip
    assert queries.in_hand(staffed.id, who) == ()
    sort_again = {"city": staffed, "letter_id": second.pk, "by": AGENT, "at": NOON}
    actions.leave_queue(**sort_again)
    assert list(proof.disagreements()) == []


def test_what_is_put_back_waits_again_as_a_contact_that_knows_the_first(staffed: City) -> None:
    mail(staffed, "Is the lamp mended?", "1")
    letter, first = Letter.objects.get().pk, Turn.objects.get().pk
    sort_out(staffed, letter)
    actions.unsort_letter(letter_id=letter, by=AGENT, at=NOON)
    for _twice in range(2):
        actions.queue_letter(city=staffed, letter_id=letter, by=AGENT, at=NOON)
    (again,) = Turn.objects.exclude(pk=first)
    assert (again.state, again.earlier_id) == ("waiting", first)
    assert queries.said(staffed.id, again.pk)[0].text.endswith("Is the lamp mended?")
    reach = queries.reach_of(again.pk)
    assert reach is not None
    assert reach.email == CLEO
    sort_out(staffed, letter)
    assert queries.turn_of(staffed.id, again.pk).state == "over"
    assert list(proof.disagreements()) == []


def test_what_an_agent_has_taken_stays_with_them(staffed: City) -> None:
    mail(staffed, "Is the lamp mended?", "1")
    key = answered(staffed)
    sort_out(staffed, Letter.objects.get().pk)
    assert queries.turn_of(staffed.id, key).state == "in_contact"


@pytest.mark.parametrize(
    ("disposition", "fate"),
    [("answered", ("answered", "")), ("abusive", ("discarded", "abusive"))],
)
def test_what_is_written_up_is_sorted(
    staffed: City, disposition: str, fate: tuple[str, str]
) -> None:
    mail(staffed, "Is the lamp mended?", "1")
    key = answered(staffed)
    who = Turn.objects.get().agent_id
    assert who is not None
    actions.write_up(
        city=staffed, contact=key, agent=who, disposition=disposition, by=AGENT, at=NOON
    )
    letter = Letter.objects.get()
    assert (letter.sorted_as, letter.reason) == fate


def test_a_text_about_an_emergency_is_answered_with_the_number_and_waits_for_a_person(
    staffed: City,
) -> None:
    emergencies.put(staffed)
    build.file(staffed, reporter=build.Reporter(phone=PHONE, told_by="sms"))
    told = take(staffed, Text(sender=PHONE, body="my house is on fire", name="IN1"), at=NOON)
    assert told.startswith("Is there a fire? Get out now, and call 911. ")
    assert "Do not wait for us" in told
    (turn,) = Turn.objects.all()  # and not in the thread of their one request
    assert [mark.kind for mark in Marked.objects.filter(turn=turn)] == ["emergency"]
    assert take(staffed, Text(sender=PHONE, body="my house is on fire", name="IN1"), at=NOON) == ""


def test_a_text_about_an_emergency_is_answered_where_nobody_answers_texts(town: City) -> None:
    emergencies.put(town)
    told = take(town, Text(sender=PHONE, body="I will kill myself", name="IN2"), at=NOON)
    assert "Call 988 now." in told
    assert Letter.objects.count() == 1


def test_who_texts_help_is_told_the_number_for_emergencies(town: City) -> None:
    told = take(town, Text(sender=PHONE, body="HELP", name="IN3"), at=NOON)
    assert "call 911" in told
    assert "To end, reply STOP." in told


def test_a_mail_about_an_emergency_waits_with_its_mark(staffed: City) -> None:
    emergencies.put(staffed)
    mail(staffed, "Where is the fire station?", "m1")
    mail(staffed, "My house is on fire.", "m2")
    assert Marked.objects.count() == 1
