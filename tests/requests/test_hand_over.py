"""Handing over: to whom it may go, what they do with it, and how the city's clock runs on."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.requests import build
from tests.requests.build import NOON, STRANGER, WORKER
from tests.requests.partners import CHIEF, PAVING, put_partners
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.contacts.models import Details, Notice
from townline.record.verbs import SYSTEM, Actor, NotAllowed, Role
from townline.requests import queries
from townline.requests.actions import hand_over, work
from townline.requests.actions.hand_over import Over
from townline.requests.models import HandOver, RequestEntry
from townline.requests.rules.handing import Standing
from townline.requests.rules.submission import Unfit

UNTIL = date(2026, 3, 6)
PARTNER = Actor(kind="partner", label="Demo Paving", roles=frozenset({Role.PARTNER}))
CARER = Actor(
    kind="staff", label="Demo carer", roles=frozenset({Role.WORKER}),
    departments=frozenset({"care"}),
)  # fmt: skip
READ = {"language": "en", "at": NOON}


@pytest.fixture
def town(town: City) -> City:
    put_partners(town)
    return town


def handed(town: City, service: str = "lamp", **more: Any) -> tuple[str, int]:
    """File a request, hand it over, and return its number and the hand-over's key."""
    number = build.file(town, service).number
    said = {"partner": "paving", "message": "Mend it.", "until": UNTIL, "by": WORKER, "at": NOON}
    return number, hand_over.hand_over(city=town, number=number, **{**said, **more})


def test_everyone_reads_to_whom_it_went_and_the_promise_stays(town: City) -> None:
    number = build.file(town).number
    due = build.row(number).due_at
    hand_over.hand_over(
        city=town, number=number, partner="paving", message="Call 555-0199.", until=UNTIL,
        by=WORKER, at=NOON,
    )  # fmt: skip
    row = build.row(number)
    assert (row.due_at, row.paused_at, row.responded_at) == (due, None, NOON)
    found = queries.by_anyone(town, number, **READ)
    assert found.lines[-1].says == "Handed over to Demo Paving; the city's promise goes on"
    assert "555-0199" not in repr(found)
    spanish = queries.by_anyone(town, number, language="es", at=NOON)
    assert "Demo Pavimentos" in repr(spanish.lines[-1])


def test_the_partner_is_written_to_and_no_secret_is_kept(town: City) -> None:
    _number, key = handed(town)
    notice = Notice.objects.get(template="handed_over")
    assert notice.data == {"handed": key}
    assert Details.objects.get(pk=notice.contact_id).email == PAVING.email
    secret = queries.page_path(key).split("/")[2]
    row = HandOver.objects.get()
    assert secret not in repr(vars(row))
    assert queries.job(town, key, secret, **READ).handed.standing is Standing.WAITING


def test_a_partner_takes_it_on_reports_and_the_department_closes(town: City) -> None:
    number, key = handed(town)
    hand_over.accept(city=town, handed_id=key, by=PARTNER, at=NOON)
    hand_over.accept(city=town, handed_id=key, by=PARTNER, at=NOON)  # once more changes nothing
    with pytest.raises(Unfit) as refused:
        hand_over.report(city=town, handed_id=key, by=PARTNER, outcome="repaired", at=NOON)
    assert refused.value.code == "evidence_missing"
    hand_over.report(
        city=town,
        handed_id=key,
        by=PARTNER,
        outcome="repaired",
        text="New bulb.",
        photos=(jpeg(),),
        at=NOON,
    )
    assert build.verbs_of(number)[-4:] == [
        "handed_over", "partner_accepted", "photographed", "partner_reported",
    ]  # fmt: skip
    row = build.row(number)
    assert row.closed_at is None
    assert row.unread_since == NOON
    assert row.photos.get().evidence
    work.close(city=town, number=number, outcome="repaired", by=WORKER, at=NOON)
    with pytest.raises(Over):
        hand_over.write(city=town, handed_id=key, by=PARTNER, text="", photos=(jpeg(),), at=NOON)


def test_a_partner_that_may_close_closes_by_its_word(town: City) -> None:
    number, key = handed(town, partner="hauling")
    hand_over.report(city=town, handed_id=key, by=PARTNER, outcome="done", at=NOON)
    assert build.row(number).outcome == "done"
    assert build.verbs_of(number)[-2:] == ["partner_reported", "closed"]
    last = RequestEntry.objects.filter(subject__number=number).order_by("-seq").first()
    assert last is not None
    assert last.actor_label == SYSTEM.label


def test_a_partner_gives_back_with_a_reason_and_another_may_have_it(town: City) -> None:
    number, key = handed(town)
    with pytest.raises(Unfit):
        handed_again = {"partner": "hauling", "message": "x", "until": UNTIL}
        hand_over.hand_over(city=town, number=number, by=WORKER, at=NOON, **handed_again)
    hand_over.decline(city=town, handed_id=key, by=PARTNER, reason="No crew free.", at=NOON)
    with pytest.raises(Over) as over:
        hand_over.accept(city=town, handed_id=key, by=PARTNER, at=NOON)
    assert over.value.standing is Standing.GIVEN_BACK
    everyone = queries.by_anyone(town, number, **READ)
    assert everyone.lines[-1].says == "No longer with Demo Paving"
    assert "No crew" not in repr(everyone)
    hand_over.hand_over(city=town, number=number, by=WORKER, at=NOON, **handed_again)
    found = queries.handed_of(town, number, **READ)
    assert [each.standing for each in found] == [Standing.WAITING, Standing.GIVEN_BACK]


