"""Notices: owed with the change, taken by one courier, tried again, given up at last."""

import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection, transaction

from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.models import Contact, Details, Notice
from townline.record.verbs import SYSTEM
from townline.requests.actions import work
from townline.requests.models import ServiceRequest

MINUTE = timedelta(minutes=1)


def claim(at=NOON, most: int = 50) -> list[actions.Owed]:
    """Take what is owed."""
    return actions.claim(by=SYSTEM, at=at, most=most)


def test_a_notice_is_owed_with_the_change_or_not_at_all(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = build.file(town).number
    assert Notice.objects.count() == 1

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ServiceRequest, "save", fail)
    with pytest.raises(RuntimeError):
        work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    assert Notice.objects.count() == 1


def test_a_courier_gets_what_it_needs_and_nothing_twice(town: City) -> None:
    receipt = build.file(town, language="es")
    (owed,) = claim()
    assert (owed.template, owed.data) == ("receipt", {"number": receipt.number})
    assert (owed.email, owed.language, owed.perhaps_twice) == ("ana@example.org", "es", False)
    assert claim() == []
    actions.sent(notice_id=owed.id, by=SYSTEM, at=NOON)
    assert claim(NOON + timedelta(days=1)) == []


def test_two_couriers_at_once_never_take_the_same(kept_town: City) -> None:
    for _ in range(12):
        build.file(kept_town)
    taken = build.together(*[lambda: [owed.id for owed in claim(most=4)]] * 4)
    ids = [id_ for ids in taken for id_ in ids]
    assert len(ids) == len(set(ids))
    assert len(ids) + Notice.objects.filter(tried=0).count() == 12


def test_what_a_dead_courier_had_is_taken_again_and_says_so(town: City) -> None:
    build.file(town)
    claim()
    assert claim(NOON + 9 * MINUTE) == []
    (again,) = claim(NOON + 10 * MINUTE)
    assert again.perhaps_twice


def test_what_a_courier_had_whose_session_has_ended_is_taken_at_the_next_round(
    kept_town: City,
) -> None:
    build.file(kept_town)
    (taken,) = build.together(claim)
    assert len(taken) == 1
    connection.close()
    until_its_session_is_gone(Notice.objects.get().courier)
    (again,) = claim(NOON + MINUTE)
    assert again.perhaps_twice
    assert claim(NOON + MINUTE) == [], "this courier lives"


