"""One box for everything at the console; what an address tells at once; answers to tell or send."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.desk import centres, fairview
from tests.desk.pages import text_of, words
from tests.desk.test_console import CALLER, CONSOLE, RESIDENT, answered
from tests.knowledge import emergencies
from tests.knowledge.articles import article
from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.models import Notice
from townline.council import queries as council
from townline.council.queries import Titled
from townline.knowledge import actions as knowledge
from townline.record.verbs import SYSTEM


@pytest.fixture
def centre(town: City) -> City:
    centres.put(town)
    found = article(code="lost-dog", owner="parks", services=("light",))
    knowledge.put_answers(
        edition_id=town.edition_id, answers=[found], by=SYSTEM, at=fairview.APPLIED
    )
    centres.available(town, centres.agent(town))
    return town


def search(client: Client, text: str, **said: Any) -> str:
    answer = client.post(f"{CONSOLE}search/", {"q": text, **said})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("stray dog", "Answers", "What if my dog is lost?"),
        ("dark lamp", "Services", "Street light out"),
        ("street ligth", "Services", "Street light out"),
        ("parks", "Departments", "Parks"),
    ],
)
def test_words_find_what_they_mean_by_kind(
    centre: City, agent: Client, text: str, kind: str, found: str
) -> None:
    page = search(agent, text)
    assert kind in page
    assert found in page


def test_requests_are_found_by_number_address_telephone_and_e_mail(
    centre: City, agent: Client
) -> None:
    number = fairview.submit(reporter=RESIDENT)
    mailed = fairview.submit("tree")
    for text in (number, number.replace("-", " "), "12 Oak St", "815 555 0123"):
        assert number in search(agent, text), text
    assert mailed in search(agent, "demo@example.org")


def test_open_requests_are_found_by_their_words_and_by_the_service_that_is_meant(
    centre: City, agent: Client
) -> None:
    said = fairview.submit("tree", description="Across the pavement by the bakery")
    other = fairview.submit("tree", ago=timedelta(days=3))
    page = search(agent, "bakery")
    assert said in page
    assert other not in page
    page = search(agent, "fallen tree")
    assert page.index(said) < page.index(other)
    hidden = fairview.submit("danger", point=None, description="Quarrel behind the bakery")
    page = search(fairview.signed_in("supervisor"), "bakery")
    assert said in page
    assert hidden not in page


def test_requests_at_a_crossing_are_found_or_else_by_the_words(centre: City, agent: Client) -> None:
    said = fairview.submit("tree", description="Salt & pepper shop")
    assert said in search(agent, "salt & pepper")


def test_council_files_are_found_by_the_words_of_their_titles(
    centre: City, agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def titled(city: City, words: str, *, limit: int) -> tuple[Titled, ...]:
        asked.append(words)
        return (Titled("26-0311", "Lamps of Oak Street"),)

    monkeypatch.setattr(council, "has_council", lambda city: True)
    monkeypatch.setattr(council, "titled", titled)
    page = search(agent, "oak lamps")
    assert "26-0311" in page
    assert "Lamps of Oak Street" in page
    search(agent, "so")
    assert asked == ["oak lamps"]


def test_a_department_is_there_to_pass_the_contact_on_to(centre: City, agent: Client) -> None:
    parks = 'name="queue" value="trees"'
    assert parks not in search(agent, "parks")
    contact = answered(agent, centre, details=CALLER)
    page = search(agent, "parks", contact=contact)
    assert parks in page
    assert 'value="general"' not in search(agent, "street lighting", contact=contact)
    said = {"contact": contact, "queue": "trees"}
    assert "Trees (nobody there now)" in search(agent, "parks", contact=contact)
    assert "Pass on anyway" in words(agent.post(f"{CONSOLE}do/pass-on/", said, follow=True))
    agent.post(f"{CONSOLE}do/pass-on/", said | {"sure": "1"})
    assert queries.turn_of(centre.id, contact).queue == "trees"
    assert parks not in search(agent, "parks", contact=contact)


def test_who_takes_nothing_down_is_shown_no_way_to(centre: City, agent: Client) -> None:
    leads = fairview.signed_in("supervisor")
    assert "/desk/calls/new/light/" in search(agent, "dark lamp")
    assert "Show all services" in search(agent, "xyzzy")
    assert "/desk/calls/" not in search(leads, "dark lamp") + search(leads, "xyzzy")
    bodies = {"en": "[Report it](service:light).\n"}
    known = article(code="dark", question={"en": "Why is it dark?"}, owner="parks", bodies=bodies)
    knowledge.put_answers(
        edition_id=centre.edition_id, answers=[known], by=SYSTEM, at=fairview.APPLIED
    )
    page = f"{CONSOLE}answers/dark/"
    assert "/desk/calls/new/light/" in agent.get(page).content.decode()
    assert "/desk/calls/new/" not in leads.get(page).content.decode()


def test_what_is_confidential_is_found_by_nobody_else(centre: City, agent: Client) -> None:
    hidden = fairview.submit("danger", point=None, reporter=RESIDENT)
    other = fairview.signed_in("supervisor")
    for text in (hidden, "815 555 0123"):
        assert f"/desk/requests/{hidden}/" not in search(other, text)


def test_one_letter_and_nonsense_find_nothing_and_say_so(centre: City, agent: Client) -> None:
    assert "console__hit" not in search(agent, "d")
    assert "Nothing is known by" in search(agent, "xyzzy")
    assert search(agent, "").strip() == ""
    assert "x" * 200 in search(agent, "x" * 4000)


def test_words_of_an_emergency_say_first_which_number_helps(centre: City, agent: Client) -> None:
    emergencies.put(centre)
    page = search(agent, "dog on fire")
    assert 'role="alert"' in page
    assert page.index("tel:911") < page.index("console__hit")
    assert "tel:911" not in search(agent, "dark lamp")
    shown = agent.post(CONSOLE, {"q": "dog on fire"}).content.decode()
    assert "tel:911" in shown, "without scripts as well"


def test_results_open_for_the_contact_in_hand(centre: City, agent: Client) -> None:
    assert "?contact=77" in search(agent, "dark lamp", contact=77)
    assert "contact=" not in search(agent, "dark lamp", contact="evil")


@pytest.mark.parametrize(
    ("text", "most"),
    [("dark lamp", 15), ("dark lampp", 16), ("26-100001-2", 13), ("815 555 0123", 11),
     ("12 Oak St", 14), ("parks", 15)],
)  # fmt: skip
def test_a_search_asks_few_statements(
    centre: City, agent: Client, text: str, most: int, django_assert_max_num_queries: Any
) -> None:
    search(agent, text)
    with django_assert_max_num_queries(most):  # one of them now and then: what is published
        search(agent, text)


def test_an_address_tells_its_areas_and_what_is_known_there(centre: City, agent: Client) -> None:
    known = fairview.submit()
    page = text_of(agent, f"{CONSOLE}place/?address=12 Oak St&service=light")
    assert "Council district: West" in page
    assert known in page
    assert "outside the city" in text_of(agent, f"{CONSOLE}place/?address=500 Far Rd&service=x")
    assert "was not found" in text_of(agent, f"{CONSOLE}place/?address=77 Nowhere")
    assert text_of(agent, f"{CONSOLE}place/") == ""


def test_an_answer_is_told_once_and_stands_in_the_record(centre: City, agent: Client) -> None:
    contact = answered(agent, centre, details=CALLER)
    page = f"{CONSOLE}answers/lost-dog/"
    assert "I told them this" in text_of(agent, f"{page}?contact={contact}")
    assert agent.post(page, {"contact": contact}).status_code == 302
    (given,) = queries.answers_given(contact)
    assert (given.code, given.how, given.language) == ("lost-dog", "read", "en")
    told = text_of(agent, f"{CONSOLE}contacts/{contact}/")
    assert "Given the answer What if my dog is lost?" in told


def test_an_answer_is_sent_in_the_language_of_the_contact(centre: City, agent: Client) -> None:
    contact = answered(agent, centre, details={"email": "demo@example.org"}, language="es")
    page = f"{CONSOLE}answers/lost-dog/?contact={contact}"
    assert "¿Y si se pierde mi perro?" in text_of(agent, page)
    answer = agent.post(page, {"contact": contact, "send": 1, "to": "other@example.org"})
    assert answer.status_code == 302, words(answer)
    notice = Notice.objects.get(contact_id=contact)
    assert (notice.template, notice.medium) == ("article", "email")
    assert "refugio" in notice.data["text"]
    (given,) = queries.answers_given(contact)
    assert given.how == "sent"


@pytest.mark.parametrize("to", ["", "nobody", "x@", "815 555 0123"])
def test_where_nothing_can_be_sent_it_is_said(centre: City, agent: Client, to: str) -> None:
    contact = answered(agent, centre)
    page = f"{CONSOLE}answers/lost-dog/"
    answer = agent.post(page, {"contact": contact, "send": 1, "to": to})
    assert answer.status_code == 422
    assert not Notice.objects.filter(contact_id=contact).exists()
    assert queries.answers_given(contact) == ()


def test_an_answer_without_a_contact_is_only_read(centre: City, agent: Client) -> None:
    page = f"{CONSOLE}answers/lost-dog/"
    assert "I told them this" not in text_of(agent, page)
    assert agent.get(f"{CONSOLE}answers/none/").status_code == 404
