"""What the worker does by the clock, task by task: each called as the worker calls it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.config import tasks
from townline.contacts.models import Details, Notice
from townline.record.verbs import RESIDENT, SYSTEM, Role
from townline.requests.actions import following, subscribing
from townline.requests.models import Digest, Follower, ServiceRequest, Subscription
from townline.requests.queries.subscriptions import link_of
from townline.staff import actions as staff_actions
from townline.staff import queries as staff
from townline.staff.models import DepartmentRow

DAY = timedelta(days=1)


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> City:
    """Apply Fairview within the test's transaction."""
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply()


def subscribe(town: City, name: str, *, ago: timedelta) -> str:
    return subscribing.subscribe(
        city=town, email=f"{name}@example.org", area="district:1", service_code="", language="en",
        by=RESIDENT, at=timezone.now() - ago,
    )  # fmt: skip


def test_who_never_confirmed_letters_about_an_area_is_forgotten_after_a_week(town: City) -> None:
    subscribe(town, "old", ago=8 * DAY)
    fresh = subscribe(town, "fresh", ago=6 * DAY)
    said = subscribe(town, "said", ago=9 * DAY)
    subscribing.confirm(city=town, link=said, by=RESIDENT, at=timezone.now() - 8 * DAY)
    tasks.sweep_subscriptions(timestamp=0)
    kept = {link_of(one.pk) for one in Subscription.objects.all()}
    assert kept == {fresh, said}
    left = set(Details.objects.values_list("email", flat=True))
    assert left == {"fresh@example.org", "said@example.org"}
    waits = Notice.objects.filter(given_up_at=None).count()
    assert waits == 2, "nothing is sent any more to whoever was forgotten"


def test_many_that_were_never_confirmed_are_swept_in_rounds(town: City) -> None:
    for number in range(5):
        subscribe(town, f"demo{number}", ago=8 * DAY)
    swept = {"before": timezone.now() - 7 * DAY, "by": SYSTEM, "at": timezone.now(), "most": 2}
    assert [subscribing.sweep_unconfirmed(**swept) for _ in range(4)] == [2, 2, 1, 0]


def test_who_never_confirmed_following_is_forgotten_after_a_week(town: City) -> None:
    number = fairview.submit(ago=20 * DAY)
    for name, ago in (("old", 8 * DAY), ("fresh", 6 * DAY)):
        following.follow(
            city=town, number=number, medium="email", address=f"{name}@example.org", language="en",
            by=RESIDENT, at=timezone.now() - ago,
        )  # fmt: skip
    tasks.sweep_followers(timestamp=0)
    assert Follower.objects.count() == 1
    assert not Details.objects.filter(email="old@example.org").exists()
    assert Details.objects.filter(email="fresh@example.org").exists()


def test_new_work_is_shared_out_where_a_department_wants_that(town: City) -> None:
    numbers = [fairview.submit() for _ in range(3)]
    other = fairview.submit("tree")
    people = {each.label: each for each in staff.reached(town)}
    for name in ("worker", "gardener"):
        staff_actions.put_duty(
            city_id=town.id, member_id=people[f"Demo {name}"].id, capacity=2, crews=(),
            by=fairview.actor("admin"), at=timezone.now(),
        )  # fmt: skip
    row = DepartmentRow.objects.get(edition=town.edition_id, code="lighting")
    row.data = {**row.data, "assigns": True}
    row.save()
    staff.forget_editions()
    tasks.share_out(timestamp=0)
    tasks.share_out(timestamp=0)
    has = dict(ServiceRequest.objects.values_list("number", "assignee"))
    assert sorted(filter(None, (has[n] for n in numbers))) == [people["Demo worker"].id] * 2
    assert has[other] is None, "its department does not want it"


def test_digests_and_ladders_are_looked_at_by_their_tasks(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    fairview.submit(ago=30 * DAY)
    tasks.climb(timestamp=0)
    assert not ServiceRequest.objects.filter(climbs_at__lte=timezone.now()).exists()
    supervisor = next(one for one in staff.reached(town) if one.label == "Demo supervisor")
    by = fairview.actor("supervisor")
    staff_actions.put_mailing(
        email="chief@example.org", escalations=True, digests=("lighting",), at=timezone.now(),
        by=type(by)(
            kind="staff", label=by.label, roles=frozenset({Role.SUPERVISOR}),
            departments=by.departments, member_id=supervisor.id,
        ),
    )  # fmt: skip
    noon = timezone.now().astimezone(town.zone).replace(hour=12)
    monkeypatch.setattr(tasks.timezone, "now", lambda: noon)
    tasks.tell_digests(timestamp=0)
    tasks.tell_digests(timestamp=0)
    assert Digest.objects.count() == 1
    assert Notice.objects.filter(template="digest").count() == 1
    monkeypatch.setattr(tasks.timezone, "now", lambda: noon + 60 * DAY)
    tasks.sweep_digests(timestamp=0)
    assert Digest.objects.count() == 0
