"""Answers are written on screen, reviewed by another, and stand above the folder's."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from tests.desk.pages import text_of, words
from tests.knowledge.articles import article, put, source
from townline.cities.rules.city import City
from townline.config.commands import knowledge as command
from townline.knowledge import actions, queries
from townline.knowledge.models import AnswerVersion, VersionStep
from townline.knowledge.rules.answers import Article
from townline.knowledge.rules.versions import Part, Stage, Step, differences
from townline.record.verbs import RESIDENT, NotAllowed

PAGE = "/desk/answers/"
HEAD = """+++
question = {{ en = "Who mends a lamp?" }}
owner = "lighting"
reviewed = {today}
review_by = 2199-01-01
words = {{ en = ["broken lantern"] }}

[[source]]
for = "The number"
title = "How to reach us"
publisher = "Town"
year = {year}
address = "https://example.org/reach"
+++
"""


def text(body: str = "**Call 555-0100.**", year: int = 2198) -> str:
    return HEAD.format(today=timezone.now().date(), year=year) + body + "\n"


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview."""
    return fairview.apply()


def said(body: str = "**Call 555-0100.**", year: int = 2198, **more: str) -> dict[str, str]:
    return {"code": "lamp", "text_en": text(body, year), "why": "It was asked."} | more


def take(client: Client, position: int, step: str) -> str:
    answer = client.post(f"{PAGE}lamp/{position}/", {"step": step}, follow=True)
    return words(answer)


def shown(town: City) -> str:
    return queries.answer(town, "lamp", "en", timezone.now().date()).body


def test_a_new_answer_is_written_reviewed_and_published(town: City) -> None:
    agent, leader = fairview.signed_in("agent"), fairview.signed_in("supervisor")
    assert "Kept as a draft" in words(agent.post(f"{PAGE}new/?as=text", said(), follow=True))
    with pytest.raises(queries.NoSuchAnswer):
        shown(town)
    assert "Publish it" not in text_of(leader, f"{PAGE}lamp/")
    assert "To be reviewed" in take(agent, 1, "submitted")
    assert "Publish it" not in text_of(agent, f"{PAGE}lamp/")
    assert "Reviewed and published" in take(leader, 1, "published")
    assert shown(town) == "**Call 555-0100.**\n"
    today = timezone.now().date()
    (found,) = queries.search(town, "broken lantern", "en", today)
    assert found.answer.code == "lamp"
    assert "Withdrawn" in take(leader, 1, "withdrawn")
    assert queries.search(town, "broken lantern", "en", today) == ()


def test_nobody_reviews_what_they_wrote(town: City) -> None:
    leader = fairview.signed_in("supervisor")
    leader.post(f"{PAGE}new/?as=text", said())
    take(leader, 1, "submitted")
    assert "Somebody else than its writer" in take(leader, 1, "published")
    assert queries.version(town.id, "lamp", 1).stage is Stage.IN_REVIEW
    assert "Reviewed and published" in take(fairview.signed_in("admin"), 1, "published")


def test_a_fact_that_is_too_old_is_not_published(town: City) -> None:
    agent = fairview.signed_in("agent")
    agent.post(f"{PAGE}new/?as=text", said(year=timezone.now().year - 4))
    take(agent, 1, "submitted")
    refused = take(fairview.signed_in("supervisor"), 1, "published")
    assert "A fact of it is older than three years." in refused
    assert queries.version(town.id, "lamp", 1).stage is Stage.IN_REVIEW


