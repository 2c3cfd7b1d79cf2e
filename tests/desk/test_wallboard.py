"""The wallboard: what it counts, what it costs, who may see it, and what can be done from it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.desk import centre, fairview
from tests.desk.pages import statements, text_of, words
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import DirectiveRow, Turn
from townline.contacts.queries.board import HANDLING, WAITS
from townline.contacts.rules import quality
from townline.contacts.rules.measures import (
    Definition,
    Handling,
    Stretch,
    Waits,
    handling_s,
    service_level,
)
from townline.contacts.rules.noting import Mark
from townline.desk.board_shown import Told, centre_shown
from townline.record.verbs import NotAllowed

BOARD = "/desk/wallboard/"


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its centres."""
    return centre.town()


@pytest.fixture
def now(town: City) -> datetime:
    """Return a moment of today, a while after midnight in the city where that is possible."""
    return timezone.now()


def board(town: City, at: datetime, since: datetime) -> queries.Board:
    centres = queries.contact_centre(town.edition_id).centres
    return queries.board(town, centres, since=since, at=at)


def seconds(n: float) -> timedelta:
    return timedelta(seconds=n)


def test_counts_are_those_of_what_happened(town: City, now: datetime) -> None:
    start = now - timedelta(hours=1)
    ana = centre.agent(town, start)
    centre.answered(town, centre.call(town, start), ana, start + seconds(10), start + seconds(60))
    slow = centre.call(town, start + seconds(100))
    given_up = centre.call(town, start + seconds(105))
    centre.answered(town, slow, ana, start + seconds(118), start + seconds(200))
    actions.leave(city=town, contact=given_up, by=fairview.actor("agent"), at=start + seconds(250))
    centre.call(town, now - seconds(90), language="es")
    found = board(town, now, start - seconds(1))
    assert found.waits == {
        "general": Waits(
            offered=4, answered=2, abandoned=1, answered_within=2, abandoned_within=0,
            waiting=1, overdue=1, waited_s=10 + 18 + 145,
        )
    }  # fmt: skip
    assert service_level(found.waits["general"], Definition.OFFERED) == 2 / 4
    (line,) = found.lines
    assert (line.queue, line.language, line.count) == ("general", "es", 1)
    assert line.since == now - seconds(90)
    (who,) = found.agents
    assert (who.status, who.state, who.free) == ("available", "idle", True)


def test_who_hangs_up_at_once_is_counted_apart(town: City, now: datetime) -> None:
    start = now - timedelta(hours=1)
    for waited in (0.5, 9.999, 10.0):
        actions.leave(
            city=town, contact=centre.call(town, start), by=centre.SYSTEM,
            at=start + seconds(waited),
        )  # fmt: skip
    found = board(town, now, start - seconds(1)).waits
    assert found["general"] == Waits(
        offered=3, abandoned=1, short=2, abandoned_within=1, waited_s=10.0
    )


def test_what_an_agent_asks_another_is_counted_nowhere(town: City, now: datetime) -> None:
    start = now - timedelta(hours=1)
    ana = centre.agent(town, start)
    bea = centre.agent(town, start, "Demo Bea", centre="parks", queues=["trees"])
    key = centre.call(town, start)
    actions.answer(city=town, contact=key, agent=ana, by=centre.SYSTEM, at=start + seconds(5))
    trees = queries.contact_centre(town.edition_id).queues["trees"]
    asked, _offers = actions.ask(
        city=town, contact=key, queue=trees, by=centre.SYSTEM, at=start + seconds(20)
    )
    found = board(town, start + seconds(30), start - seconds(1))
    assert found.lines == ()
    assert set(found.waits) == {"general"}
    actions.answer(city=town, contact=asked, agent=bea, by=centre.SYSTEM, at=start + seconds(31))
    actions.end(city=town, contact=asked, by=centre.SYSTEM, at=start + seconds(40))
    actions.end(city=town, contact=key, by=centre.SYSTEM, at=start + seconds(60))
    week = quality.week_of((start + seconds(5)).astimezone(town.zone).date())
    sampled = queries.sampled(town, week)
    assert [each.contact for each in sampled] == [key]


def test_a_wait_goes_on_when_nobody_takes_the_offer_or_it_is_moved(
    town: City, now: datetime
) -> None:
    start = now - timedelta(hours=1)
    ana = centre.agent(town, start)
    key = centre.call(town, start)
    actions.expire_offers(city=town, by=centre.SYSTEM, at=start + seconds(25))
    lamps = queries.contact_centre(town.edition_id).queues["lamps"]
    actions.reassign(
        city=town, contact=key, queue=lamps, by=fairview.actor("supervisor"), at=start + seconds(30)
    )
    centre.answered(town, key, ana, start + seconds(40), start + seconds(60))
    found = board(town, now, start - seconds(1)).waits
    assert found == {"lamps": Waits(offered=1, answered=1, waited_s=40)}


