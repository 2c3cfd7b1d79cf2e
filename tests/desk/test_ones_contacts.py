"""The contacts that an agent had: the whole day is searched, and not only the page shown."""

import re

import pytest
from django.test import Client

from tests.desk import centres
from tests.desk.pages import text_of
from tests.desk.test_console import CONSOLE, answered, do
from townline.cities.rules.city import City
from townline.desk.console import history


def test_ones_contacts_are_searched_beyond_the_page_that_is_shown(
    town: City, agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    centres.put(town)
    centres.available(town, centres.agent(town))
    monkeypatch.setattr(history, "PAGE", 2)
    keys = []
    for n in range(6):
        keys.append(answered(agent, town, language="es" if n % 2 else "en"))
        if n == 1:
            do(agent, "mark", contact=keys[n], kind="tty")
        ended = "abusive" if n < 3 else "answered"
        do(agent, "write-up", contact=keys[n], disposition=ended)

    def found(q: str, page: int = 1) -> list[int]:
        shown = agent.get(f"{CONSOLE}contacts/", {"q": q, "page": page}).content.decode()
        return [int(each) for each in re.findall(r'link" href="[^"]+/contacts/(\d+)/"', shown)]

    assert found("") == [keys[5], keys[4]]
    assert found("abusive") == [keys[2], keys[1]]
    assert found("abusive", 2) == [keys[0]]
    assert found("ABUS español") == found("text telephone") == found(str(keys[1])) == [keys[1]]
    assert found("español voice") == [keys[5], keys[3]]
    assert "q=abusive&amp;page=2" in agent.get(f"{CONSOLE}contacts/?q=abusive").content.decode()
    assert "None of this day fits" in text_of(agent, f"{CONSOLE}contacts/?q=abusive chat")
