"""However many come at once, no agent has more in writing than they said, and nobody is lost."""

from threading import Barrier, Thread

from django.db import connections

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Agent, Turn
from townline.contacts.rules.decided import replay
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.record.verbs import RESIDENT, SYSTEM

CHAT = Queue(code="chat", centre="311", medium=Medium.TEXT)
MOST = {"Demo Ana": 1, "Demo Ben": 2, "Demo Cem": 3}
CALLERS, EACH = 4, 6


def staff(town: City) -> None:
    new = [
        actions.NewAgent(
            label=label, centre="311", queues=["chat"], languages=["en"], text_most=most,
            answers_at_once=True,
        )
        for label, most in MOST.items()
    ]  # fmt: skip
    for key in actions.add_agents(city=town, agents=new, by=SYSTEM, at=NOON):
        actions.say_status(city=town, agent=key, status=Status.AVAILABLE, by=SYSTEM, at=NOON)


def test_no_agent_has_more_chats_than_they_can(kept_town: City) -> None:
    staff(kept_town)
    together, faults = Barrier(CALLERS), list[BaseException]()

    def come() -> None:
        together.wait()
        try:
            for number in range(EACH):
                came = actions.Caller(channel="chat", language="en")
                key, _offers = actions.take_in(
                    city=kept_town, came=came, queue=CHAT, by=RESIDENT, at=NOON
                )
                if number % 2 and Turn.objects.get(pk=key).state == "in_contact":
                    actions.wrap_up(
                        city=kept_town, contact=key, disposition="told", by=SYSTEM, at=NOON
                    )
        except BaseException as fault:  # told by the test, not by a thread
            faults.append(fault)
        finally:
            connections.close_all()

    coming = [Thread(target=come) for _ in range(CALLERS)]
    for each in coming:
        each.start()
    for each in coming:
        each.join()
    assert not faults
    for agent in Agent.objects.all():
        held = Turn.objects.filter(agent=agent, state__in=("offered", "in_contact", "wrap_up"))
        assert agent.texts == held.count() <= MOST[agent.label]
    assert Turn.objects.count() == CALLERS * EACH
    found = replay(queries.decided(kept_town.id, "311"))
    assert (found.offered_twice, found.passed_over) == ((), ())