def test_it_waits_anew_when_it_is_passed_on(town: City, now: datetime) -> None:
    start = now - timedelta(hours=1)
    ana = centre.agent(town, start)
    key = centre.call(town, start)
    actions.answer(city=town, contact=key, agent=ana, by=centre.SYSTEM, at=start + seconds(5))
    trees = queries.contact_centre(town.edition_id).queues["trees"]
    actions.pass_on(city=town, contact=key, queue=trees, by=centre.SYSTEM, at=start + seconds(60))
    found = board(town, now, start - seconds(1)).waits
    assert (found["general"].answered, found["trees"].waiting) == (1, 1)
    assert found["general"].offered == found["trees"].offered == 1


def test_handling_time_is_talk_and_writing_up_and_of_relays_apart(
    town: City, now: datetime
) -> None:
    start = now - timedelta(hours=1)
    ana = centre.agent(town, start)
    key = centre.call(town, start)
    handled(town, key, ana, start + seconds(10), talks=50, writes=20)
    relayed = centre.call(town, start + seconds(200))
    said = {"city": town, "contact": relayed, "by": centre.SYSTEM}
    actions.answer(agent=ana, at=start + seconds(210), **said)
    actions.mark(agent=ana, kind=Mark.TTY, on=True, at=start + seconds(220), **said)
    actions.end(at=start + seconds(510), **said)
    actions.wrap_up(disposition="", at=start + seconds(540), **said)
    passed = centre.call(town, start + seconds(600))
    said["contact"] = passed
    actions.answer(agent=ana, at=start + seconds(610), **said)
    trees = queries.contact_centre(town.edition_id).queues["trees"]
    actions.pass_on(queue=trees, at=start + seconds(640), **said)
    bea = centre.agent(town, start + seconds(700), "Demo Bea", centre="parks", queues=["trees"])
    handled(town, passed, bea, start + seconds(720), talks=60, writes=5)
    centre.call(town, start + seconds(800))  # is not over, and counts nowhere
    found = board(town, now, start - seconds(1)).handling
    assert found == {
        "general": Handling(contacts=2, seconds=70 + 30, relayed=1, relayed_s=330),
        "trees": Handling(contacts=1, seconds=65),
    }
    one = queries.turn_of(town.id, passed)
    talks = [
        Stretch(queue=each.queue, began=each.started_at, ended=each.ended_at)
        for each in one.legs if each.kind == "agent" and each.ended_at
    ]  # fmt: skip
    assert handling_s(talks, Turn.objects.get(pk=passed).done_at) == {"general": 30, "trees": 65}


def handled(town: City, key: int, who: int, at: datetime, *, talks: float, writes: float) -> None:
    """Let an agent answer a contact at a moment, and write it up."""
    said = {"city": town, "contact": key, "by": centre.SYSTEM}
    actions.answer(agent=who, at=at, **said)
    actions.end(at=at + seconds(talks), **said)
    actions.wrap_up(disposition="", at=at + seconds(talks + writes), **said)


def test_the_board_shows_handling_times_of_relays_apart(town: City, now: datetime) -> None:
    shown = replace(
        board(town, now, now),
        handling={"general": Handling(contacts=2, seconds=130, relayed=1, relayed_s=330)},
    )
    one = queries.contact_centre(town.edition_id).centres[0]
    weeks = {each.code: queries.week_of_queue(town, each.code) for each in one.queues}
    told = Told(
        city=town, centre=one, weeks=weeks, board=shown, said=(), definition=Definition.OFFERED
    )
    page = render_to_string("desk/wallboard_now.html", {"centres": [centre_shown(told)]})
    assert "1:05 <span" in page
    assert "by relay or TTY: 5:30" in page
    assert "Mean handling time" in page
    assert "no contacts yet" in page  # of the other queues


def test_the_board_says_it_and_never_that_all_is_well_of_nothing(town: City, now: datetime) -> None:
    page = text_of(fairview.signed_in("supervisor"), BOARD)
    assert "no contacts yet" in page
    assert "100 %" not in page
    assert "No agent is logged in" in page
    centre.agent(town, now - seconds(60))
    centre.call(town, now - seconds(50))
    page = text_of(fairview.signed_in("analyst"), BOARD)
    assert "Is being offered one" in page
    assert "Demo Ana" in page
    assert "Of all contacts" in page
    assert "Who hung up within 10 seconds" in page
    assert "answered in time ÷ answered; who gave up is left out" in page


