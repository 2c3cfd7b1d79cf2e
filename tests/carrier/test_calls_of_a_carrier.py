"""Calls that a carrier brings, from the first word to the last, scenario by scenario."""

import pytest
from django.utils import timezone

from tests.carrier import town
from tests.carrier.fake import Fake
from tests.carrier.scenes import (
    ENGLISH,
    SPANISH,
    answer,
    ask,
    joined,
    only,
    said,
    to_a_person,
    turn,
    turn_of,
)
from tests.requests import build
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import (
    Agent,
    CarrierCall,
    Contact,
    Details,
    Turn,
)
from townline.contacts.queries import proof
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.decided import Replayed, replay
from townline.contacts.rules.queueing import TELEPHONE, Lost, Status
from townline.desk.console.menu import called
from townline.record.verbs import SYSTEM
from townline.requests.actions import work
from townline.requests.actions.handle import handle
from townline.requests.models import Handled
from townline.requests.queries import NoSuchRequest, handled_in
from townline.requests.rules.handled import How


def test_a_caller_chooses_a_language_and_hears_how_a_request_stands(
    city: City, carrier: Fake
) -> None:
    number = build.file(city).number
    work.start(city=city, number=number, by=build.WORKER, at=build.NOON)
    leg = carrier.call(town.CALLER, town.LINE)
    assert leg.heard[0] == ("en-US", "If this is an emergency, hang up and call 911.")
    assert ("en-US", "For English, press 1.") in leg.heard
    assert ("es-MX", "Para español, oprima 2.") in leg.heard
    carrier.press(leg, SPANISH)
    assert leg.heard[-1][0] == "es-MX"
    leg.heard.clear()
    carrier.press(leg, "1")
    carrier.press(leg, number.replace("-", ""))
    assert f"{', '.join(' '.join(part) for part in number.split('-'))}, Farol apagado" in said(leg)
    assert {language for language, _text in leg.heard} == {"es-MX"}
    carrier.hang_up(leg)
    call = queries.carried_call(city.id, only().pk)
    assert call is not None
    assert (call.language, call.told, call.doing) == ("es", (f"status:{number}",), "over")
    assert [line.sentence for line in call.entries][1] == f"The menu told: status:{number}"
    behind = called(city, call.contact, "es", timezone.now().date())
    assert behind.told == (f"How the request {number} stands",)
    (looked,) = handled_in(city, call.contact, build.WORKER, language="en")
    assert (looked.number, looked.how, looked.by) == (number, "looked_up", "Townline")
    assert Contact.objects.get(pk=call.contact).ended_at is not None
    assert not Turn.objects.filter(pk=call.contact).exists(), "nobody had to answer it"


def test_what_everyone_may_not_know_is_not_told(city: City, carrier: Fake) -> None:
    hidden = build.file(city, "abuse", point=None).number
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "1")
    leg.heard.clear()
    carrier.press(leg, hidden.replace("-", ""))
    assert "We can say nothing" in said(leg)
    assert "danger" not in said(leg)
    assert not Handled.objects.exists()
    with pytest.raises(NoSuchRequest):
        handle(
            city=city, number=hidden, contact=only().pk, how=How.LOOKED_UP, by=SYSTEM,
            at=build.NOON,
        )  # fmt: skip
    leg.heard.clear()
    carrier.press(leg, "260000010")
    assert "not the number of a request" in said(leg)


def test_an_answer_is_read_without_marks(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "2")
    assert "lamps? Press 1. library? Press 2." in said(leg)
    assert "third" not in said(leg)
    carrier.press(leg, "1")
    assert "Lamps are ours. We mend them." in said(leg)
    assert only().stand["told"] == ["answer:lamps"]
    carrier.press(leg, "9")
    carrier.press(leg, "0")
    assert turn().state == "waiting"
    (given,) = queries.answers_given(turn().pk)
    assert (given.code, given.language, given.how) == ("lamps", "en", "read")
    call = queries.carried_call(city.id, turn().pk)
    assert call is not None
    assert "The menu told: answer:lamps" in [line.sentence for line in call.entries]
    behind = called(city, turn().pk, "en", timezone.now().date())
    assert (behind.line, behind.told) == (f"311 {town.LINE}", ("lamps?",))
    assert list(proof.disagreements()) == []


