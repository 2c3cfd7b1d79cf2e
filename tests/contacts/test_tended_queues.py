"""What only time changes is looked after by the worker."""

from tests.contacts.test_turns import after, agent, call, state
from townline.cities.rules.city import City
from townline.config import tasks
from townline.contacts import actions, queries
from townline.contacts.models import Turn
from townline.contacts.rules.centres import Centre, ContactCentre, Line
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


def test_a_city_without_centres_has_no_queue(town: City) -> None:
    assert queries.contact_centre(town.edition_id).queues == {}
    tasks.tend_queues(timestamp=0)
    assert not Turn.objects.exists()