def test_it_can_be_of_one_centre_and_of_another_definition(town: City) -> None:
    client = fairview.signed_in("supervisor")
    page = text_of(client, f"{BOARD}?centre=parks&definition=handled")
    assert "Trees" in page
    assert "By voice" not in page
    assert "With those who gave up (shown now)" in page
    assert "By voice" in text_of(client, f"{BOARD}?centre=none&definition=none")


def test_it_costs_few_statements_whatever_is_on_it(town: City, now: datetime) -> None:
    client = fairview.signed_in("supervisor")
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{BOARD}now/")
    for n in range(12):
        centre.agent(town, now - seconds(500), f"Demo {n}", languages=["en", "es"])
        centre.call(town, now - seconds(400 - n))
        centre.call(town, now - seconds(300 - n), "trees")
    with CaptureQueriesContext(connection) as many:
        client.get(f"{BOARD}now/")
    assert statements(many) == statements(few)
    centres = queries.contact_centre(town.edition_id).centres
    with CaptureQueriesContext(connection) as own:
        queries.board(town, centres, since=now - seconds(900), at=now)
    assert len(own) == 4


@pytest.mark.parametrize("counted", [WAITS, HANDLING])
def test_waits_and_handling_are_found_by_an_index(town: City, now: datetime, counted: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + counted, {
            "city": town.id, "since": now - seconds(60), "at": now, "queues": [], "withins": [],
            "short_s": 10, "relays": ["relay"],
        })  # fmt: skip
        plan = "\n".join(row[0] for row in cursor.fetchall())
        # Of a table without rows any index of the whole is as good: so it is asked for alone.
        cursor.execute(
            "EXPLAIN SELECT turn_id FROM contacts_leg WHERE started_at BETWEEN %s AND %s",
            [now - seconds(60), now],
        )
        alone = "\n".join(row[0] for row in cursor.fetchall())
    assert "leg_by_start" in alone
    assert "Seq Scan" not in plan


def test_a_supervisor_moves_what_waits(town: City, now: datetime) -> None:
    key = centre.call(town, now - seconds(40))
    client = fairview.signed_in("supervisor")
    path = f"{BOARD}queues/general/"
    assert "Contact" in text_of(client, path)
    refused = client.post(f"{path}move/", {"queue": "lamps"})
    assert refused.status_code == 422
    assert "Choose the contacts" in words(refused)
    done = client.post(f"{path}move/", {"contacts": [key], "queue": "lamps"}, follow=True)
    assert "1 contact was moved." in words(done)
    turn = Turn.objects.get(pk=key)
    assert (turn.queue, turn.since) == ("lamps", now - seconds(40))
    verbs = [entry.verb for entry in queries.turn_of(town.id, key).entries]
    assert verbs == ["contact.queued", "contact.reassigned"]
    again = client.post(f"{path}move/", {"contacts": [key], "queue": "lamps"})
    assert again.status_code == 422


def test_nothing_is_moved_to_a_queue_of_another_medium(town: City, now: datetime) -> None:
    key = centre.call(town, now)
    client = fairview.signed_in("supervisor")
    refused = client.post(f"{BOARD}queues/general/move/", {"contacts": [key], "queue": "chat"})
    assert refused.status_code == 422
    chat = queries.contact_centre(town.edition_id).queues["chat"]
    with pytest.raises(actions.NotNow):
        actions.reassign(
            city=town, contact=key, queue=chat, by=fairview.actor("supervisor"), at=now
        )


def test_a_queue_closes_early_and_it_is_taken_back(town: City) -> None:
    client = fairview.signed_in("supervisor")
    path = f"{BOARD}queues/general/"
    wrong = client.post(f"{path}hours/", {"opens": "10:00", "closes": "09:00"})
    assert wrong.status_code == 422
    assert "would close before it opens" in words(wrong)
    empty = client.post(f"{path}hours/", {})
    assert "Give an opening and a closing" in words(empty)
    done = client.post(f"{path}hours/", {"closed": "on"}, follow=True)
    assert "It holds from now on" in words(done)
    assert "Closed all day" in words(done)
    assert "other hours today" in text_of(client, BOARD)
    assert "Demo supervisor" in words(done)
    row = DirectiveRow.objects.get()
    undone = client.post(f"{path}undo/", {"directive": row.pk}, follow=True)
    assert "What held before holds again." in words(undone)
    assert "other hours today" not in text_of(client, BOARD)
    twice = client.post(f"{path}undo/", {"directive": row.pk}, follow=True)
    assert "taken back already" in words(twice)
    assert DirectiveRow.objects.count() == 2