def until_its_session_is_gone(courier: str) -> None:
    """Wait for the end of a session: the server ends it soon after the line is closed."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_stat_activity WHERE pid || ' ' || backend_start = %s", [courier]
            )
            if not cursor.rowcount:
                return
        time.sleep(0.02)
    raise AssertionError(f"session {courier} did not end")


def test_a_notice_that_was_owed_by_a_clock_ahead_of_time_goes_out_now(town: City) -> None:
    build.file(town, at=NOON + timedelta(hours=5))
    assert len(claim(NOON)) == 1


def test_what_may_have_gone_out_before_it_failed_says_so_the_next_time(town: City) -> None:
    build.file(town)
    (owed,) = claim()
    actions.failed(notice_id=owed.id, fault="timed out", by=SYSTEM, at=NOON, perhaps_out=True)
    (again,) = claim(NOON + 2 * MINUTE)
    assert again.perhaps_twice


def test_what_failed_is_tried_later_and_later_and_then_given_up(town: City) -> None:
    build.file(town)
    at, waits = NOON, []
    for _ in range(actions.TRIES):
        (owed,) = claim(at)
        assert not owed.perhaps_twice, "a failure that is known was no delivery"
        actions.failed(notice_id=owed.id, fault="no route to host", by=SYSTEM, at=at)
        waits.append(Notice.objects.get().try_after - at)
        assert claim(at + waits[-1] - MINUTE) == []
        at += waits[-1]
    assert waits == sorted(waits)
    assert claim(at + timedelta(days=30)) == []
    notice = Notice.objects.get()
    assert notice.given_up_at is not None
    assert notice.fault == "no route to host"
    assert queries.owing() == queries.Owing(0, 1, None)


def test_what_kills_every_courier_is_given_up_as_well(town: City) -> None:
    build.file(town)
    at = NOON
    for _ in range(actions.TRIES):
        assert len(claim(at)) == 1
        at += 10 * MINUTE
    assert claim(at) == []
    assert Notice.objects.get().given_up_at == at
    build.file(town, at=at)
    assert len(claim(at)) == 1, "others still go out"


def test_nothing_is_owed_to_those_who_left_no_address(town: City) -> None:
    build.file(town, reporter=build.Reporter(phone="555-0101"))
    assert not Notice.objects.exists()
    assert Details.objects.get().phone == "555-0101"
    owed = actions.owe(
        city_id=town.id, contact_id=Contact.objects.get().pk, template="receipt", data={},
        by=SYSTEM, at=NOON,
    )  # fmt: skip
    assert owed is None


def test_what_waits_is_counted(town: City) -> None:
    build.file(town)
    build.file(town, at=NOON + MINUTE)
    assert queries.owing() == queries.Owing(2, 0, NOON)
    assert queries.count_of(town.id, "web") == 2


def test_forgetting_someone_leaves_nothing_that_names_them(town: City) -> None:
    number = build.file(town).number
    contact = build.row(number).contact_id
    assert contact is not None
    reach = queries.reach_of(contact)
    assert reach is not None
    assert (reach.name, reach.email) == ("Demo Ana", "ana@example.org")
    actions.forget(contact_id=contact, by=SYSTEM, at=NOON)
    assert queries.reach_of(contact) is None
    assert claim(NOON + timedelta(days=1)) == []
    assert Notice.objects.get().data == {}
    assert build.row(number).contact_id == contact, "that there was a contact stays counted"


def test_what_a_mail_server_said_of_an_address_is_forgotten_with_it(town: City) -> None:
    build.file(town)
    (owed,) = claim()
    refused = "SMTPRecipientsRefused: {'ana@example.org': (550, b'no such user')}"
    actions.failed(notice_id=owed.id, fault=refused, by=SYSTEM, at=NOON)
    notice = Notice.objects.get()
    actions.forget(contact_id=notice.contact_id, by=SYSTEM, at=NOON + MINUTE)
    notice.refresh_from_db()
    assert (notice.fault, notice.data, notice.given_up_at) == ("", {}, NOON + MINUTE)


def test_a_letter_that_fails_after_its_resident_was_forgotten_keeps_no_address(town: City) -> None:
    build.file(town)
    (owed,) = claim()
    actions.forget(contact_id=Notice.objects.get().contact_id, by=SYSTEM, at=NOON)
    actions.failed(notice_id=owed.id, fault="550 ana@example.org", by=SYSTEM, at=NOON + MINUTE)
    assert Notice.objects.get().fault == ""
    assert Notice.objects.get().given_up_at == NOON


def test_a_courier_that_fails_while_its_resident_is_forgotten_does_not_owe_it_anew(
    kept_town: City,
) -> None:
    build.file(kept_town)
    (owed,) = claim()
    contact = Notice.objects.get().contact_id
    forgotten = Event()

    def forget() -> None:
        with transaction.atomic():
            actions.forget(contact_id=contact, by=SYSTEM, at=NOON)
            forgotten.set()
            time.sleep(0.3)  # the courier asks for the notice meanwhile

    def fail() -> None:
        forgotten.wait(10)
        actions.failed(notice_id=owed.id, fault="timed out", by=SYSTEM, at=NOON + MINUTE)

    build.together(forget, fail)
    assert Notice.objects.get().given_up_at == NOON


def test_a_notice_that_reaches_nobody_does_not_stop_the_others(town: City) -> None:
    build.file(town)
    Details.objects.all().delete()
    number = build.file(town).number
    (owed,) = claim()
    assert owed.data == {"number": number}
    assert Notice.objects.exclude(given_up_at=None).count() == 1
