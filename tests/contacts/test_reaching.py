"""Who is told by what, who is written to no more, and what is kept back for a while."""

from datetime import timedelta

import pytest

from tests.requests import build
from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Details, Notice, Silence
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.rules.submission import Unfit

TEXTED = build.Reporter(phone="213-555-0101", told_by="sms")
NIGHT = NOON.replace(hour=22)
MORNING = NOON.replace(hour=8) + timedelta(days=1)


def claim(at=NOON, **which) -> list[actions.Owed]:
    return actions.claim(by=SYSTEM, at=at, **which)


def contact_of(number: str) -> int:
    found = build.row(number).contact_id
    assert found is not None
    return found


def test_whoever_wants_text_messages_is_owed_one(town: City) -> None:
    build.file(town, reporter=TEXTED)
    (owed,) = claim()
    assert (owed.medium, owed.phone, owed.email) == ("sms", "+12135550101", "")


def test_whoever_wants_nothing_is_owed_nothing(town: City) -> None:
    build.file(town, reporter=build.Reporter(email="ana@example.org", told_by="none"))
    assert not Notice.objects.exists()


@pytest.mark.parametrize("told_by", ["pigeon", "EMAIL"])
def test_an_unknown_medium_is_refused_whole(town: City, told_by: str) -> None:
    with pytest.raises(Unfit):
        build.file(town, reporter=build.Reporter(email="ana@example.org", told_by=told_by))
    assert not Details.objects.exists()


def test_a_medium_without_an_address_is_none(town: City) -> None:
    build.file(town, reporter=build.Reporter(email="ana@example.org", told_by="sms"))
    assert Details.objects.get().told_by == "none"


def test_hearing_keeps_details_by_the_same_rule(town: City) -> None:
    said = {"city_id": town.id, "channel": "web", "language": "es", "purpose": "follow_up"}
    for details, medium in (
        ({"email": "ana@example.org"}, "email"),
        ({"phone": "555-0101"}, "none"),
        ({"phone": "555-0101", "told_by": "sms"}, "sms"),
    ):
        key = actions.hear(**said, details=details, by=RESIDENT, at=NOON)
        assert Details.objects.get(pk=key).told_by == medium
    nobody = actions.hear(**said, details=None, by=RESIDENT, at=NOON)
    assert queries.reach_of(nobody) is None
    with pytest.raises(ValueError, match="purpose"):
        actions.hear(**(said | {"purpose": "gossip"}), details=None, by=RESIDENT, at=NOON)


def test_text_messages_wait_for_the_morning_and_letters_do_not(town: City) -> None:
    build.file(town, reporter=TEXTED, at=NIGHT)
    build.file(town, at=NIGHT)
    assert [owed.medium for owed in claim(NIGHT)] == ["email"]
    assert Notice.objects.get(medium="sms").not_before == MORNING
    assert claim(MORNING - timedelta(minutes=1), media=["sms"]) == []
    assert [owed.medium for owed in claim(MORNING, media=["sms"])] == ["sms"]


def test_what_somebody_asked_for_comes_at_night_too(town: City) -> None:
    build.file(town, reporter=TEXTED, at=NIGHT)
    claim(NIGHT)
    actions.owe(
        city_id=town.id, contact_id=Details.objects.get().pk, template="receipt",
        data={"number": "x"}, by=RESIDENT, at=NIGHT, asked_for=True,
    )  # fmt: skip
    (owed,) = claim(NIGHT)
    actions.sent(notice_id=owed.id, by=SYSTEM, at=NIGHT)
    assert Notice.objects.get(pk=owed.id).data == {}, "a code is kept no longer than it must"


def test_a_silenced_address_gets_nothing_and_no_table_has_it(town: City) -> None:
    build.file(town)
    actions.silence(
        city_id=town.id, medium="email", address="ANA@example.org", reason="bounce", by=SYSTEM,
        at=NOON,
    )  # fmt: skip
    assert claim() == []
    notice = Notice.objects.get()
    assert (notice.given_up_for, notice.given_up_at) == ("bounce", NOON)
    assert b"ana" not in bytes(Silence.objects.get().digest)
    assert actions.listen_again(
        city_id=town.id, medium="email", address="ana@example.org", by=RESIDENT, at=NOON
    )
    build.file(town)
    assert len(claim()) == 1


@pytest.mark.parametrize(
    ("reason", "reached"), [("unsubscribe", 1), ("complaint", 1), ("bounce", 0), ("stop", 0)]
)
def test_a_code_goes_to_whoever_only_wants_no_news(town: City, reason: str, reached: int) -> None:
    build.file(town)
    Notice.objects.update(asked_for=True)
    silence = {"city_id": town.id, "medium": "email", "address": "ana@example.org"}
    actions.silence(**silence, reason=reason, by=RESIDENT, at=NOON)
    assert len(claim()) == reached


def test_a_silence_of_one_city_is_none_of_another(town: City) -> None:
    other = build.apply("riverside")
    build.file(other)
    actions.silence(
        city_id=town.id, medium="email", address="ana@example.org", reason="unsubscribe",
        by=RESIDENT, at=NOON,
    )  # fmt: skip
    assert len(claim()) == 1


def test_a_stop_is_not_weakened_by_a_later_reason(town: City) -> None:
    phone = {"city_id": town.id, "medium": "sms", "address": "2135550101"}
    actions.silence(**phone, reason="stop", by=RESIDENT, at=NOON)
    actions.silence(**phone, reason="unsubscribe", by=RESIDENT, at=NOON)
    assert Silence.objects.get().reason == "stop"


def test_what_is_kept_back_can_be_withdrawn_and_what_is_out_cannot(town: City) -> None:
    build.file(town)
    contact = Details.objects.get().pk
    (out,) = claim()
    until = NOON + timedelta(minutes=1)
    kept = actions.owe(
        city_id=town.id, contact_id=contact, template="closed", data={}, by=SYSTEM, at=NOON,
        not_before=until,
    )  # fmt: skip
    assert kept is not None
    assert claim(NOON) == []
    assert actions.withdraw(notice_ids=[kept, out.id], by=SYSTEM, at=NOON) == 1
    assert claim(until) == []
    assert Notice.objects.get(pk=kept).given_up_for == "withdrawn"


def test_changing_how_one_is_told_moves_what_is_still_owed(town: City) -> None:
    contact = contact_of(build.file(town).number)
    said = {"contact_id": contact, "by": RESIDENT, "at": NOON}
    assert actions.tell_by(medium="sms", phone="213-555-0102", **said)
    (owed,) = claim()
    assert (owed.medium, owed.phone) == ("sms", "+12135550102")
    assert not actions.tell_by(medium="email", email="", **said), "no address to tell by"
    assert actions.tell_by(medium="none", **said)
    assert Notice.objects.get().given_up_for == "unwanted"


def test_a_message_that_came_back_says_so(town: City) -> None:
    build.file(town, reporter=TEXTED)
    (owed,) = claim()
    actions.sent(notice_id=owed.id, provider_id="SM1", by=SYSTEM, at=NOON)
    assert actions.delivered(provider_id="SM1", by=SYSTEM, at=NOON)
    assert not actions.delivered(provider_id="", by=SYSTEM, at=NOON)
    back = actions.returned(provider_id="SM1", fault="30003 unreachable", by=SYSTEM, at=NOON)
    assert back is not None
    assert (back.pk, back.returned_at, back.fault) == (owed.id, NOON, "30003 unreachable")
    assert actions.returned(provider_id="SM2", fault="x", by=SYSTEM, at=NOON) is None
