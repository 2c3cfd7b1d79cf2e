"""Comments wait for a person, are published in batches, and are forgotten with their writers."""

from datetime import timedelta

import pytest

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Comment, Details, Notice
from townline.contacts.queries import CommentShown, NoSuchComment
from townline.record.verbs import RESIDENT, SYSTEM, Actor, Role

CLERK = Actor(kind="staff", label="Demo Clerk", roles=frozenset({Role.CLERK}))
FILE = "council-file:21-0278"
HOUR = timedelta(hours=1)


def take(town: City, text: str = "Please adopt it.", **more: str) -> int:
    given = actions.NewComment(topic=FILE, text=text, **more)
    return actions.take_comment(city_id=town.id, given=given, by=RESIDENT, at=NOON)


def accept(town: City, key: int) -> None:
    actions.accept_comment(city_id=town.id, comment_id=key, by=CLERK, at=NOON)


def refuse(town: City, key: int, reason: str = "It is about another file.") -> None:
    actions.refuse_comment(city_id=town.id, comment_id=key, reason=reason, by=CLERK, at=NOON)


def of(town: City, key: int) -> CommentShown:
    return queries.comment(town.id, key)


def close(town: City, batch: str = "2026-11-25 AM") -> list[tuple[str, str]]:
    found = actions.close_batch(
        city_id=town.id, batch=batch, before=NOON + HOUR, by=SYSTEM, at=NOON + HOUR
    )
    return list(found)


def publish(town: City, batch: str = "2026-11-25 AM") -> int:
    return actions.published_batch(
        city_id=town.id, topic=FILE, batch=batch, page="council/", by=SYSTEM, at=NOON + HOUR
    )


def test_a_comment_waits_for_a_person_and_never_shows_an_address(town: City) -> None:
    key = take(town, name="Demo Resident", email="demo@example.org", position="for")
    found, after = queries.comments(town.id)
    assert [each.id for each in found] == [key]
    assert after == 0
    assert (found[0].name, found[0].position, found[0].answerable) == ("Demo Resident", "for", True)
    assert "example.org" not in repr(found)
    assert queries.comment_counts(town.id)["waiting"] == 1


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"text": "x" * 9000}, {"position": "maybe"}])
def test_what_is_no_comment_is_refused_whole(town: City, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="comment"):
        take(town, **wrong)
    assert not Details.objects.exists()


def test_what_was_accepted_is_published_once_in_one_batch(town: City) -> None:
    first, second = take(town), take(town, "No.")
    accept(town, first)
    assert close(town) == [(FILE, "2026-11-25 AM")]
    accept(town, second)
    assert [each.id for each in queries.in_batch(town.id, FILE, "2026-11-25 AM")] == [first]
    assert publish(town) == 1
    assert publish(town) == 0
    assert close(town, "2026-11-25 PM") == [(FILE, "2026-11-25 PM")]


def test_a_publication_that_broke_off_is_done_again_with_the_same_comments(town: City) -> None:
    key = take(town)
    accept(town, key)
    close(town)
    assert close(town, "2026-11-25 PM") == [(FILE, "2026-11-25 AM")]
    assert publish(town) == 1
    assert close(town, "2026-11-25 PM") == []


def test_what_was_accepted_after_the_hour_waits_for_the_next_batch(town: City) -> None:
    key = take(town)
    actions.accept_comment(city_id=town.id, comment_id=key, by=CLERK, at=NOON + 2 * HOUR)
    assert close(town) == []


def test_whoever_left_an_address_is_told_that_it_is_published(town: City) -> None:
    for email in ("demo@example.org", ""):
        accept(town, take(town, email=email))
    close(town)
    publish(town)
    (owed,) = Notice.objects.all()
    assert (owed.template, owed.data) == ("comment_published", {"topic": FILE, "page": "council/"})


def test_a_refusal_has_a_reason_which_its_writer_is_told_after_a_while(town: City) -> None:
    key = take(town, email="demo@example.org")
    with pytest.raises(ValueError, match="reason"):
        refuse(town, key, "  ")
    refuse(town, key)
    (owed,) = Notice.objects.all()
    assert owed.data["reason"] == "It is about another file."
    assert owed.not_before is not None and owed.not_before > NOON
    assert (of(town, key).decided_as, of(town, key).decided_by) == ("refused", "Demo Clerk")


def test_a_decision_can_be_taken_back_until_somebody_was_told(town: City) -> None:
    key = take(town, email="demo@example.org")
    refuse(town, key)
    actions.undecide_comment(city_id=town.id, comment_id=key, by=CLERK, at=NOON)
    assert Notice.objects.get().given_up_for == "withdrawn"
    assert of(town, key).decided_at is None
    refuse(town, key, "It names somebody’s address.")
    assert len(actions.claim(by=SYSTEM, at=NOON + HOUR)) == 1
    with pytest.raises(actions.AlreadyDecided):
        actions.undecide_comment(city_id=town.id, comment_id=key, by=CLERK, at=NOON + HOUR)


def test_nobody_decides_twice_or_takes_back_what_is_in_a_batch(town: City) -> None:
    key = take(town)
    accept(town, key)
    with pytest.raises(actions.AlreadyDecided):
        refuse(town, key)
    close(town)
    with pytest.raises(actions.AlreadyDecided):
        actions.undecide_comment(city_id=town.id, comment_id=key, by=CLERK, at=NOON)


def test_a_comment_of_another_city_is_none(town: City) -> None:
    key = take(town)
    with pytest.raises(NoSuchComment):
        queries.comment(town.id + 1, key)
    with pytest.raises(NoSuchComment):
        actions.accept_comment(city_id=town.id + 1, comment_id=key, by=CLERK, at=NOON)


def test_lists_go_page_by_page_the_oldest_that_waits_first(town: City) -> None:
    keys = [take(town, f"Number {n}") for n in range(5)]
    first, after = queries.comments(town.id, limit=3)
    rest, end = queries.comments(town.id, after=after, limit=3)
    assert [each.id for each in (*first, *rest)] == keys
    assert end == 0
    for key in keys:
        accept(town, key)
    newest, _ = queries.comments(town.id, state="accepted", limit=2)
    assert [each.id for each in newest] == keys[:2:-1]


def test_comments_are_forgotten_with_their_writers_once_they_are_done_with(town: City) -> None:
    refused, accepted, published = (take(town, name="Demo Resident") for _ in range(3))
    accept(town, published)
    close(town)
    publish(town)
    accept(town, accepted)
    refuse(town, refused)
    at = NOON + timedelta(days=90)
    assert actions.sweep_comments(before=at, by=SYSTEM, at=at) == 2
    assert list(Comment.objects.values_list("pk", flat=True)) == [accepted]
    assert Details.objects.count() == 1
