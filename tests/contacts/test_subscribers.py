"""Who is told daily of a topic: only those who confirmed, only of news, until they leave."""

from datetime import datetime, timedelta

import pytest

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Details, Notice, Subscriber
from townline.contacts.queries import NoSuchSubscriber
from townline.record.verbs import RESIDENT, SYSTEM

FILE = "council-file:21-0278"
DAY = timedelta(days=1)


def ask(town: City, topic: str = FILE, email: str = "demo@example.org") -> str:
    return actions.subscribe(
        city=town, email=email, topic=topic, language="es", by=RESIDENT, at=NOON
    )


def confirmed(town: City, topic: str = FILE, email: str = "demo@example.org") -> str:
    link = ask(town, topic, email)
    actions.confirm_subscriber(city=town, link=link, by=RESIDENT, at=NOON)
    return link


def tell(town: City, *, news: bool = True, days: int = 1) -> int:
    return actions.tell_subscribers(
        city=town, is_news=lambda topic, since, until: news, by=SYSTEM, at=NOON + days * DAY
    )


def daily() -> list[Notice]:
    return list(Notice.objects.filter(template="topic_daily").order_by("pk"))


def test_whoever_asked_gets_one_letter_that_asks_to_confirm_and_no_other(town: City) -> None:
    link = ask(town)
    assert tell(town) == 0
    (owed,) = Notice.objects.all()
    assert owed.template == "topic_confirm"
    assert owed.data == {"topic": FILE, "link": link}
    assert queries.subscriber(town.id, link) == queries.SubscriberShown(FILE, False, False)


def test_whoever_confirmed_is_told_once_a_day_and_only_of_news(town: City) -> None:
    confirmed(town)
    assert tell(town, news=False) == 0
    assert tell(town, days=2) == 1
    assert tell(town, days=2) == 0
    (owed,) = daily()
    assert datetime.fromisoformat(owed.data["since"]) == NOON + DAY
    assert datetime.fromisoformat(owed.data["until"]) == NOON + 2 * DAY


def test_a_topic_is_looked_at_once_for_all_its_subscribers(town: City) -> None:
    for name in ("demo", "other", "third"):
        confirmed(town, email=f"{name}@example.org")
    asked: list[str] = []

    def is_news(topic: str, since: datetime, until: datetime) -> bool:
        asked.append(topic)
        return True

    told = actions.tell_subscribers(city=town, is_news=is_news, by=SYSTEM, at=NOON + DAY)
    assert (told, asked) == (3, [FILE])


def test_whoever_left_is_told_no_more_and_may_begin_again(town: City) -> None:
    link = confirmed(town)
    actions.leave_topic(city=town, link=link, by=RESIDENT, at=NOON)
    assert tell(town) == 0
    assert queries.subscriber(town.id, link).left
    actions.confirm_subscriber(city=town, link=link, by=RESIDENT, at=NOON + DAY)
    assert tell(town, days=2) == 1
    assert datetime.fromisoformat(daily()[0].data["since"]) == NOON + DAY


def test_one_address_gets_one_letter_however_often_it_asked(town: City) -> None:
    first = confirmed(town, email="Demo@Example.org")
    confirmed(town, email="demo@example.org")
    other = confirmed(town, "council-body:plum")
    assert tell(town) == 2
    assert queries.subscriber(town.id, first).left
    assert not queries.subscriber(town.id, other).left


@pytest.mark.parametrize("link", ["", "1", "1:forged", "x" * 300])
def test_a_link_that_we_did_not_make_means_nobody(town: City, link: str) -> None:
    with pytest.raises(NoSuchSubscriber):
        queries.subscriber(town.id, link)
    with pytest.raises(NoSuchSubscriber):
        actions.leave_topic(city=town, link=link, by=RESIDENT, at=NOON)


def test_a_link_means_nobody_in_another_city(town: City) -> None:
    link = ask(town)
    with pytest.raises(NoSuchSubscriber):
        queries.subscriber(town.id + 1, link)


@pytest.mark.parametrize("topic", ["", "council-file:", "21-0278", "Council:1", "a:" + "x" * 300])
def test_what_is_no_topic_by_its_form_is_refused_whole(town: City, topic: str) -> None:
    with pytest.raises(ValueError, match="topic"):
        ask(town, topic)
    assert not Details.objects.exists()


def test_those_who_never_confirmed_are_forgotten_with_their_address(town: City) -> None:
    ask(town, email="never@example.org")
    confirmed(town)
    at = NOON + 8 * DAY
    assert actions.sweep_subscribers(before=NOON + DAY, by=SYSTEM, at=at) == 1
    assert Subscriber.objects.count() == 1
    assert list(Details.objects.values_list("email", flat=True)) == ["demo@example.org"]
    assert not Notice.objects.filter(sent_at=None, given_up_at=None, contact__details=None).exists()
