"""Supervisors say who answers what; whoever's desk is silent is lost."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from tests.desk import centres, fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.config import answering_staff, tasks
from townline.config.agents_command import agents as command
from townline.contacts import actions, queries
from townline.contacts.rules.answering import Abilities, UnfitAgent, check
from townline.contacts.rules.course import NotNow
from townline.record.verbs import SYSTEM, NotAllowed, Role
from townline.staff import actions as staff

CHOSEN = {
    "centre": "311", "queues": ["311~general", "311~chat", "parks~trees"], "languages": ["en"],
    "skills": [], "reserved": "", "text_most": "2",
}  # fmt: skip


@pytest.fixture
def centre(town: City) -> City:
    centres.put(town)
    return town


def test_a_supervisor_says_where_somebody_answers(centre: City, supervisor: Client) -> None:
    assert "Demo agent" in text_of(supervisor, "/desk/agents/")
    key = centres.member_id(centre, "agent")
    answer = supervisor.post(f"/desk/agents/{key}/", CHOSEN)
    assert answer.status_code == 302, words(answer)
    found = queries.agent_of_member(centre.id, key)
    assert found
    assert (found.centre, found.queues, found.text_most) == ("311", ("general", "chat"), 2)
    page = text_of(supervisor, "/desk/agents/")
    assert "311, by voice, 311, by chat" in page
    assert "Saved for Demo agent." in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"languages": []}, "This field is required"),
        ({"reserved": "es"}, "Choose a language that they speak."),
        ({"text_most": "99"}, "less than or equal to 10"),
        ({"centre": "none"}, "Select a valid choice"),
    ],
)
def test_what_will_not_do_is_said(centre: City, supervisor: Client, said, told: str) -> None:
    key = centres.member_id(centre, "agent")
    answer = supervisor.post(f"/desk/agents/{key}/", CHOSEN | said)
    assert answer.status_code == 422
    assert told in words(answer)
    assert queries.agent_of_member(centre.id, key) is None


def test_only_who_leads_may_say_it(centre: City) -> None:
    key = centres.member_id(centre, "agent")
    told = {"city": centre, "member_id": key, "label": "Demo", "said": centres.ABILITIES}
    with pytest.raises(NotAllowed):
        actions.put_agent(**told, by=fairview.actor("agent"), at=timezone.now())
    assert fairview.signed_in("agent").get(f"/desk/agents/{key}/").status_code == 403
    worker = centres.member_id(centre, "worker")
    assert fairview.signed_in("supervisor").get(f"/desk/agents/{worker}/").status_code == 404


def test_a_city_without_centres_says_what_to_do(town: City, supervisor: Client) -> None:
    assert "Add centres.toml to it" in text_of(supervisor, "/desk/agents/")
    key = centres.member_id(town, "agent")
    assert supervisor.get(f"/desk/agents/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Abilities(centre="none", languages=("en",)), "centre"),
        (Abilities(centre="311", languages=()), "languages"),
        (Abilities(centre="311", languages=("fr",)), "languages"),
        (Abilities(centre="311", languages=("en",), queues=("trees",)), "queues"),
        (Abilities(centre="311", languages=("en",), skills=("piano",)), "skills"),
        (Abilities(centre="311", languages=("en",), reserved="es"), "reserved"),
        (Abilities(centre="311", languages=("en",), text_most=0), "text_most"),
    ],
)
def test_an_agent_has_only_what_the_folder_knows(said: Abilities, field: str) -> None:
    with pytest.raises(UnfitAgent) as refusal:
        check(said, centres.SAID, ("en", "es"))
    assert refusal.value.field == field


def test_whoever_has_a_contact_in_hand_stays_at_the_centre(centre: City) -> None:
    key = centres.agent(centre)
    centres.available(centre, key)
    contact = centres.call(centre)
    assert queries.turn_of(centre.id, contact).state == "offered"
    with pytest.raises(NotNow):
        centres.agent(centre, centre="parks", queues=("trees",))
    assert centres.agent(centre, languages=("en",)) == key


def test_a_new_queue_offers_at_once_what_waits_there(centre: City) -> None:
    key = centres.agent(centre, queues=("chat",))
    centres.available(centre, key)
    contact = centres.call(centre)
    assert queries.turn_of(centre.id, contact).state == "waiting"
    centres.agent(centre)
    assert queries.turn_of(centre.id, contact).state == "offered"


def test_whose_desk_is_silent_for_a_minute_is_lost_and_what_they_had_waits(centre: City) -> None:
    key, still = centres.agent(centre), centres.agent(centre, "supervisor", queues=("chat",))
    now = timezone.now()
    for each, ago in ((key, 61), (still, 30)):
        centres.available(centre, each)
        actions.see_agent(city=centre, agent=each, by=SYSTEM, at=now - timedelta(seconds=ago))
    contact = centres.call(centre)
    tasks.tend_queues(timestamp=0)
    assert queries.turn_of(centre.id, contact).state == "waiting"
    statuses = {each.id: (each.status, each.reason) for each in queries.agents(centre.id, "311")}
    assert statuses == {key: ("logged_out", "lost"), still: ("available", "")}


def test_the_command_puts_agents_and_lists_them(centre: City) -> None:
    run = CliRunner().invoke
    assert run(command, ["list"]).exit_code == 0
    put = run(command, ["put", "agent", "--queue", "general", "--language", "es", "--json"])
    assert json.loads(put.stdout)["queues"] == ["general"]
    changed = run(command, ["put", "agent", "--texts", "3", "--json"])
    assert json.loads(changed.stdout)["languages"] == ["es"], "what is not named stays"
    listed = json.loads(run(command, ["list", "--json"]).stdout)
    assert [each["username"] for each in listed["agents"]] == ["agent"]
    assert "Demo agent" in run(command, ["list"]).stdout


@pytest.mark.parametrize(
    ("words_", "code"),
    [
        (["put", "nobody"], 1), (["put", "worker"], 1), (["put", "agent", "--queue", "none"], 2),
        (["put", "agent", "--centre", "none"], 2),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong(centre: City, words_: list[str], code: int) -> None:
    assert CliRunner().invoke(command, words_).exit_code == code


def test_the_demos_people_who_may_answer_are_agents_once(centre: City, settings) -> None:
    settings.DEMO = True
    for name, role in (("demo-agent", Role.AGENT), ("demo-crew", Role.WORKER)):
        staff.put_demo_member(
            city_id=centre.id, username=name, password=fairview.PASSWORD, label=name,
            departments=(), roles=(role,), by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    for _ in range(2):
        answering_staff.demo_agents(centre, by=SYSTEM, at=timezone.now())
    (found,) = queries.agents_of_staff(centre.id)
    assert (found.label, found.queues) == ("demo-agent", ("general", "chat"))
    assert found.languages == ("en", "es")
