"""Comments of the public and daily letters, from the form to the paper and the mailbox."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.config import council_letters, tasks
from townline.contacts.models import Comment, Details, Subscriber
from townline.council import actions, queries
from townline.council.rules.imported import ImportedBallot, ImportedVote

pytestmark = pytest.mark.django_db
EMAIL = "demo@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    return chamber.found(people=True)


@pytest.fixture
def number(city: City) -> str:
    return chamber.introduced(city, "Street trees")


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def letters() -> list[Any]:
    tasks.deliver(timestamp=0)
    return list(outbox.outbox)


def path_of(number: str) -> str:
    return f"/council/files/{number}/comment/"


def comment(number: str, **more: str) -> Any:
    given = {"text": "Please plant oaks.", "position": "for", **more}
    return Client().post(path_of(number), given)


def subscribe(topic: str, **more: str) -> Any:
    return Client().post(f"/council/subscribe/?topic={topic}", {"email": EMAIL, **more})


def link_in(letter: Any) -> str:
    found = re.search(r"/council/letters/[^/\s]+/", letter.body)
    assert found
    return found.group()


def clerk() -> Client:
    return fairview.signed_in("clerk")


def decide(client: Client, key: int, do: str, reason: str = "") -> Any:
    return client.post(f"/council/desk/comments/{key}/", {"do": do, "reason": reason})


def test_a_comment_is_published_without_its_address_after_the_clerk_accepted_it(
    city: City, number: str
) -> None:
    answer = comment(number, name="Demo Resident", email=EMAIL)
    assert answer.headers["Location"] == path_of(number) + "?sent=1"
    assert "Thank you" in said(Client().get(path_of(number) + "?sent=1"))
    assert "Please plant oaks." not in said(Client().get(f"/council/files/{number}/"))
    client, key = clerk(), Comment.objects.get().pk
    desk = said(client.get("/council/desk/comments/"))
    assert "Please plant oaks." in desk
    assert EMAIL not in desk
    decide(client, key, "accept")
    assert council_letters.publish(city, at=timezone.now() + DAY) == 1
    (paper,) = queries.documents(city, number)
    assert paper.kind == "public_comments"
    text = b"".join(Client().get(f"/council/documents/{paper.id}/")).decode()
    assert "Demo Resident" in text
    assert "Please plant oaks." in text
    assert "For." in text
    assert EMAIL not in text
    (letter,) = letters()
    assert letter.to == [EMAIL]
    assert letter.subject == f"Your comment on council file {number} is published"


def test_publishing_again_publishes_nothing_twice(city: City, number: str) -> None:
    comment(number)
    decide(clerk(), Comment.objects.get().pk, "accept")
    at = timezone.now() + DAY
    assert [council_letters.publish(city, at=at) for _ in range(3)] == [1, 0, 0]
    Comment.objects.update(published_at=None)  # as if it had broken off before the last step
    assert council_letters.publish(city, at=at) == 1
    assert len(queries.documents(city, number)) == 1


def test_comments_on_a_file_that_became_restricted_wait(city: City, number: str) -> None:
    comment(number)
    decide(clerk(), Comment.objects.get().pk, "accept")
    actions.restrict(city=city, identifier=number, reason="Closed.", by=CLERK, at=NOW)
    assert council_letters.publish(city, at=timezone.now() + DAY) == 0
    assert Comment.objects.get().published_at is None


def test_a_refusal_needs_a_reason_and_its_writer_reads_it(city: City, number: str) -> None:
    comment(number, email=EMAIL)
    client, key = clerk(), Comment.objects.get().pk
    answer = decide(client, key, "refuse", "  ")
    assert answer.status_code == 422
    assert "Say why it is refused." in said(answer)
    assert decide(client, key, "refuse", "It is about a person.").status_code == 302
    assert letters() == []
    decide(client, key, "undo")
    assert Comment.objects.get().decided_at is None
    assert "It is about" not in said(client.get("/council/desk/comments/?state=refused"))


def test_two_clerks_do_not_decide_the_same_comment(city: City, number: str) -> None:
    comment(number)
    client, key = clerk(), Comment.objects.get().pk
    decide(client, key, "accept")
    answer = client.post(
        f"/council/desk/comments/{key}/", {"do": "refuse", "reason": "No."}, follow=True
    )
    assert "Somebody has decided this meanwhile" in said(answer)
    assert Comment.objects.get().decided_as == "accepted"


@pytest.mark.parametrize("role", ["agent", "worker", "supervisor", "analyst"])
def test_only_clerks_read_and_decide_comments(city: City, number: str, role: str) -> None:
    comment(number)
    client = fairview.signed_in(role)
    assert client.get("/council/desk/comments/").status_code == 403
    assert decide(client, Comment.objects.get().pk, "accept").status_code == 403
    assert Comment.objects.get().decided_at is None


def test_a_comment_without_words_or_with_a_bad_address_is_refused_at_its_field(
    number: str,
) -> None:
    every = [
        ({"text": " "}, "text"), ({"email": "nobody"}, "email"),
        ({"position": "maybe"}, "position"), ({"text": "x" * 9000}, "text"),
    ]  # fmt: skip
    for wrong, field in every:
        answer = comment(number, **wrong)
        assert answer.status_code == 422, wrong
        assert f'href="#id_{field}' in said(answer)
    assert not Details.objects.filter(contact__purpose="inquiry").exists()


def test_a_program_that_fills_in_the_hidden_field_is_thanked_and_forgotten(number: str) -> None:
    assert comment(number, website="https://example.org/").status_code == 302
    assert not Comment.objects.exists()


def test_whoever_sends_very_many_comments_is_asked_to_wait(number: str) -> None:
    answers = [comment(number).status_code for _ in range(12)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_letters_begin_once_confirmed_and_tell_of_news_until_left(city: City) -> None:
    now = timezone.now()
    number = chamber.introduced(city, "Street trees", at=now)
    assert subscribe(f"council-file:{number}").status_code == 302
    (asked,) = letters()
    assert asked.subject == f"Please confirm: a letter a day about council file {number}"
    link = link_in(asked)
    assert "Was it you who asked for this?" in said(Client().get(link))
    Client().post(link, {"do": "confirm"})
    Subscriber.objects.update(told_until=now - DAY)
    assert council_letters.tell(city, at=now + DAY) == 1
    letter = letters()[-1]
    assert letter.subject == f"News of council file {number}"
    assert "Street trees" in letter.body
    assert f"/council/files/{number}/" in letter.body
    assert council_letters.tell(city, at=now + DAY) == 0
    assert "List-Unsubscribe" in letter.extra_headers
    assert Client(enforce_csrf_checks=True).post(f"{link}leave/").status_code == 302
    assert "You get no more of these letters." in said(Client().get(link))
    assert council_letters.tell(city, at=now + 3 * DAY) == 0


def test_a_letter_tells_of_a_body_or_a_district_only_what_concerns_it(city: City) -> None:
    now = timezone.now()
    first, second = (chamber.introduced(city, title, at=now) for title in ("Trees", "Benches"))
    today = now.astimezone(city.zone).date()
    chamber.act(city, first, f"Motion referred to {chamber.COMMITTEE}.", today, at=now)
    code = queries.bodies_named(city).codes[chamber.COMMITTEE]
    since, until = now - DAY, now + DAY
    told = queries.news(city, f"council-body:{code}", since, until)
    assert {line.identifier for line in told.lines} == {first}
    every = queries.news(city, "council-words:benches", since, until)
    assert {line.identifier for line in every.lines} == {second}
    assert not queries.news(city, "council-district:5", since, until).lines


def test_a_letter_about_a_member_tells_of_what_they_moved(city: City) -> None:
    now = timezone.now()
    ballots = (ImportedBallot(member="DEMO MEMBER", district="7", vote="YES"),)
    vote = ImportedVote(
        date=NOW.date(), meeting_type="Regular", action="Adopted", given="(1 - 0 - 0)",
        ballots=ballots,
    )  # fmt: skip
    found = chamber.source("26-0300", title="Lamps", movers=("DEMO MEMBER",), votes=(vote,))
    actions.import_file(city=city, found=found, by=CLERK, at=now)
    chamber.introduced(city, "Benches", at=now)
    (member,) = (p for p in queries.people(city) if "DEMO" in p.name.upper())
    told = queries.news(city, f"council-member:{member.code}", now - DAY, now + DAY)
    assert {line.identifier for line in told.lines} == {"26-0300"}


def test_a_letter_about_words_tells_of_lines_that_say_them_and_of_nothing_else(city: City) -> None:
    now = timezone.now()
    trees, benches = (chamber.introduced(city, title, at=now) for title in ("Trees", "Benches"))
    today = now.astimezone(city.zone).date()
    for number in (trees, benches):
        chamber.act(city, number, f"Motion referred to {chamber.COMMITTEE}.", today, at=now)
    chamber.act(
        city, benches, "City Clerk scheduled item for Council on January 5, 2027.", today, at=now
    )

    def told(words: str) -> list[tuple[str, str]]:
        found = queries.news(city, f"council-words:{words}", now - DAY, now + DAY)
        return [(line.identifier, line.sentence) for line in found.lines]

    scheduled = "City Clerk scheduled item for Council on January 5, 2027."
    assert told("scheduling council") == [(benches, scheduled)]  # by their stems, as in the search
    assert [number for number, _ in told("tree")] == [trees, trees]
    assert {number for number, _ in told("animal welfare")} == {trees, benches}
    assert told("animal -welfare") == []


def test_a_letter_about_a_member_tells_how_they_voted(city: City) -> None:
    now = timezone.now()
    today = now.astimezone(city.zone).date()
    ballots = (
        ImportedBallot(member="DEMO MEMBER", district="7", vote="NO"),
        ImportedBallot(member="DEMO OTHER", district="8", vote="YES"),
    )
    vote = ImportedVote(
        date=today, meeting_type="Regular", action="Adopted", given="(1 - 1 - 0)", ballots=ballots,
    )  # fmt: skip
    old = ImportedVote(
        date=today - 400 * DAY, meeting_type="Regular", action="Adopted", given="(1 - 1 - 0)",
        ballots=ballots,
    )  # fmt: skip
    found = chamber.source("26-0300", title="Lamps", votes=(vote, old))
    actions.import_file(city=city, found=found, by=CLERK, at=now)
    (member,) = (p for p in queries.people(city) if p.name.upper() == "DEMO MEMBER")
    topic = f"council-member:{member.code}"
    (line,) = queries.news(city, topic, now - DAY, now + DAY).lines
    assert (line.kind, line.option, line.date) == ("voted", "no", today)
    subscribe(topic)
    Client().post(link_in(letters()[0]), {"do": "confirm"})
    Subscriber.objects.update(told_until=now - DAY)
    assert council_letters.tell(city, at=now + DAY) == 1
    letter = letters()[-1]
    assert f"{member.name} voted no. What came of the vote: Adopted" in letter.body
    actions.restrict(city=city, identifier="26-0300", reason="Closed.", by=CLERK, at=now)
    assert not queries.is_news(city, topic, now - DAY, now + DAY)


def test_each_page_of_a_topic_leads_to_its_letters_and_the_letters_lead_back(city: City) -> None:
    number = chamber.introduced(city, "Street trees")
    found = chamber.source(
        "26-0300", title="Lamps", movers=("DEMO MEMBER",), districts=("5",),
        votes=(
            ImportedVote(
                date=NOW.date(), meeting_type="Regular", action="Adopted", given="(1 - 0 - 0)",
                ballots=(ImportedBallot(member="DEMO MEMBER", district="7", vote="YES"),),
            ),
        ),
    )  # fmt: skip
    actions.import_file(city=city, found=found, by=CLERK, at=NOW)
    (member,) = (p for p in queries.people(city) if p.name.upper() == "DEMO MEMBER")
    every = {
        f"/council/files/{number}/": f"council-file:{number}",
        "/council/bodies/personnel/": "council-body:personnel",
        f"/council/members/{member.code}/": f"council-member:{member.code}",
        "/council/files/?district=5": "council-district:5",
        "/council/files/?words=street": "council-words:street",
        "/council/files/?words=nothing+like+it": "council-words:nothing like it",
        "/council/files/?member=DEMO+MEMBER": f"council-member:{member.code}",
    }
    for path, topic in every.items():
        page = Client().get(path).content.decode()
        asked = "/council/subscribe/?topic=" + quote(topic, safe=":/")
        found_there = re.findall(r'href="(/council/subscribe/[^"]*)"', page)
        assert [unquote(each) for each in found_there] == [unquote(asked)], path
        form = Client().get(found_there[0]).content.decode()
        back = path.replace("?member=DEMO+MEMBER", "").replace("+", "%20")
        if "member=" not in path:
            assert f'href="{back}"' in form, path
    mended = Client().get("/council/files/?words=streat").content.decode()
    assert "topic=council-words%3Astreet" in mended or "topic=council-words:street" in mended
    for path in ("/council/files/", "/council/files/?words=street&year=2026"):
        assert "/council/subscribe/" not in Client().get(path).content.decode()


def test_supplements_are_told_of_where_that_was_asked_for(number: str) -> None:
    subscribe(f"council-file:{number}", family="on")
    assert Subscriber.objects.get().topic == f"council-family:{number}"


def test_old_lines_that_were_entered_late_are_no_news(city: City) -> None:
    found = chamber.source("09-0001", *[(NOW.date() - 400 * DAY, "Council action final.")])
    now = timezone.now()
    actions.import_file(city=city, found=found, by=CLERK, at=now)
    told = queries.news(city, "council-file:09-0001", now - DAY, now + DAY)
    assert [line.kind for line in told.lines] == ["introduced"]


@pytest.mark.parametrize(
    "topic", ["", "x", "council-file:99-9999", "council-body:nobody", "council-words:a", "file:1"]
)
def test_nobody_subscribes_to_what_is_not_there(city: City, topic: str) -> None:
    assert Client().get("/council/subscribe/", {"topic": topic}).status_code == 404
    assert subscribe(topic).status_code == 404


def test_an_address_is_asked_to_confirm_once_an_hour_however_often_it_is_typed(
    number: str,
) -> None:
    for _ in range(3):
        assert subscribe(f"council-file:{number}").status_code == 302
    assert len(letters()) == 1


def test_a_link_shows_nothing_of_who_subscribed_and_is_not_indexed(number: str) -> None:
    subscribe(f"council-file:{number}")
    answer = Client().get(link_in(letters()[0]))
    assert EMAIL not in said(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert Client().get("/council/letters/1:forged/").status_code == 404
