"""What only time changes is looked after by the worker."""

from dataclasses import replace
from datetime import timedelta

from tests.contacts.test_turns import CHAT, after, agent, call, clean, state
from tests.contacts.test_turns import GENERAL as GENERAL_RULE
from townline.cities.rules.city import City
from townline.config import tasks
from townline.contacts import actions, queries
from townline.contacts.models import Turn
from townline.contacts.queries import proof
from townline.contacts.rules.centres import Centre, ContactCentre, Line
from townline.contacts.rules.queueing import Queue, WayOut
from townline.record.verbs import SYSTEM

GENERAL = Line(code="general", words={"en": "General"})
BULKY = Line(
    code="bulky", words={"en": "Pick-ups"}, needs=("bulky",), overflow_s=60, overflow_to="general"
)
SAID = ContactCentre(
    centres=(
        Centre(
            code="311", words={"en": "311"}, department="light", calendar="office",
            queues=(GENERAL, BULKY),
        ),
    )
)  # fmt: skip


def test_the_worker_takes_back_offers_and_moves_on_what_waits_too_long(town: City) -> None:
    actions.put_centres(edition_id=town.edition_id, said=SAID, by=SYSTEM, at=after(0))
    queues = queries.contact_centre(town.edition_id).queues
    agent(town, queues=["general"], skills=[])
    offered, _ = call(town, after(1), queues["general"])
    waits, _ = call(town, after(2), queues["bulky"])
    tasks.tend_queues(timestamp=0)
    assert state(offered) == "waiting"
    assert Turn.objects.get(pk=waits).queue == "general"
    assert Turn.objects.filter(state="offered").count() == 1, "the agent is offered the other"


def test_who_waits_as_long_as_a_queue_lets_them_is_asked_or_ended(town: City) -> None:
    limit = timedelta(seconds=60)
    spoken = Queue(code="general", centre="311", limit=limit, way_out=WayOut.VOICEMAIL)
    queues = {"general": spoken, "chat": replace(CHAT, limit=limit)}
    voice, _ = call(town, after(0), spoken)
    chat, _ = call(town, after(1), queues["chat"], channel="chat")
    said = {"city": town, "queues": queues, "by": SYSTEM}
    assert actions.limit_waits(**said, at=after(59)) == ()
    assert actions.limit_waits(**said, at=after(61)) == (voice, chat)
    assert actions.limit_waits(**said, at=after(62)) == ()
    shown = queries.turn_of(town.id, voice)
    assert (shown.state, shown.way_out) == ("waiting", "voicemail")
    assert "asked about: voicemail" in shown.entries[-1].sentence
    ended = queries.turn_of(town.id, chat)
    assert (ended.state, ended.ended_as) == ("over", "expired")
    assert ended.ended_at == after(61)
    (told,) = queries.said(town.id, chat)
    assert (told.side, "nobody could answer" in told.text) == ("city", True)
    assert queries.said(town.id, voice) == ()
    assert list(proof.disagreements()) == []
    clean(town, "311")


def test_what_suits_somebody_only_later_is_offered_when_the_moment_comes(town: City) -> None:
    kept = Queue(code="general", centre="311", reserve=timedelta(seconds=20))
    bo = agent(town, "Demo Bo", languages=["en", "es"], reserved="es")
    key, offered = call(town, after(1), kept)
    assert offered == []
    assert actions.wake(city=town, by=SYSTEM, at=after(20)) == ()
    (offer,) = actions.wake(city=town, by=SYSTEM, at=after(21))
    assert (offer.contact, offer.agent) == (key, bo)
    clean(town, "311")


def test_who_comes_later_does_not_pass_over_whom_time_let_suit(town: City) -> None:
    kept = Queue(code="general", centre="311", reserve=timedelta(seconds=20))
    bo = agent(town, "Demo Bo", languages=["en", "es"], reserved="es")
    first, _ = call(town, after(1), kept)
    assert call(town, after(30), kept, language="es")[1] == [bo]
    assert Turn.objects.get(agent_id=bo).pk == first
    clean(town, "311")


def test_a_centre_says_after_how_many_misses_an_agent_is_paused(town: City) -> None:
    queues = {"general": replace(GENERAL_RULE, misses=1)}
    agent(town)
    call(town, after(1))
    actions.expire_offers(city=town, by=SYSTEM, at=after(30), queues=queues)
    assert [each.status for each in queries.agents(town.id, "311")] == ["paused"]


def test_a_city_without_centres_has_no_queue(town: City) -> None:
    assert queries.contact_centre(town.edition_id).queues == {}
    tasks.tend_queues(timestamp=0)
    assert not Turn.objects.exists()
