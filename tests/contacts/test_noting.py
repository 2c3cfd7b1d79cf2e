"""What agents add to a contact: notes, marks, answers, its end; and contacts taken by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contacts.test_tended_queues import SAID
from tests.contacts.test_turns import AGENT, after, agent, call, clean, state
from tests.requests.build import file, person
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import Caller
from townline.contacts.rules.centres import Answered
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.noting import MOST_NOTE, Given, Mark, UnknownDisposition
from townline.record.verbs import RESIDENT, SYSTEM, NotAllowed, Role
from townline.requests import queries as requests
from townline.requests.actions.handle import handle
from townline.requests.rules.handled import How

LISTED = (Answered(code="told", words={"en": "Told"}), Answered(code="nobody", words={"en": "-"}))


@pytest.fixture
def centre(town: City) -> City:
    said = replace(SAID, dispositions=LISTED)
    actions.put_centres(edition_id=town.edition_id, said=said, by=SYSTEM, at=after(0))
    return town


def with_agent(town: City) -> tuple[int, int]:
    """Return a contact and the agent who answered it."""
    ana = agent(town)
    key, _ = call(town, after(1))
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    return key, ana


def verbs_of(town: City, key: int) -> list[str]:
    entries = queries.turn_of(town.id, key).entries
    return [entry.verb.removeprefix("contact.") for entry in entries]


def test_notes_are_kept_as_they_are_typed_and_go_with_the_caller(centre: City) -> None:
    key, ana = with_agent(centre)
    said = {"city": centre, "contact": key, "agent": ana, "by": AGENT}
    for seconds, text in ((3, "The la"), (4, "The lamp is dark")):
        actions.write_note(**said, text=text, at=after(seconds))
    (note,) = queries.notes_of(key)
    assert (note.text, note.agent) == ("The lamp is dark", "Demo Ana")
    actions.write_up(**said, disposition="told", at=after(9))
    assert verbs_of(centre, key)[-3:] == ["noted", "ended", "wrapped_up"]
    actions.forget(contact_id=key, by=SYSTEM, at=after(10))
    assert queries.notes_of(key) == ()


def test_notes_are_written_by_who_had_the_contact_and_have_an_end(centre: City) -> None:
    key, ana = with_agent(centre)
    other = agent(centre, "Demo Bea")
    said = {"city": centre, "contact": key, "by": AGENT, "at": after(3)}
    with pytest.raises(NotNow):
        actions.write_note(**said, agent=other, text="x")
    with pytest.raises(ValueError, match="at most"):
        actions.write_note(**said, agent=ana, text="x" * (MOST_NOTE + 1))
    with pytest.raises(NotAllowed):
        actions.write_note(**said | {"by": RESIDENT}, agent=ana, text="x")


def test_a_contact_ends_only_as_the_citys_list_says(centre: City) -> None:
    key, ana = with_agent(centre)
    said = {"city": centre, "contact": key, "by": AGENT, "at": after(5)}
    with pytest.raises(UnknownDisposition, match="there are: told, nobody"):
        actions.write_up(**said, agent=ana, disposition="lunch")
    with pytest.raises(NotNow):
        actions.write_up(**said, agent=agent(centre, "Demo Bea"), disposition="told")
    assert state(key) == "in_contact"
    actions.write_up(**said, agent=ana, disposition="told")
    assert queries.turn_of(centre.id, key).disposition == "told"


def test_how_it_ended_can_be_corrected_and_both_stand_in_the_record(centre: City) -> None:
    key, ana = with_agent(centre)
    said = {"city": centre, "contact": key, "by": AGENT}
    with pytest.raises(NotNow):
        actions.correct_disposition(**said, disposition="nobody", at=after(4))
    actions.write_up(**said, agent=ana, disposition="told", at=after(5))
    actions.correct_disposition(**said, disposition="nobody", at=after(6))
    actions.correct_disposition(**said, disposition="nobody", at=after(7))
    shown = queries.turn_of(centre.id, key)
    assert shown.disposition == "nobody"
    assert [e.sentence for e in shown.entries][-1] == "Written up as nobody instead of told"
    with pytest.raises(UnknownDisposition):
        actions.correct_disposition(**said, disposition="lunch", at=after(8))


def test_marks_come_and_go_and_are_in_the_record_once(centre: City) -> None:
    key, ana = with_agent(centre)
    said = {"city": centre, "contact": key, "agent": ana, "by": AGENT}
    for seconds, kind, on in ((3, Mark.RELAY, True), (4, Mark.RELAY, True), (5, Mark.TTY, True),
                              (6, Mark.RELAY, False)):  # fmt: skip
        actions.mark(**said, kind=kind, on=on, at=after(seconds))
    assert queries.marks_of(key) == ("tty",)
    assert verbs_of(centre, key)[-3:] == ["marked", "marked", "unmarked"]
    with pytest.raises(NotNow):
        actions.mark(**said | {"agent": ana + 1}, kind=Mark.TTY, on=False, at=after(7))


def test_answers_given_are_in_the_record(centre: City) -> None:
    key, _ = with_agent(centre)
    actions.give_answer(
        city=centre, contact=key, code="trash-day", language="en", how=Given.READ, by=AGENT,
        at=after(3),
    )  # fmt: skip
    (given,) = queries.answers_given(key)
    assert (given.code, given.how) == ("trash-day", "read")
    assert queries.turn_of(centre.id, key).entries[-1].sentence == "Given the answer trash-day"


def test_what_comes_past_the_queue_is_a_contact_with_a_leg_and_the_queue_agrees(
    centre: City,
) -> None:
    ana = agent(centre)
    came = Caller(channel="walk_in", language="en", details={"phone": "555-0101"})
    key = actions.take_by_hand(city=centre, came=came, agent=ana, by=AGENT, at=after(1))
    waits, offered = call(centre, after(2))
    assert (state(key), offered) == ("in_contact", [])
    with pytest.raises(NotNow):
        actions.take_by_hand(city=centre, came=came, agent=ana, by=AGENT, at=after(3))
    done = {"city": centre, "contact": key, "agent": ana, "by": AGENT}
    actions.write_up(**done, disposition="told", at=after(60))
    assert state(waits) == "offered"
    shown = queries.turn_of(centre.id, key)
    assert [(leg.kind, leg.ended_at) for leg in shown.legs] == [("agent", after(60))]
    assert (shown.queue, shown.channel) == ("general", "walk_in")
    clean(centre, "311")


def test_written_contacts_taken_by_hand_go_beside_others(centre: City) -> None:
    ana = agent(centre, text_most=2)
    letter = Caller(channel="letter", language="en")
    said = {"city": centre, "came": letter, "agent": ana, "by": AGENT}
    keys = {actions.take_by_hand(**said, at=after(n)) for n in (1, 2)}
    assert {each.id for each in queries.in_hand(centre.id, ana)} == keys
    with pytest.raises(NotNow):
        actions.take_by_hand(**said, at=after(3))
    clean(centre, "311")


def test_an_agent_finds_what_they_had(centre: City) -> None:
    key, ana = with_agent(centre)
    day = {"since": after(0), "until": after(0) + timedelta(days=1), "most": 5}
    assert [each.id for each in queries.had_by(centre.id, ana, **day)] == [key]
    assert queries.has_had(centre.id, ana, key)
    assert not queries.has_had(centre.id, ana + 1, key)


def test_a_contact_is_linked_with_its_requests_once_for_each_way(centre: City) -> None:
    key, _ = with_agent(centre)
    number = file(centre).number
    by = person(Role.AGENT)
    for how in (How.FILED, How.FILED, How.CHANGED):
        handle(city=centre, number=number, contact=key, how=how, by=by, at=after(5))
    found = requests.handled_in(centre, key, by, language="en")
    assert [(each.number, each.how) for each in found] == [(number, "filed"), (number, "changed")]
    with pytest.raises(requests.NoSuchRequest):
        handle(city=centre, number="00-000000-0", contact=key, how=How.FILED, by=by, at=after(6))