def test_an_announcement_is_given_in_the_languages(town: City) -> None:
    client = fairview.signed_in("supervisor")
    path = f"{BOARD}queues/general/"
    until = (timezone.now() + timedelta(hours=3)).astimezone(town.zone).strftime("%Y-%m-%dT%H:%M")
    past = client.post(f"{path}announce/", {"words_en": "Late.", "until": "2020-01-01T08:00"})
    assert "That is over already." in words(past)
    said = {"words_en": "A storm: please wait.", "words_es": "Hay tormenta.", "until": until}
    done = client.post(f"{path}announce/", said, follow=True)
    assert "Whoever comes to the queue from now on is told." in words(done)
    assert "Hay tormenta." in words(done)
    assert "announcement" in text_of(client, BOARD)


def test_an_agent_is_put_aside(town: City, now: datetime) -> None:
    ana = centre.agent(town, now - seconds(90))
    key = centre.call(town, now - seconds(60))
    client = fairview.signed_in("supervisor")
    path = f"{BOARD}agents/{ana}/"
    assert "Available" in text_of(client, path)
    done = client.post(f"{path}aside/", {"aside": "break"}, follow=True)
    assert "is on a break" in words(done)
    assert centre.status(ana) == "break"
    client.post(f"{path}aside/", {"aside": "out"})
    assert centre.status(ana) == "logged_out"
    assert Turn.objects.get(pk=key).state == "waiting"
    assert [row.kind for row in DirectiveRow.objects.order_by("id")] == ["break", "out"]
    assert "On a break" in text_of(client, path)


def test_who_leads_another_department_only_looks(town: City, now: datetime) -> None:
    client = fairview.signed_in("supervisor")
    assert "Hours of today" not in text_of(client, f"{BOARD}queues/trees/")
    shut = client.post(f"{BOARD}queues/trees/hours/", {"closed": "on"})
    assert shut.status_code == 403
    bea = centre.agent(town, now, "Demo Bea", centre="parks", queues=["trees"])
    assert client.post(f"{BOARD}agents/{bea}/aside/", {"aside": "out"}).status_code == 403
    assert centre.status(bea) == "available"
    with pytest.raises(NotAllowed):
        actions.take_back_directive(
            city=town, centre=centre.CENTRES.centres[1], directive=1,
            by=fairview.actor("supervisor"), at=now,
        )  # fmt: skip


def test_an_agent_and_a_worker_are_turned_away(town: City) -> None:
    for name in ("agent", "worker"):
        assert fairview.signed_in(name).get(BOARD).status_code == 403
        assert fairview.signed_in(name).get(f"{BOARD}now/").status_code == 403
    assert Client().get(BOARD).status_code == 302


def test_a_city_without_centres_is_told_what_to_do(db: None) -> None:
    fairview.apply()
    page = text_of(fairview.signed_in("admin"), BOARD)
    assert "Describe its centres and queues in centres.toml" in page


def test_what_is_directed_decides_whether_a_queue_is_open(town: City, now: datetime) -> None:
    assert queries.opening_of(town, "general", now).open
    client = fairview.signed_in("supervisor")
    client.post(f"{BOARD}queues/general/hours/", {"closed": "on"})
    shut = queries.opening_of(town, "general", now)
    assert not shut.open
    assert shut.opens_at is not None
    assert shut.opens_at.astimezone(town.zone).hour == 0
    assert queries.left_of_the_day(town, "general", now) == timedelta(0)
    assert queries.opening_of(town, "lamps", now).open
    row = DirectiveRow.objects.get()
    client.post(f"{BOARD}queues/general/undo/", {"directive": row.pk})
    assert queries.opening_of(town, "general", now).open


def test_an_announcement_is_told_in_the_language(town: City, now: datetime) -> None:
    until = (now + timedelta(hours=3)).astimezone(town.zone).strftime("%Y-%m-%dT%H:%M")
    said = {"words_en": "Late.", "words_es": "Tarde.", "until": until}
    fairview.signed_in("supervisor").post(f"{BOARD}queues/general/announce/", said)
    assert queries.announced(town, "general", "es", now) == "Tarde."
    assert queries.announced(town, "general", "ko", now) == "Late."
    assert queries.announced(town, "general", "es", now + timedelta(hours=4)) == ""
    assert queries.announced(town, "lamps", "es", now) == ""
