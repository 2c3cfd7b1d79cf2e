"""API keys: made once, kept as hashes, good for one city until revoked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.staff.conftest import NOW, found
from townline.record.verbs import RESIDENT, SYSTEM, Actor, NotAllowed, Role
from townline.staff import actions, queries
from townline.staff.models import ApiKey
from townline.staff.rules.scopes import SCOPES, UnknownScope


def add(city, name="Pothole app", **given):
    asked = {"scopes": ("requests:write",), "limit_per_minute": 60, "by": SYSTEM, "at": NOW}
    return actions.add_key(city_id=city.id, name=name, **{**asked, **given})


def revoke(city, name="Pothole app", by=SYSTEM, **given):
    actions.revoke_key(city_id=city.id, name=name, by=by, at=NOW, **given)


def test_a_key_names_its_program_its_scopes_and_its_limit(city):
    key = add(city)
    client = queries.client_of(key, city)
    assert (client.name, client.limit_per_minute) == ("Pothole app", 60)
    assert client.scopes == {"requests:write"}
    assert client.actor == Actor(
        kind="partner",
        label=f"Pothole app (key {client.prefix})",
        roles=frozenset({Role.PARTNER}),
    )


def test_a_key_is_long_differs_and_is_not_kept(city, owner):
    one, other = add(city, "one"), add(city, "other")
    assert one != other
    assert len(one) > 43
    rows = ApiKey.objects.filter(city=city.id).values_list()
    assert not any(one in str(row) or other in str(row) for row in rows)
    assert all(one.startswith(card.prefix) for card in queries.keys(city.id)[:1])


def test_a_key_opens_no_other_city(city, neighbour):
    assert queries.client_of(add(city), neighbour) is None


@pytest.mark.parametrize("wrong", ["", "demo", "tl_", "tl_" + "A" * 43, "\x00", "\ud800", "é" * 99])
@pytest.mark.usefixtures("_demo")
def test_a_wrong_key_is_nobodys(city, wrong):
    add(city)
    assert queries.client_of(wrong, city) is None
    assert queries.notice_of_revoked(wrong, city) == ""


def test_a_revoked_key_is_nobodys_and_its_program_is_told_why(city, neighbour):
    key = add(city)
    assert queries.notice_of_revoked(key, city) == ""
    revoke(city, notice="This app has been replaced; see example.org.")
    assert queries.client_of(key, city) is None
    assert queries.notice_of_revoked(key, city) == "This app has been replaced; see example.org."
    assert queries.notice_of_revoked(key, neighbour) == ""


def test_a_name_is_free_again_once_its_key_is_revoked(city):
    old = add(city)
    with pytest.raises(actions.KeyNameTaken, match="'Pothole app'"):
        add(city)
    revoke(city)
    new = add(city)
    assert queries.client_of(new, city) is not None
    assert queries.client_of(old, city) is None
    assert [card.revoked_at for card in queries.keys(city.id)] == [NOW, None]


def test_a_key_that_is_not_there_cannot_be_revoked(city, neighbour):
    add(city)
    with pytest.raises(actions.NoSuchKey, match="'Pothole app'"):
        revoke(neighbour)
    revoke(city)
    with pytest.raises(actions.NoSuchKey):
        revoke(city)


@pytest.mark.parametrize("scopes", [(), ("requests:delete",)])
def test_a_key_needs_scopes_that_exist(city, scopes):
    with pytest.raises(UnknownScope, match="requests:write"):
        add(city, scopes=scopes)


def test_only_admins_and_townline_itself_decide_on_keys(city):
    for ask in (add, revoke):
        with pytest.raises(NotAllowed):
            ask(city, by=RESIDENT)
    with pytest.raises(NotAllowed):
        actions.put_demo_key(city_id=city.id, by=RESIDENT, at=NOW)


@pytest.mark.usefixtures("_demo")
def test_the_demo_key_opens_everything_in_the_demo_and_is_put_once(city):
    for _ in range(2):
        actions.put_demo_key(city_id=city.id, by=SYSTEM, at=NOW)
    assert queries.client_of("demo", city).scopes == set(SCOPES)
    assert len(queries.keys(city.id)) == 1


@pytest.mark.usefixtures("_no_demo")
def test_the_demo_key_opens_nothing_outside_the_demo(city):
    actions.put_demo_key(city_id=city.id, by=SYSTEM, at=NOW)
    assert queries.client_of("demo", city) is None


@pytest.mark.usefixtures("_demo")
def test_the_demo_key_of_one_city_opens_no_other(city, neighbour):
    actions.put_demo_key(city_id=city.id, by=SYSTEM, at=NOW)
    assert queries.client_of("demo", neighbour) is None


def test_a_key_that_comes_again_is_not_looked_up_again_until_it_is_revoked(own_database):
    city = found("springdale")
    key = add(city)
    queries.client_of(key, city)
    with CaptureQueriesContext(connection) as asked:
        assert queries.client_of(key, city).name == "Pothole app"
    assert len(asked) == 0
    revoke(city)
    assert queries.client_of(key, city) is None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"scopes": []}, "key_has_known_scopes"),
        ({"scopes": ["everything"]}, "key_has_known_scopes"),
        ({"limit_per_minute": 0}, "key_has_a_limit"),
        ({"revoked_at": NOW - timedelta(days=1)}, "key_revoked_after_created"),
    ],
)
def test_the_table_refuses_what_no_action_asks(city, change, constraint):
    add(city)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApiKey.objects.filter(city=city.id).update(**change)
