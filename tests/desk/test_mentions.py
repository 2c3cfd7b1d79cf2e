"""Mentions in notes: told on the desk of whoever is named, and to nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import fairview
from tests.desk.pages import do, done, statements, text_of, words
from townline.cities.rules.city import City
from townline.requests.models import Mention


def mentions_of(name: str) -> str:
    return text_of(fairview.signed_in(name), "/desk/mentions/")


def test_whoever_is_mentioned_reads_it_on_their_desk_until_they_have_seen_it(
    worker: Client,
) -> None:
    number = fairview.submit()
    done(worker, number, "note", text="Bring the ladder, @Colleague. Ask @supervisor too.")
    colleague = fairview.signed_in("colleague")
    assert "Mentions (1)" in text_of(colleague, "/desk/worklist/")
    told = text_of(colleague, "/desk/mentions/")
    assert number in told
    assert "Bring the ladder" in told
    assert "Demo worker" in told
    text_of(colleague, f"/desk/requests/{number}/")
    assert "Mentions (1)" not in text_of(colleague, "/desk/worklist/")
    assert "Bring the ladder" in mentions_of("colleague"), "what was read stays in the list"
    assert "Mentions (1)" in mentions_of("supervisor"), "another's reading is their own"


def test_all_can_be_marked_as_read_at_once(worker: Client) -> None:
    for number in (fairview.submit(), fairview.submit()):
        done(worker, number, "note", text="@colleague look")
    colleague = fairview.signed_in("colleague")
    assert "Mentions (2)" in text_of(colleague, "/desk/mentions/")
    assert colleague.post("/desk/mentions/read/").status_code == 302
    assert "Mentions (" not in text_of(colleague, "/desk/mentions/")


def test_a_name_that_nobody_bears_is_refused_and_the_text_kept(worker: Client) -> None:
    number = fairview.submit()
    answer = do(worker, number, "note", text="Ask @nobody about it.")
    assert answer.status_code == 422
    assert "Nobody who works for the city has one of the names" in words(answer)
    assert "Ask @nobody about it." in words(answer)
    assert not Mention.objects.exists()


def test_who_may_not_see_a_confidential_request_cannot_be_mentioned_there(town: City) -> None:
    number = fairview.submit("danger", point=None, description="It is about next door.")
    carer = fairview.signed_in("carer")
    answer = do(carer, number, "note", text="@worker knows the house.")
    assert answer.status_code == 422
    assert "may not see this confidential request" in words(answer)
    done(carer, number, "note", text="@admin should know.")
    assert "next door" not in mentions_of("worker")
    assert number in mentions_of("admin")


def test_what_became_confidential_elsewhere_is_no_longer_listed(worker: Client) -> None:
    number = fairview.submit()
    done(worker, number, "note", text="@gardener, is it your tree?")
    assert number in mentions_of("gardener")
    moved = do(worker, number, "reclassify", service="danger", reason="Somebody lives there.")
    assert moved.status_code == 302
    assert number not in mentions_of("gardener")


def test_residents_never_read_who_was_mentioned(worker: Client) -> None:
    number = fairview.submit(description="Dark.")
    done(worker, number, "note", text="@colleague look")
    done(worker, number, "release")
    assert "colleague" not in words(Client().get(f"/requests/{number}/"))


def test_suggestions_name_those_who_may_see_the_request_alone(town: City) -> None:
    secret = fairview.submit("danger", point=None)
    open_ = fairview.submit()
    carer = fairview.signed_in("carer")

    def names(number: str) -> set[str]:
        answer = carer.get(f"/desk/requests/{number}/people.json")
        return {one["name"] for one in answer.json()["people"]}

    assert names(secret) == {"agent", "analyst", "admin"}
    assert names(open_) == set(fairview.PEOPLE) - {"carer"}
    assert (
        fairview.signed_in("worker").get(f"/desk/requests/{secret}/people.json").status_code == 404
    )


def test_nobody_marks_or_reads_anothers_mentions(worker: Client) -> None:
    done(worker, fairview.submit(), "note", text="@colleague look")
    fairview.signed_in("supervisor").post("/desk/mentions/read/")
    assert "look" not in mentions_of("supervisor")
    assert "Mentions (1)" in mentions_of("colleague")


def test_an_odd_page_of_mentions_is_missing(worker: Client) -> None:
    for odd in ("x", "-1", "9" * 30, "²"):
        assert worker.get("/desk/mentions/", {"before": odd}).status_code == 404


@pytest.mark.usefixtures("kept_town")
def test_the_list_asks_as_much_for_many_as_for_one_and_goes_on_by_pages() -> None:
    worker, colleague = fairview.signed_in("worker"), fairview.signed_in("colleague")
    number = fairview.submit()
    done(worker, number, "note", text="@colleague first")
    text_of(colleague, "/desk/mentions/")
    with CaptureQueriesContext(connection) as one:
        text_of(colleague, "/desk/mentions/")
    mention = Mention.objects.get()
    for _n in range(30):
        mention.pk = None
        mention.entry += 1
        mention.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        page = colleague.get("/desk/mentions/").content.decode()
    assert statements(many) == statements(one) <= 11
    older = page.split('href="?before=')[1].split('"')[0]
    assert "first" in text_of(colleague, f"/desk/mentions/?before={older}")
