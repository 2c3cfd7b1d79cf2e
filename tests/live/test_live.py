"""What has changed reaches who listens to it, once, and nobody else; and says nothing more."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.config import database, stream_settings
from townline.contacts import actions
from townline.contacts.actions import Caller, NewAgent
from townline.contacts.rules.queueing import Queue, Status
from townline.live import tickets, topics
from townline.live.hub import Hub
from townline.live.telling import tell
from townline.live.templatetags.live import address
from townline.record.verbs import SYSTEM

LAST = "that was all"
WORDS = st.text("abc:123", min_size=1, max_size=60)


@given(st.lists(WORDS, max_size=800))
def test_topics_are_packed_once_each_into_what_postgresql_takes(wanted: list[str]) -> None:
    packed = topics.payloads(wanted)
    assert [word for each in packed for word in each.split()] == list(dict.fromkeys(wanted))
    assert all(0 < len(each.encode()) < 8_000 for each in packed)


@pytest.mark.parametrize("wrong", ["", "two words", "a\nb", "x" * 201])
def test_what_is_no_topic_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="no topic"):
        topics.payloads([wrong])


@given(st.lists(st.lists(WORDS, max_size=4), max_size=6), st.lists(WORDS, max_size=12))
def test_a_listener_hears_of_its_own_topics_once_each(
    pages: list[list[str]], changed: list[str]
) -> None:
    hub = Hub()
    listeners = [hub.join(page) for page in pages]
    hub.tell(changed)
    for page, listener in zip(pages, listeners, strict=True):
        heard = set(page) & set(changed)
        assert listener.heard.is_set() == bool(heard)
        taken = listener.take()
        assert (set(taken), len(taken)) == (heard, len(heard))
        assert not listener.take()
        hub.leave(listener)
    hub.tell(changed)
    assert hub.count == 0
    assert not any(listener.take() for listener in listeners)


def test_a_ticket_opens_its_topics_alone_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    good = tickets.ticket(["contact:7", "agent:1"])
    assert tickets.topics_of(good) == ("contact:7", "agent:1")
    forged = ":".join([tickets.ticket(["contact:8"]).split(":")[0], *good.split(":")[1:]])
    for wrong in ("", "nonsense", good[:-1], forged):
        with pytest.raises(tickets.NotGood):
            tickets.topics_of(wrong)
    monkeypatch.setattr(tickets, "GOOD_FOR_S", -1)
    with pytest.raises(tickets.NotGood, match="load it again"):
        tickets.topics_of(good)
    with pytest.raises(ValueError, match="at most"):
        tickets.ticket([f"contact:{number}" for number in range(tickets.MOST + 1)])


@pytest.mark.parametrize(
    ("said", "host", "wanted"),
    [
        (":8432/streams/", "127.0.0.1:8431", "http://127.0.0.1:8432/streams/"),
        (":8432/streams/", "localhost:8431", "http://localhost:8432/streams/"),
        (":8432/streams/", "[::1]:8431", ""),
        ("/streams/", "311.example.gov", "/streams/"),
        ("https://s.example.gov/streams/", "311.example.gov", "https://s.example.gov/streams/"),
        ("", "127.0.0.1:8431", ""),
    ],
)
def test_a_browser_finds_streams_where_it_found_the_page(
    monkeypatch: pytest.MonkeyPatch, said: str, host: str, wanted: str
) -> None:
    monkeypatch.setattr(settings, "STREAMS_URL", said)
    assert address(RequestFactory().get("/", headers={"host": host})) == wanted


def test_where_streams_come_from_follows_from_how_townline_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def said(*, https: bool = False, **variables: str) -> tuple[str, list[str]]:
        for name in ("URL", "PORT"):
            monkeypatch.delenv(f"TOWNLINE_STREAMS_{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"TOWNLINE_STREAMS_{name}", value)
        found = stream_settings.django_settings(https=https, public_url="http://town.example:80")
        return found["STREAMS_URL"], found["STREAM_SOURCES"]

    assert said() == ("", [])
    at, sources = said(PORT="8432")
    assert at == ":8432/streams/"
    assert "http://localhost:8432" in sources
    assert "http://town.example:8432" in sources
    assert said(https=True, PORT="8432") == ("/streams/", [])
    whole = "https://streams.example.gov/streams/"
    assert said(URL=whole) == (whole, ["https://streams.example.gov"])
    with pytest.raises(Exception, match="TOWNLINE_STREAMS_URL is no address"):
        said(URL="streams.example.gov")


def test_a_poke_waits_for_the_commit_and_is_none_where_there_is_none(own_database: str) -> None:
    with _listening(own_database) as listening:
        with transaction.atomic():
            tell("contact:1", "contact:1", "agent:2")
            assert _heard(listening) == []
        assert _heard(listening) == ["contact:1 agent:2"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell("contact:3")
            raise ZeroDivisionError
        tell()
        assert _heard(listening) == []


@contextmanager
def _listening(name: str) -> "Iterator[psycopg.Connection[object]]":
    url = database.renamed(database.application_url(settings.HOME), name)
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(f"LISTEN {topics.CHANNEL}")
        yield opened


def _heard(listening: "psycopg.Connection[object]") -> list[str]:
    """Return what was told until now: a last word of our own comes after all of it."""
    listening.execute("SELECT pg_notify(%s, %s)", [topics.CHANNEL, LAST])
    told = (each.payload for each in listening.notifies(timeout=60))
    return list(takewhile(lambda payload: payload != LAST, told))


def test_a_page_hears_of_its_topics_over_http(live_stream: str) -> None:
    heard: list[str] = []
    listens = threading.Event()
    ticket = tickets.ticket(["contact:1", "centre:1:311"])

    def page() -> None:
        with httpx.stream("GET", live_stream, params={"t": ticket}, timeout=60) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            for line in answer.iter_lines():
                if line == ": listening":
                    listens.set()
                elif line.startswith("data: "):
                    heard.append(line.removeprefix("data: "))
                    if line == "data: centre:1:311":
                        return

    thread = threading.Thread(target=page)
    thread.start()
    assert listens.wait(60)
    # What came before the process listened to the database is made up for by a poke of all.
    tell("agent:5", "contact:1")
    tell("contact:99")
    tell("centre:1:311")
    thread.join(60)
    assert not thread.is_alive()
    assert set(heard) <= {"contact:1", "centre:1:311"}
    assert "contact:1" in heard


def test_what_streams_cannot_answer_they_refuse_clearly(live_stream: str) -> None:
    root = live_stream.removesuffix("streams/")
    assert httpx.get(live_stream).status_code == 403
    refused = httpx.get(live_stream, params={"t": "forged"})
    assert (refused.status_code, "load it again" in refused.text) == (403, True)
    assert refused.headers["access-control-allow-origin"] == "*"
    assert httpx.post(live_stream).status_code == 404
    assert httpx.get(f"{root}elsewhere").status_code == 404
    assert httpx.get(f"{root}healthz").text == "0 streams\n"


def test_no_more_listen_than_a_process_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    from townline.config import streams

    monkeypatch.setattr(streams, "MOST", 0)
    sent: list[dict[str, object]] = []

    async def ask() -> None:
        app = streams.Streams("host=127.0.0.1 port=1 connect_timeout=1")
        scope = {
            "type": "http", "method": "GET", "path": "/streams/",
            "query_string": f"t={tickets.ticket(['contact:1'])}".encode(),
        }  # fmt: skip

        async def receive() -> dict[str, object]:
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await app(scope, receive, send)  # type: ignore[arg-type]

    asyncio.run(ask())
    assert sent[0]["status"] == 503
    assert b"asks by itself" in sent[1]["body"]  # type: ignore[operator]


def test_every_change_of_a_queue_pokes_contact_agent_and_centre(kept_town: City) -> None:
    with _listening(str(connection.settings_dict["NAME"])) as listening:
        (agent,) = actions.add_agents(
            city=kept_town, by=SYSTEM, at=NOON,
            agents=[NewAgent(label="Demo Ana", centre="311", queues=["q"], languages=["en"])],
        )  # fmt: skip
        said = {"city": kept_town, "by": SYSTEM, "at": NOON}
        actions.say_status(**said, agent=agent, status=Status.AVAILABLE)
        came = Caller(channel="call", language="en")
        key, _ = actions.take_in(**said, came=came, queue=Queue(code="q", centre="311"))
        words = " ".join(_heard(listening)).split()
    centre = topics.centre(kept_town.id, "311")
    assert set(words) == {topics.contact(key), topics.agent(agent), centre}
