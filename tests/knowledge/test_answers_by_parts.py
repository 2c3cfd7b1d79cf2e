"""An answer is written on screen by its parts, and becomes the very file of a folder."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import words
from tests.knowledge.articles import article, source
from townline.cities.rules.city import City
from townline.founding.rules.answer_print import printed, text_of
from townline.knowledge import queries
from townline.knowledge.models import AnswerVersion

NEW = "/desk/answers/new/"


@pytest.fixture
def town(db: None) -> City:
    return fairview.apply()


def said(**more: Any) -> dict[str, Any]:
    today = timezone.now().date()
    return {
        "code": "lamp", "count": "2", "owner": "lighting", "reviewed": str(today),
        "review_by": "2199-01-01", "why": "It was asked.", "question_en": "Who mends a lamp?",
        "text_en": "**Call [555-0100](tel:555-0100).**\r\n\r\nSay \"where\" it is.",
        "words_en": "broken lantern\r\n  dark   lamp \r\n", "services": ["light"],
        "source_1_for": "The number", "source_1_title": "How to reach us",
        "source_1_publisher": "Town", "source_1_year": "2198",
        "source_1_address": "https://example.org/reach",
    } | more  # fmt: skip


def send(client: Client, url: str = NEW, **more: Any) -> Any:
    return client.post(url, {name: text for name, text in said(**more).items() if text is not None})


def test_parts_become_a_draft_and_the_draft_a_form_again(town: City) -> None:
    agent = fairview.signed_in("agent")
    assert send(agent).headers["Location"] == "/desk/answers/lamp/"
    (version,) = queries.versions(town.id, code="lamp")
    text = version.files["answers/lamp.md"]
    assert '\nwords = { en = ["broken lantern", "dark lamp"] }\n' in text
    assert text.endswith('+++\n**Call [555-0100](tel:555-0100).**\n\nSay "where" it is.\n')
    assert version.article.sources[0].year == 2198
    page = agent.get("/desk/answers/lamp/write/").content.decode()
    assert 'value="Who mends a lamp?"' in page
    assert "grade" in page
    again = {"question_es": "¿Quién la arregla?", "text_es": "Llame.", "code": None}
    assert send(agent, "/desk/answers/lamp/write/", **again).status_code == 302
    newest = queries.versions(town.id, code="lamp")[0]
    assert newest.files["answers/lamp.es.md"] == "Llame.\n"
    assert newest.article.unreviewed == ("es",)


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"question_en": ""}, "question_en", "This field is required"),
        ({"text_en": "Look [here](ftp://x)."}, "text_en", "A link cannot lead to"),
        ({"text_en": "See [it](answer:none)."}, "text_en", "There is no answer"),
        ({"review_by": "2001-01-01"}, "review_by", "Choose a day after the last review."),
        ({"text_es": "Llame."}, "question_es", "Write both, or leave both empty."),
        ({"source_1_title": ""}, "source_1_title", "Fill this in."),
        ({"source_1_address": "example"}, "source_1_address", "is no address"),
        ({"source_1_year": "17"}, "source_1_year", "greater than or equal to 1800"),
        ({"owner": "nobody"}, "owner", "Select a valid choice"),
        ({"words_en": "?!"}, "words_en", "is not what somebody would type"),
        ({"code": "search"}, "code", "There is an answer of that name."),
        ({"code": "A b"}, "code", "Use small letters"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_lost(
    town: City, wrong: dict[str, Any], field: str, says: str
) -> None:
    answer = send(fairview.signed_in("agent"), **wrong)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert any(says in each for each in form.errors[field]), form.errors
    assert says in words(answer)
    assert "It was asked." in answer.content.decode()
    assert not AnswerVersion.objects.exists()


def test_an_answer_says_where_it_is_from(town: City) -> None:
    bare = dict.fromkeys(name for name in said() if name.startswith("source_"))
    answer = send(fairview.signed_in("agent"), **bare)
    assert "Say where at least one fact is from." in words(answer)


def test_a_preview_keeps_nothing_and_loses_nothing(town: City) -> None:
    body = "**Call.** <script>alert(1)</script> [x](javascript:alert(1))"
    answer = send(fairview.signed_in("agent"), do="preview", text_en=body, why="")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>Call.</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert 'value="https://example.org/reach"' in page
    assert 'value="light"' in page
    assert "grade" in page
    assert not AnswerVersion.objects.exists()


def test_a_source_is_added_without_scripts(town: City) -> None:
    answer = send(fairview.signed_in("agent"), do="more")
    page = answer.content.decode()
    assert "Source 3" in page
    assert 'value="How to reach us"' in page
    far = send(fairview.signed_in("agent"), do="more", count="999")
    assert far.context["form"].count == 60


def test_comments_of_a_text_are_warned_of_and_it_can_be_edited_whole(town: City) -> None:
    client = fairview.signed_in("agent")
    send(client)
    text = queries.versions(town.id, code="lamp")[0].files["answers/lamp.md"]
    commented = text.replace("\nowner", "\n# As told by the crew.\nowner")
    whole = "/desk/answers/lamp/write/?as=text"
    assert client.post(whole, {"text_en": commented, "why": "A comment."}).status_code == 302
    assert "The text has comments." in words(client.get("/desk/answers/lamp/write/"))
    assert "As told by the crew" in words(client.get(whole))
    assert client.get("/desk/answers/none/write/").status_code == 404


def test_a_worker_writes_none(town: City) -> None:
    worker = fairview.signed_in("worker")
    assert worker.get(NEW).status_code == 403
    assert send(worker).status_code == 403


def test_what_is_odd_is_printed_and_read_again() -> None:
    odd = article(
        question={"en": 'A "word" \\ and a tab\t?'}, bodies={"en": "Yes.\n"}, synonyms={},
        expires=date(2030, 1, 2), departments=("parks",), asked=0,
        sources=(source(year=None, checked=date(2026, 1, 1)),),
    )  # fmt: skip
    text = text_of(printed(odd, "en"))
    assert 'en = "A \\"word\\" \\\\ and a tab\\t?"' in text
    assert "undated = true\n" in text
    assert "checked = 2026-01-01\n" in text
    assert "expires = 2030-01-02\n" in text