def test_an_agent_publishes_nothing(town: City) -> None:
    fairview.signed_in("supervisor").post(f"{PAGE}new/?as=text", said())
    agent = fairview.signed_in("agent")
    take(agent, 1, "submitted")
    assert agent.post(f"{PAGE}lamp/1/", {"step": "published"}).status_code == 403
    assert fairview.signed_in("worker").get(PAGE).status_code == 403
    with pytest.raises(NotAllowed):
        actions.take_step(
            city=town, code="lamp", position=1, step=Step.PUBLISHED, by=RESIDENT,
            at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text_en": "No head."}, "has no head"),
        ({"text_en": text().replace('"lighting"', '"lightning"')}, "lightning"),
        ({"text_es": "Llame."}, "the question is not"),
        ({"code": "search"}, "There is an answer of that name."),
        ({"code": "Lamp!"}, "Use small letters"),
        ({"why": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_read_is_not_kept(town: City, wrong: dict[str, str], says: str) -> None:
    refused = fairview.signed_in("agent").post(f"{PAGE}new/?as=text", said() | wrong)
    assert refused.status_code == 422
    assert says in words(refused)
    assert AnswerVersion.objects.count() == 0


def test_a_version_shows_what_differs(town: City) -> None:
    agent = fairview.signed_in("agent")
    agent.post(f"{PAGE}new/?as=text", said())
    agent.post(
        f"{PAGE}lamp/write/?as=text", {"text_en": text("**Call 555-0199.**"), "why": "New number."}
    )
    page = agent.get(f"{PAGE}lamp/").text
    assert "555-0199.**</ins>" in page
    assert "555-0100.**</del>" in page
    assert "added:" in page
    assert [each.position for each in queries.versions(town.id, code="lamp")] == [2, 1]


def test_the_list_says_what_is_shown_sought_and_helped(town: City) -> None:
    today = timezone.now().date()
    put(town, article(owner="parks"), article("old", asked=0, review_by=today - timedelta(days=1)))
    at = timezone.now()
    actions.count_unfound(city=town, text="free trees", language="en", by=RESIDENT, at=at)
    actions.count_verdict(
        city=town, code="lost-dog", language="en", helped=True, by=RESIDENT, at=at
    )
    client = fairview.signed_in("agent")
    page = text_of(client, PAGE)
    assert "What if my dog is lost?" in page
    assert "Review past due" in page
    assert "free trees" in page
    assert "1 yes, 0 no" in page
    withheld = text_of(client, f"{PAGE}?view=withheld")
    assert "Review past due" in withheld
    assert "No answers of this kind" in text_of(client, f"{PAGE}?view=drafts")
    assert client.get(f"{PAGE}none/").status_code == 404


def test_an_answer_whose_fact_grows_too_old_is_due_for_review_in_time(town: City) -> None:
    today = timezone.now().date()
    fresh = source(year=None, checked=today - timedelta(days=30))
    old = source(year=None, checked=today - timedelta(days=3 * 365 - 60))
    put(town, article(sources=(fresh,)), article("aging", asked=0, sources=(fresh, old)))
    client = fairview.signed_in("agent")
    due = client.get(f"{PAGE}?view=due").text
    assert f"{PAGE}aging/" in due
    assert f"{PAGE}lost-dog/" not in due


def test_it_is_printed_for_the_folder_and_gives_way_to_it(town: City) -> None:
    fairview.signed_in("agent").post(f"{PAGE}new/?as=text", said())
    take(fairview.signed_in("agent"), 1, "submitted")
    take(fairview.signed_in("supervisor"), 1, "published")
    run = CliRunner()
    printed = run.invoke(command.group, ["export", "lamp"])
    assert (printed.exit_code, printed.output) == (0, text())
    document = json.loads(run.invoke(command.group, ["export", "lamp", "--json"]).output)
    assert list(document["files"]) == ["answers/lamp.md"]
    assert run.invoke(command.group, ["export", "none"]).exit_code == 1
    assert run.invoke(command.group, ["export", "lamp", "--lang", "xx"]).exit_code == 2
    same: Article = queries.version(town.id, "lamp", 1).article
    put(town, same)
    assert queries.version(town.id, "lamp", 1).stage is Stage.WITHDRAWN
    assert shown(town) == same.bodies["en"]


def test_versions_and_steps_are_never_altered(town: City) -> None:
    fairview.signed_in("agent").post(f"{PAGE}new/?as=text", said())
    take(fairview.signed_in("agent"), 1, "submitted")
    for rows, changed in ((AnswerVersion.objects, {"by": "x"}), (VersionStep.objects, {"by": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**changed)


def test_differences_put_together_are_both_texts() -> None:
    before, after = "Call us today, or write.", "Call us now, or write to us."
    parts = list(differences(before, after))
    assert "".join(part.text for part in parts if part.how != "added") == before
    assert "".join(part.text for part in parts if part.how != "removed") == after
    assert parts[0] == Part("same", "Call us ")
