"""What residents agree to is kept in the words in which they were asked, heeded, and taken back."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from tests.contacts.test_forgetting import KEPT, days, left, over
from tests.contacts.test_turns import AGENT, after, agent, call
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import calls, recordings
from townline.contacts.models import Consent, Details, Notice, WebCall
from townline.contacts.queries import proof
from townline.contacts.rules.consent import Asked, ConsentTo, NoConsent
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.queueing import Queue
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role

ASKED = Asked(words="May we?", language="en")
GENERAL = Queue(code="general", centre="311")


def say(town: City, key: int, to: ConsentTo, given: bool, at: float = 100) -> None:
    actions.say_consent(
        city=town, contact=key, to=to, given=given, asked=ASKED, by=AGENT, at=after(at)
    )


def said(town: City, key: int) -> list[tuple[str, bool]]:
    return [(each.to, each.given) for each in queries.consents_of(town.id, key)]


def web_call(town: City, *, record: bool) -> int:
    came = actions.Caller(channel=calls.CHANNEL, language="en")
    return calls.begin_call(
        city=town, came=came, queue=GENERAL, may_record=record, by=RESIDENT, at=after(1),
        asked=ASKED,
    )  # fmt: skip


def test_each_answer_is_a_line_with_the_words_and_the_last_one_holds(town: City) -> None:
    key = over(town)
    assert queries.agreed(key, ConsentTo.KEEPING) is None
    say(town, key, ConsentTo.KEEPING, True)
    say(town, key, ConsentTo.KEEPING, True, at=101)
    say(town, key, ConsentTo.KEEPING, False, at=102)
    assert said(town, key) == [("keeping", True), ("keeping", False)]
    (first, _last) = queries.consents_of(town.id, key)
    assert (first.words, first.language, first.by) == ("May we?", "en", "Demo agent")
    assert (first.at, first.edition) == (after(100), town.edition_id)
    assert queries.agreed(key, ConsentTo.KEEPING) is False


def test_lines_are_never_altered_and_stay_when_somebody_is_forgotten(town: City) -> None:
    key = over(town)
    say(town, key, ConsentTo.KEEPING, True)
    actions.forget_contact(city=town, contact=key, by=SYSTEM, at=after(200))
    changes: tuple[Callable[[], object], ...] = (
        lambda: Consent.objects.update(given=False), lambda: Consent.objects.all().delete(),
    )  # fmt: skip
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert said(town, key) == [("keeping", True)]


def test_only_those_who_may_say_it_and_of_contacts_that_are_there(town: City) -> None:
    key = over(town)
    analyst = Actor(kind="staff", label="Demo", roles=frozenset({Role.ANALYST}))
    told = {"city": town, "to": ConsentTo.KEEPING, "given": True, "asked": ASKED, "at": after(1)}
    with pytest.raises(NotAllowed):
        actions.say_consent(**told, contact=key, by=analyst)
    with pytest.raises(queries.NoSuchTurn):
        actions.say_consent(**told, contact=key + 100, by=AGENT)


def test_what_a_caller_says_of_recording_is_kept_and_heeded(town: City) -> None:
    ana = agent(town)
    key = web_call(town, record=False)
    assert said(town, key) == [("recording", False)]
    actions.answer(city=town, contact=key, agent=ana, by=AGENT, at=after(2))
    with pytest.raises(NotNow):
        recordings.begin_recording(city=town, contact=key, by=AGENT, at=after(3))
    say(town, key, ConsentTo.RECORDING, True, at=4)
    assert WebCall.objects.get(pk=key).may_record
    number = recordings.begin_recording(city=town, contact=key, by=AGENT, at=after(5))
    recordings.refuse_recording(city=town, contact=key, by=RESIDENT, at=after(6), asked=ASKED)
    assert said(town, key) == [("recording", False), ("recording", True), ("recording", False)]
    assert recordings._held(town, number).ended_at == after(6)
    with pytest.raises(NotNow):
        recordings.begin_recording(city=town, contact=key, by=AGENT, at=after(7))
    verbs = [each.verb for each in queries.turn_of(town.id, key).entries]
    assert verbs.count("contact.recording_allowed") == 1
    assert verbs.count("contact.recording_refused") == 2
    assert list(proof.disagreements()) == []


def test_what_is_no_call_of_ours_cannot_be_recorded(town: City) -> None:
    key, _offers = call(town, after(1))
    with pytest.raises(NotNow):
        say(town, key, ConsentTo.RECORDING, True)
    assert said(town, key) == []


def test_nothing_is_sent_to_who_did_not_agree_or_took_it_back(town: City) -> None:
    key = over(town)
    told = {"city": town, "contact": key, "medium": "email", "address": "cleo@example.org"}
    with pytest.raises(NoConsent):
        actions.reach_at(**told, by=AGENT, at=after(100))
    actions.reach_at(**told, by=AGENT, at=after(101), asked=ASKED)
    actions.reach_at(**told, by=AGENT, at=after(102))
    assert said(town, key) == [("sending", True)]
    owed = actions.owe(
        city_id=town.id, contact_id=key, template="article", asked_for=True, by=AGENT,
        at=after(103), data={"question": "?", "text": ".", "page": "answers/x/"},
    )  # fmt: skip
    say(town, key, ConsentTo.SENDING, False, at=104)
    notice = Notice.objects.get(pk=owed)
    assert (notice.given_up_for, notice.data) == ("withdrawn", {})
    with pytest.raises(NoConsent):
        actions.reach_at(**told, by=AGENT, at=after(105))


def test_who_does_not_want_to_be_kept_is_forgotten_in_the_night_after(town: City) -> None:
    key = over(town)
    other = over(town, 500)
    say(town, key, ConsentTo.KEEPING, False, at=600)
    assert actions.forget_due(city=town, kept=KEPT, by=SYSTEM, at=after(700)) == 1
    assert left(key) == (False, True, True)
    assert left(other) == (True, True, True)
    entry = queries.turn_of(town.id, key).entries[-1]
    assert entry.sentence == "Forgotten: details; as they asked"
    assert actions.forget_due(city=town, kept=KEPT, by=SYSTEM, at=after(701)) == 0
    assert list(proof.disagreements()) == []


def test_who_changes_their_mind_is_kept(town: City) -> None:
    key = over(town)
    say(town, key, ConsentTo.KEEPING, False)
    say(town, key, ConsentTo.KEEPING, True, at=101)
    assert actions.forget_due(city=town, kept=KEPT, by=SYSTEM, at=after(days(1))) == 0
    assert Details.objects.filter(contact=key).exists()
