"""The menu in a terminal: what is said is printed, keys are lines."""

import json

from click.testing import CliRunner

from tests.carrier import town
from townline.cities.rules.city import City
from townline.config.commands.voice import group
from townline.contacts.models import AgentPhone, CarrierCall


def run(*words: str, typed: str = "") -> tuple[int, str]:
    answer = CliRunner().invoke(group, words, input=typed)
    return answer.exit_code, answer.output


def test_a_menu_is_played_by_keys(city: City) -> None:
    code, text = run("try", typed="2\n1\n26-000001-0\n\n0\n")
    assert code == 0
    assert text.startswith("en      If this is an emergency, hang up and call 911.")
    assert "es      Ese no es el número de una solicitud." in text
    assert "We heard no key" not in text
    assert not CarrierCall.objects.exists()


def test_it_ends_in_the_queue_and_begins_in_a_language(city: City) -> None:
    code, text = run("try", "--language", "es", "--json", typed="7\n")
    assert code == 0
    steps = [json.loads(line) for line in text.splitlines()]
    assert [step["queue"] for step in steps] == [None, "general"]
    assert steps[1]["stand"]["relay"]


def test_what_cannot_be_tried_is_said(city: City) -> None:
    assert run("try", "--number", "+1")[0] == 2
    assert run("try", "--language", "ko")[0] == 2
    assert run("telephone", "99", "(213) 555-0101")[0] == 1
    assert run("telephone", str(town.agent(city)), "zero")[0] == 2
    assert run("show", "99")[0] == 1


def test_the_telephone_of_an_agent_is_kept_and_taken_back(city: City) -> None:
    ana = str(town.agent(city, phone=""))
    assert run("telephone", ana, "(213) 555-0199") == (0, "Kept.\n")
    assert AgentPhone.objects.get().number == "+12135550199"
    assert run("telephone", ana) == (0, "Taken back.\n")
    assert not AgentPhone.objects.exists()
