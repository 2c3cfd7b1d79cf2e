"""A vote that was not taken so is taken back at the desk, and nobody is told that it counts."""

import re

import pytest
from django.test import Client

from tests.council import chamber
from tests.council.chamber import CLERK
from tests.council.test_meeting_papers import FORTHWITH, STARTS, held
from tests.council.test_meetings_desk import DESK, keys, posted_for_today
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries

pytestmark = pytest.mark.django_db
REASON = "The roll was called <again>."


@pytest.fixture
def city() -> City:
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


def taken(city: City) -> tuple[str, str, str]:
    """Hold a meeting; return its code, the file that was voted on, and where to take that back."""
    code, (number, _left) = held(city, "Street trees", "Lamps")
    (vote,) = queries.votes_of(city, number)
    return code, number, f"/council/desk/files/{number}/votes/{vote.seq}/take-back/"


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_vote_is_taken_back_with_a_reason_and_what_it_decided_is_named(
    city: City, clerk: Client
) -> None:
    _code, number, path = taken(city)
    (line,) = queries.history(city, number)
    asked = page(clerk, path)
    assert FORTHWITH in asked
    assert "stays as it is, until you correct it" in asked
    refused = clerk.post(path, {"reason": " "})
    assert (refused.status_code, b"Say why." in refused.content) == (422, True)
    assert not queries.votes_of(city, number)[0].voided
    done = clerk.post(path, {"reason": REASON})
    assert done["Location"] == f"/council/desk/files/{number}/"
    (vote,) = queries.votes_of(city, number)
    assert (vote.voided, vote.voided_because) == (True, REASON)
    case = page(clerk, f"/council/desk/files/{number}/")
    assert "The roll was called &lt;again&gt;." in case
    assert "What was entered by it still stands:" in case
    assert f"/entries/{line.seq}/correct/" in case.split("still stands:")[1]
    assert clerk.get(path).status_code == 404  # it cannot be taken back twice


def test_what_was_corrected_since_is_not_called_standing(city: City, clerk: Client) -> None:
    _code, number, path = taken(city)
    clerk.post(path, {"reason": REASON})
    (line,) = queries.history(city, number)
    actions.take_back(
        city=city, identifier=number, entry=line.seq, reason="Slip", by=CLERK, at=STARTS
    )
    assert "still stands" not in page(clerk, f"/council/desk/files/{number}/")
    assert "stands until it is corrected" not in page(Client(), f"/council/files/{number}/")


def test_everyone_reads_that_a_vote_was_taken_back_and_why(city: City, clerk: Client) -> None:
    code, number, path = taken(city)
    (line,) = queries.history(city, number)
    clerk.post(path, {"reason": REASON})
    anyone = Client()
    for where in (f"/council/files/{number}/", f"/council/meetings/{code}/"):
        said = page(anyone, where)
        assert "This vote was taken back." in said, where
        assert "The roll was called &lt;again&gt;." in said, where
    file = page(anyone, f"/council/files/{number}/")
    assert f'<a href="#line-{line.seq}">What was entered by it stands until' in file
    assert number not in page(anyone, "/council/votes/")


def test_who_was_recused_is_counted_where_everyone_reads_the_vote(city: City) -> None:
    _code, number, _path = taken(city)
    said = page(Client(), f"/council/files/{number}/")
    assert "Yes 13 · No 0 · Absent 1 · Recused 1" in said
    assert "Abstained" not in said


def test_the_desk_of_a_held_meeting_leads_to_taking_a_vote_back(city: City, clerk: Client) -> None:
    code, _number, path = taken(city)
    desk = f"/council/desk/meetings/{code}/"
    assert path in page(clerk, desk)
    clerk.post(path, {"reason": REASON})
    after = page(clerk, desk)
    assert path not in after
    assert "This vote was taken back." in after


def test_nobody_but_a_clerk_takes_a_vote_back(city: City) -> None:
    _code, number, path = taken(city)
    for name in ("agent", "worker", "admin"):
        client = fairview.signed_in(name)
        assert client.get(path).status_code == 403, name
        assert client.post(path, {"reason": REASON}).status_code == 403, name
    assert "/sign-in/" in Client().post(path, {"reason": REASON})["Location"]
    assert not queries.votes_of(city, number)[0].voided
    shown = page(fairview.signed_in("admin"), f"/council/desk/files/{number}/")
    assert "take-back" not in shown


def test_a_reason_is_asked_for_by_the_action_too(city: City) -> None:
    _code, number, _path = taken(city)
    (vote,) = queries.votes_of(city, number)
    with pytest.raises(actions.Refused, match="Say why"):
        actions.void_vote(
            city=city, identifier=number, entry=vote.seq, reason=" ", by=CLERK, at=STARTS
        )


def test_what_was_noted_of_one_item_is_taken_back_while_the_meeting_runs(
    city: City, clerk: Client
) -> None:
    code, _numbers = posted_for_today(city, "Trees", "Lamps")
    one, two = keys(city, code)
    desk = f"{DESK}{code}/"
    day = queries.meeting(city, code).day
    sit = [who.code for who in queries.members(city, "council", day)]
    clerk.post(f"{desk}roll/", {"here": sit})
    for key in (one, two):
        note = {"item": key, "type": "council.adopted_forthwith", "p-comment": ""}
        clerk.post(f"{desk}run/note/", note)
    answer = clerk.post(f"{desk}run/items/{one}/clear/")
    assert answer["Location"] == f"{desk}run/?item={one}"
    assert set(queries.running(city, code)[0].outcomes) == {two}
    clerk.post(f"{desk}run/undo/")
    assert set(queries.running(city, code)[0].outcomes) == {one, two}
    assert fairview.signed_in("admin").post(f"{desk}run/items/{one}/clear/").status_code == 403