def test_an_agent_answers_and_ends_it_and_writes_it_up(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    leg = joined(city, carrier, ana)
    assert leg.doing == "joined"
    assert leg.other is not None
    assert leg.other.numbers["To"] == town.AGENT_PHONE
    assert leg.other.numbers["From"] == town.LINE, "the agent's telephone shows the city"
    assert "A call for all questions." in said(leg.other)
    assert only().doing == "joined"
    carrier.other_hangs_up(leg)
    assert "Goodbye" in said(leg)
    assert (leg.doing, only().doing, turn().state) == ("over", "over", "wrap_up")
    actions.wrap_up(
        city=city, contact=turn().pk, disposition="answered", by=town.AGENT, at=timezone.now()
    )
    shown = queries.turn_of(city.id, turn().pk)
    assert [(leg.kind, leg.ended_as) for leg in shown.legs] == [
        ("menu", "queued"), ("queue", "answered"), ("agent", "ended"),
    ]  # fmt: skip
    call = queries.carried_call(city.id, turn().pk)
    assert call is not None
    assert [line.verb.removeprefix("call.") for line in call.entries] == [
        "came", "queued", "rings", "joined", "parted", "ended",
    ]  # fmt: skip
    assert list(proof.disagreements()) == []
    assert Agent.objects.get().voices == 0


def test_the_wait_loop_itself_takes_the_call_out_once_somebody_answers(
    city: City, carrier: Fake
) -> None:
    ana = town.agent(city)
    leg = to_a_person(carrier)
    assert "You are next in line." in said(leg)
    answer(city, ana)
    carrier.silent(leg)
    assert leg.doing == "rings"
    ask(city)
    assert carrier.asked == [], "there is nothing left to ask the carrier for"
    carrier.picks_up(leg)
    assert only().doing == "joined"


def test_who_waits_hears_where_they_stand(city: City, carrier: Fake) -> None:
    first, second = to_a_person(carrier), to_a_person(carrier, "+12135550102")
    assert "1 call is ahead of you." in said(second)
    carrier.hang_up(first)
    carrier.silent(second)
    assert second.heard[-1][1] == "You are next in line."


def test_who_hangs_up_while_waiting_has_given_up(city: City, carrier: Fake) -> None:
    leg = to_a_person(carrier)
    carrier.hang_up(leg)
    assert (turn().state, turn().ended_as, only().doing) == ("over", "abandoned", "over")
    assert Contact.objects.get().ended_at is not None


def test_who_redials_goes_on_from_their_place(city: City, carrier: Fake) -> None:
    first = to_a_person(carrier)
    to_a_person(carrier, "+12135550102")
    place = turn_of(first).place
    carrier.hang_up(first)
    again = to_a_person(carrier)
    assert turn_of(again).place == place
    assert turn_of(again).earlier_id == turn_of(first).pk
    assert "You are next in line." in said(again)


@pytest.mark.parametrize("withheld", ["anonymous", "+266696687", "Restricted", ""])
def test_of_a_withheld_number_nothing_is_guessed(city: City, carrier: Fake, withheld: str) -> None:
    first = to_a_person(carrier, withheld)
    carrier.hang_up(first)
    again = to_a_person(carrier, withheld)
    assert (turn_of(again).earlier, turn_of(again).ordinal) == (None, 1)
    assert not Details.objects.exists()
    assert all(CarrierCall.objects.values_list("withheld", flat=True))


def test_a_message_waits_for_somebody_who_hears_it(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "5")
    assert "It is recorded." in said(leg)
    carrier.speak(leg, seconds=12)
    assert "A person will hear your message." in said(leg)
    assert leg.doing == "over"
    waits = Turn.objects.get()
    assert (waits.queue, waits.state, waits.medium) == ("messages", "waiting", "text")
    message = taped.voicemail_of(city.id, waits.pk)
    assert message is not None
    assert (message.seconds, message.sound) == (12, "coming")
    reach = queries.reach_of(waits.pk)
    assert reach is not None
    assert reach.phone == town.CALLER


def test_an_agent_passes_a_call_on_and_another_one_takes_it(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    leg = joined(city, carrier, ana)
    bo = town.agent(city, "Demo Bo", "+12135550901", queues=["lights"])
    actions.pass_on(
        city=city, contact=turn().pk, queue=town.CENTRES.queues["lights"], by=town.AGENT,
        at=timezone.now(),
    )  # fmt: skip
    ask(city)
    carrier.obey()
    assert leg.queue is not None
    assert only().doing == "waiting"
    answer(city, bo)
    carrier.silent(leg)
    assert leg.other is not None
    assert leg.other.numbers["To"] == "+12135550901"
    carrier.picks_up(leg)
    carrier.hang_up(leg)
    assert (turn().state, turn().agent_id) == ("wrap_up", bo)


def test_an_agent_who_passes_it_on_and_hangs_up_first_leaves_the_caller_waiting(
    city: City, carrier: Fake
) -> None:
    leg = joined(city, carrier, town.agent(city))
    actions.pass_on(
        city=city, contact=turn().pk, queue=town.CENTRES.queues["lights"], by=town.AGENT,
        at=timezone.now(),
    )  # fmt: skip
    carrier.other_hangs_up(leg)
    assert leg.queue is not None
    assert (only().doing, turn().queue, turn().state) == ("waiting", "lights", "waiting")
    ask(city)
    assert carrier.asked == []


@pytest.mark.parametrize("how", ["nobody", "a machine"])
def test_a_telephone_that_nobody_answers_puts_the_caller_first_in_line(
    city: City, carrier: Fake, how: str
) -> None:
    ana = town.agent(city)
    leg = to_a_person(carrier)
    other = to_a_person(carrier, "+12135550102")
    answer(city, ana, turn_of(leg).pk)
    carrier.silent(leg)
    carrier.nobody_picks_up(leg) if how == "nobody" else carrier.picks_up(leg, key="")
    assert "You are first in line now." in said(leg)
    assert (turn_of(leg).state, turn_of(leg).agent) == ("waiting", None)
    assert turn_of(leg).place < turn_of(other).place
    gone = Agent.objects.get(pk=ana)
    assert (gone.status, gone.reason) == (Status.LOGGED_OUT, Lost.SILENT_TELEPHONE)


def test_who_has_no_telephone_is_offered_a_carriers_call_once_they_have_one(
    city: City, carrier: Fake
) -> None:
    ana = town.agent(city, phone="")
    leg = to_a_person(carrier)
    assert (turn().state, turn().needs) == ("waiting", [TELEPHONE])
    told = {"city": city, "agent": ana, "by": town.AGENT, "at": timezone.now()}
    actions.say_phone(number=town.AGENT_PHONE, **told)
    assert (turn().state, turn().agent_id) == ("offered", ana)
    answer(city, ana)
    carrier.silent(leg)
    carrier.picks_up(leg)
    assert leg.doing == "joined"
    assert replay(queries.decided(city.id, "311")) == Replayed(decisions=1)


def test_a_call_passed_on_keeps_its_need_of_a_telephone(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    joined(city, carrier, ana)
    town.agent(city, "Demo Ben", phone="")
    lights = queries.contact_centre(city.edition_id).queues["lights"]
    said = {"city": city, "contact": turn().pk, "by": town.AGENT, "at": timezone.now()}
    actions.pass_on(queue=lights, **said)
    assert (turn().state, turn().queue, turn().needs) == ("waiting", "lights", [TELEPHONE])
    assert replay(queries.decided(city.id, "311")) == Replayed(decisions=1)


def test_who_took_their_telephone_back_meanwhile_gives_the_caller_back_and_reads_why(
    city: City, carrier: Fake
) -> None:
    ana = town.agent(city)
    leg = to_a_person(carrier)
    told = {"city": city, "agent": ana, "by": town.AGENT, "at": timezone.now()}
    actions.say_phone(number="", **told)
    answer(city, ana)
    carrier.silent(leg)
    assert leg.queue is not None
    assert turn().state == "waiting"
    gone = Agent.objects.get(pk=ana)
    assert (gone.status, gone.reason) == (Status.LOGGED_OUT, Lost.NO_TELEPHONE)


def test_the_agent_ends_it_at_the_desk(city: City, carrier: Fake) -> None:
    leg = joined(city, carrier, town.agent(city))
    actions.end(city=city, contact=turn().pk, by=town.AGENT, at=timezone.now())
    ask(city)
    carrier.obey()
    assert (leg.doing, only().doing) == ("over", "over")


def test_a_line_of_one_language_asks_for_none_and_a_tty_line_marks_the_contact(
    city: City, carrier: Fake
) -> None:
    leg = carrier.call(town.CALLER, town.SPANISH)
    assert {language for language, _text in leg.heard} == {"es-MX"}
    carrier.hang_up(leg)
    tty = carrier.call("+12135550102", town.TTY)
    call = queries.carried_call(city.id, turn_of(tty).pk)
    assert call is not None
    assert call.relay
    assert tty.queue is not None


def test_the_key_for_relay_calls_marks_the_contact(city: City, carrier: Fake) -> None:
    ana = town.agent(city)
    leg = carrier.call(town.CALLER, town.LINE)
    carrier.press(leg, ENGLISH)
    carrier.press(leg, "7")
    assert only().relay
    answer(city, ana)
    carrier.silent(leg)
    carrier.picks_up(leg)
    assert leg.doing == "joined"
    marks = queries.turn_of(city.id, turn().pk).entries[-1]
    assert marks.sentence == "Marked: relay"


def test_three_silences_lead_to_a_person(city: City, carrier: Fake) -> None:
    leg = carrier.call(town.CALLER, town.LINE)
    for _ in range(3):
        carrier.silent(leg)
    assert leg.queue is not None
    assert turn().state == "waiting"