def test_staff_take_it_back_and_the_page_shuts(town: City) -> None:
    number, key = handed(town)
    hand_over.recall(city=town, number=number, reason="We do it.", by=WORKER, at=NOON)
    with pytest.raises(Over):
        hand_over.report(city=town, handed_id=key, by=PARTNER, outcome="done", at=NOON)
    with pytest.raises(Unfit):
        hand_over.recall(city=town, number=number, reason="Again.", by=WORKER, at=NOON)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"partner": "nobody"}, "no_such_partner"),
        ({"partner": "trees"}, "no_such_partner"),
        ({"message": " "}, "empty"),
        ({"message": "x" * 4001}, "too_long"),
        ({"until": date(2026, 3, 1)}, "bad_day"),
        ({"until": date(2027, 3, 9)}, "bad_day"),
        ({"partner": "hauling", "words": True, "by": CHIEF}, "no_contract"),
        ({"partner": "hauling", "service": "abuse", "by": CARER}, "no_contract"),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_entered(
    town: City, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unfit) as refused:
        handed(town, **more)
    assert refused.value.code == code
    assert not HandOver.objects.exists()
    assert not Notice.objects.filter(template="handed_over").exists()


def test_who_may_not_work_on_it_may_not_hand_it_over(town: City) -> None:
    with pytest.raises(NotAllowed):
        handed(town, by=STRANGER)
    with pytest.raises(NotAllowed):  # a worker may, but not give the reporter's words away
        handed(town, words=True)
    assert handed(town, words=True, by=CHIEF)


def test_a_partner_reads_the_reporters_words_only_where_staff_let_it(town: City) -> None:
    for words in (False, True):
        number = build.file(
            town, description="Beside the gate.", photos=(jpeg(),), reporter=build.ANA,
            answers={"pole": "A 12", "plate": "7XYZ890"},
        ).number  # fmt: skip
        key = hand_over.hand_over(
            city=town, number=number, partner="paving", message="Mend it.", until=UNTIL,
            words=words, by=CHIEF, at=NOON,
        )  # fmt: skip
        seen = queries.job_for_letter(town, key, **READ).request
        assert (seen.description == "Beside the gate.") is words
        assert bool(seen.photos) is words
        assert "7XYZ890" not in repr(seen.answers)
        assert seen.lines == ()
        secret = queries.page_path(key).split("/")[2]
        name = build.row(number).photos.get().name
        assert (queries.handed_photo(town, key, secret, name) is not None) is words
        assert queries.handed_photo(town, key, "wrong", name) is None


def test_a_reminder_is_sent_once_when_the_day_comes_near(town: City) -> None:
    number, _key = handed(town)
    early, near = NOON + timedelta(days=1), NOON + timedelta(days=3)

    def reminded() -> int:
        return Notice.objects.filter(template="handed_reminder").count()

    assert hand_over.remind(city=town, by=SYSTEM, at=early) == 0
    assert hand_over.remind(city=town, by=SYSTEM, at=near) == 1
    assert hand_over.remind(city=town, by=SYSTEM, at=near) == 0
    assert reminded() == 1
    hand_over.write_again(city=town, number=number, by=WORKER, at=near)
    assert reminded() == 2


def test_a_closed_request_ends_its_hand_over(town: City) -> None:
    number, key = handed(town)
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    assert hand_over.remind(city=town, by=SYSTEM, at=NOON) == 1
    assert HandOver.objects.get(pk=key).ended_by == "closing"
    assert queries.handed_over(town, {"*"}, **READ) == ()


def test_the_list_has_what_is_due_first_and_only_ones_own_departments(town: City) -> None:
    later = handed(town, until=UNTIL + timedelta(days=5))[0]
    sooner = handed(town)[0]
    found = queries.handed_over(town, {"light"}, **READ)
    assert [each.number for each in found] == [sooner, later]
    assert queries.handed_over(town, {"waste"}, **READ) == ()
    first = queries.handed_over(town, {"*"}, limit=1, **READ)[0]
    after = queries.handed_over(town, {"*"}, after=(first.until, first.id), **READ)
    assert [each.number for each in after] == [later]


def test_what_is_confidential_is_shown_to_nobody_else_when_handed_over(town: City) -> None:
    number, key = handed(town, "abuse", by=CARER)
    with pytest.raises(queries.NoSuchRequest):
        queries.by_anyone(town, number, **READ)
    seen = queries.job_for_letter(town, key, **READ).request
    assert (seen.description, seen.photos, seen.answers) == ("", (), ())


def test_a_partner_sends_no_more_photos_than_anybody_looks_at(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over, "MOST_PHOTOS", 1)
    number, key = handed(town)
    sent = {"city": town, "handed_id": key, "by": PARTNER, "at": NOON, "text": ""}
    hand_over.write(**sent, photos=(jpeg(),))
    with pytest.raises(Unfit) as refused:
        hand_over.write(**sent, photos=(jpeg(),))
    assert refused.value.code == "too_many_photos"
    assert build.row(number).photos.count() == 1
