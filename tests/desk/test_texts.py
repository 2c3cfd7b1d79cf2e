"""Ready texts: chosen at a request, filled in the reporter's language, kept by leaders."""

from typing import Any

import pytest
from django.test import Client

from tests.desk import fairview
from tests.desk.pages import do, text_of, words
from townline.catalogue import actions as catalogue
from townline.catalogue import queries
from townline.catalogue.models import KeptText
from townline.catalogue.rules.ready_texts import ReadyText
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests.rules.submission import Reporter

THANKS = {"en": "Thank you for {number}.\n\nDue by {due}.", "es": "Gracias por {number}."}


def put(city: City, **texts: ReadyText) -> None:
    catalogue.put_texts(edition_id=city.edition_id, texts=texts, by=SYSTEM, at=fairview.APPLIED)


def ready(**parts: Any) -> ReadyText:
    return ReadyText(
        **({"name": "Thanks", "words": THANKS, "deeds": ("reply", "ask", "close")} | parts)
    )


def filled(client: Client, number: str, deed: str, **said: str) -> str:
    answer = do(client, number, deed, use_text="1", **said)
    assert answer.status_code == 200
    return str(answer.context["form"].initial[answer.context["form"].message_field])


@pytest.mark.parametrize("deed", ["reply", "ask", "close"])
def test_a_text_is_put_into_the_box_without_scripts(town: City, worker: Client, deed: str) -> None:
    put(town, thanks=ready())
    number = fairview.submit()
    said = filled(worker, number, deed, ready="f-thanks")
    assert f"Thank you for {number}." in said
    assert "Due by" in said
    assert "{" not in said


def test_what_was_typed_and_chosen_before_stays(town: City, worker: Client) -> None:
    put(town, thanks=ready())
    number = fairview.submit()
    answer = do(
        worker,
        number,
        "close",
        use_text="1",
        ready="f-thanks",
        remark="We came.",
        outcome="working",
    )
    assert answer.context["form"].initial["remark"].startswith("We came.\n\nThank you")
    assert 'value="working"' in answer.content.decode()
    assert "checked" in answer.content.decode()


def test_it_is_in_the_reporters_language_else_the_page_says_that_it_is_not(
    town: City, worker: Client
) -> None:
    put(town, thanks=ready(), english=ready(name="English", words={"en": "Only English."}))
    number = fairview.submit(reporter=Reporter(email="demo@example.org"), language="es")
    assert filled(worker, number, "reply", ready="f-thanks") == f"Gracias por {number}."
    answer = do(worker, number, "reply", use_text="1", ready="f-english")
    assert answer.context["ready"].used.foreign
    assert "This text is not written in español" in words(answer)


def test_only_texts_for_this_use_service_and_department_are_offered(
    town: City, worker: Client
) -> None:
    put(
        town,
        here=ready(name="Fits here", services=("light",), departments=("lighting",)),
        tree=ready(name="For trees", services=("tree",)),
        parks=ready(name="For parks", departments=("parks",)),
        end=ready(name="At the end", deeds=("close",)),
    )
    page = text_of(worker, f"/desk/requests/{fairview.submit()}/reply/")
    assert "Fits here" in page
    for other in ("For trees", "For parks", "At the end"):
        assert other not in page


def test_how_it_will_read_is_shown_and_nothing_is_sent(town: City, worker: Client) -> None:
    number = fairview.submit()
    answer = do(worker, number, "reply", text="We come on Monday.", preview="1")
    assert answer.status_code == 200
    assert "This is how it will read" in words(answer)
    assert "Nothing is sent yet." in words(answer)
    assert "The department wrote" not in text_of(worker, f"/desk/requests/{number}/")


def test_a_confidential_request_is_not_linked_to_a_page_that_nobody_finds(town: City) -> None:
    put(town, link=ready(words={"en": "See {link}"}))
    number = fairview.submit("danger", point=None)
    said = filled(fairview.signed_in("carer"), number, "reply", ready="f-link")
    assert said.endswith("/my/")
    assert number not in said


def new(client: Client, **said: Any) -> Any:
    first = {"name": "Lamp ordered", "department": "lighting", "deeds": ["reply"],
             "words_en": "A lamp for {place} is ordered.", "words_es": ""}  # fmt: skip
    return client.post("/desk/texts/new/", first | said)


def test_a_supervisor_keeps_changes_and_ends_a_text(town: City, supervisor: Client) -> None:
    assert new(supervisor).status_code == 302
    kept = queries.kept_texts(town)[0]
    page = f"/desk/texts/{kept.number}/"
    number = fairview.submit(address="12 Oak St")
    assert "A lamp for 12 OAK ST" in filled(supervisor, number, "reply", ready=kept.number)
    changed = {"name": "Lamp here", "deeds": ["reply"], "words_en": "It is here.", "words_es": ""}
    assert supervisor.post(page, {**changed, "seen": kept.seq}).status_code == 302
    history = text_of(supervisor, page)
    assert "A lamp for {place} is ordered." in history
    assert "Demo supervisor" in history
    assert supervisor.post(page, {**changed, "seen": kept.seq}).status_code == 422
    assert supervisor.post(f"{page}end/").status_code == 302
    assert "Lamp here" not in text_of(supervisor, f"/desk/requests/{number}/reply/")
    assert "Used no longer" in text_of(supervisor, "/desk/texts/")
    assert supervisor.post(page, {**changed, "seen": kept.seq + 2}).status_code == 422


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"words_en": "Dear {name}"}, "Only the fields that are named above"),
        ({"words_en": ""}, "first language"),
        ({"name": ""}, "Give it a name"),
        ({"deeds": []}, "Say what it is for"),
        ({"department": "parks"}, "parks"),
        ({"department": ""}, ""),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    supervisor: Client, said: dict[str, Any], says: str
) -> None:
    answer = new(supervisor, **said)
    assert answer.status_code in (403, 422)
    assert says in words(answer)
    assert not KeptText.objects.exists()


def test_others_read_texts_and_keep_none(town: City, supervisor: Client, worker: Client) -> None:
    new(supervisor)
    kept = queries.kept_texts(town)[0]
    page = f"/desk/texts/{kept.number}/"
    assert "A lamp for {place}" in text_of(worker, page)
    assert new(worker).status_code == 403
    assert (
        worker.post(page, {"name": "x", "deeds": ["reply"], "words_en": "x", "seen": 1}).status_code
        == 403
    )
    assert worker.post(f"{page}end/").status_code == 403
    assert text_of(fairview.signed_in("analyst"), "/desk/texts/")
    assert worker.get("/desk/texts/T999/").status_code == 404


def test_the_list_costs_no_more_than_a_page_may(
    kept_town: City, django_assert_max_num_queries: Any
) -> None:
    supervisor = fairview.signed_in("supervisor")
    for n in range(4):
        new(supervisor, name=f"Text {n}")
    pages = ("/desk/texts/", f"/desk/requests/{fairview.submit()}/reply/")
    for page in pages:
        supervisor.get(page)
        with django_assert_max_num_queries(14):
            supervisor.get(page)
