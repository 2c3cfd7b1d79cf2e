"""What scripts and browsers read is written for them, whatever the reader's language."""

import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils.translation import override

from tests.desk import centres, fairview
from tests.doors.test_allowed import TABLE, member, path_of
from townline.cities.rules.city import City

LOCAL = re.compile(r'\s(?:data-[\w-]+|value|min|max|step|width|height|content)="-?\d+,\d+"')
"""A number with the comma of Spanish and Armenian, where a number for machines has a point."""
SINCE = re.compile(r'data-since="([^"]*)"')


def test_no_attribute_of_any_page_has_a_number_as_people_write_it(town: City) -> None:
    number = fairview.submit(description="Dark.")
    clients = {each: member(each, "lighting") for each in ("agent", "supervisor", "clerk", "admin")}
    for name in (*TABLE.everyone, *TABLE.staff):
        role = next((each for each in clients if each in TABLE.staff.get(name, ())), None)
        client = clients[role] if role else Client()
        answer = read(client, f"/es{path_of(name, number)}")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert not LOCAL.findall(answer.content.decode()), name


def test_the_clocks_of_the_console_know_their_moments_in_every_language(
    town: City, agent: Client
) -> None:
    centres.put(town)
    key = centres.agent(town)
    centres.available(town, key)
    contact = centres.call(town)
    for language in ("en", "es", "ko", "hy", "zh-hans"):
        page = console(agent, language)
        assert len(moments(page)) == 2, "the agent's and that of what rings"
    agent.post("/desk/console/do/answer/", {"contact": contact})
    for language in ("en", "es", "ko", "hy", "zh-hans"):
        page = console(agent, language)
        assert len(moments(page)) == 2, "the agent's and that of what is in hand"
        now = page.partition('role="status"')[2].partition("</p>")[0]
        assert "data-since" not in now, "a clock is not read out with every second"


def console(agent: Client, language: str) -> str:
    """Return the console in a language."""
    prefix = "" if language == "en" else f"/{language}"
    answer = read(agent, f"{prefix}/desk/console/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def read(client: Client, path: str) -> Any:
    """Return a page, and leave the language of the tests as it was."""
    with override("en"):
        return client.get(path, follow=True)


def moments(page: str) -> list[datetime]:
    """Return the moments since which the clocks of a page run."""
    return [datetime.fromisoformat(each) for each in SINCE.findall(page)]
