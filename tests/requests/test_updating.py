"""One text to everyone who asked about the same thing, once to each of them."""

from typing import Any

import pytest
from django.core import mail as outbox

from tests.requests import build
from tests.requests.build import AGENT, BEA, NOON, STRANGER, WORKER
from townline.channels import delivery
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT, NotAllowed
from townline.requests import queries
from townline.requests.actions import following, incidents, own, updating, work
from townline.requests.models import Follower, RequestEntry, Update
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Reporter, Unfit

TEXT = {"en": "The new lamp comes on Friday.", "es": "La lámpara nueva llega el viernes."}
CAI = Reporter(email="cai@example.org")


def update(town: City, number: str, **said: Any) -> None:
    updating.update(
        **({"city": town, "number": number, "words": TEXT, "by": WORKER, "at": NOON} | said)
    )


def owed() -> list[Notice]:
    return list(Notice.objects.filter(template="updated").order_by("id"))


def follow(town: City, number: str, address: str) -> None:
    following.follow(
        city=town, number=number, medium="email", address=address, language="en", by=RESIDENT,
        at=NOON,
    )  # fmt: skip
    key = Follower.objects.latest("id").pk
    following.confirm(city=town, follower_id=key, by=RESIDENT, at=NOON)


def letters() -> list[Any]:
    Notice.objects.exclude(template="updated").delete()
    while delivery.deliver(at=NOON):
        pass
    return outbox.outbox


def test_one_person_with_three_joined_requests_gets_one_letter(town: City) -> None:
    lead = build.file(town)
    shouted = Reporter(email="Bea@Example.org")
    theirs = [build.file(town, join=lead.number, reporter=who) for who in (BEA, shouted, BEA)]
    update(town, lead.number)
    assert [n.data["number"] for n in owed()] == [lead.number, theirs[0].number]
    found = letters()
    assert [letter.to for letter in found] == [["ana@example.org"], ["bea@example.org"]]
    assert TEXT["en"] in found[1].body
    for one in theirs[1:]:
        assert one.number in found[1].body
    assert theirs[0].number in found[1].subject


def test_reporters_and_followers_are_told_each_in_their_language(town: City) -> None:
    lead = build.file(town, language="es")
    joined = build.file(town, join=lead.number, reporter=BEA)
    follow(town, joined.number, "cai@example.org")
    follow(town, lead.number, "bea@example.org")  # who reported it too, and is told once
    update(town, lead.number)
    by_address = {letter.to[0]: letter for letter in letters()}
    assert sorted(by_address) == ["ana@example.org", "bea@example.org", "cai@example.org"]
    assert TEXT["es"] in by_address["ana@example.org"].body
    assert TEXT["en"] not in by_address["ana@example.org"].body
    secret = queries.secret_of(town.id, joined.number)
    assert secret in by_address["bea@example.org"].body
    told = by_address["cai@example.org"]
    assert joined.number in told.subject
    assert secret not in told.body
    assert "/follow" in told.extra_headers["List-Unsubscribe"]


def test_what_lacks_a_language_goes_out_in_the_first_one_and_says_so(town: City) -> None:
    lead = build.file(town, language="es")
    update(town, lead.number, words={"en": TEXT["en"], "es": " "})
    (letter,) = letters()
    assert TEXT["en"] in letter.body
    assert "No está traducido" in letter.body


def test_it_stands_in_each_record_and_on_each_page_in_the_readers_language(town: City) -> None:
    lead = build.file(town)
    joined = build.file(town, join=lead.number, reporter=BEA)
    update(town, lead.number)
    assert build.verbs_of(lead.number)[-1] == build.verbs_of(joined.number)[-1] == "updated"
    for number in (lead.number, joined.number):
        for language in ("en", "es"):
            shown = queries.by_anyone(town, number, language=language, at=NOON)
            assert shown.lines[-1].note == TEXT[language]
            assert shown.lines[-1].note_language == language
    assert build.row(joined.number).status == "joined"
    entry = RequestEntry.objects.get(subject__number=lead.number, verb="request.updated")
    assert entry.note == TEXT["en"]


def test_what_waits_to_be_read_stays_hidden_though_everyone_is_told(town: City) -> None:
    lead = build.file(town, description="Beside Mr. Demo's house.")
    update(town, lead.number)
    shown = queries.by_anyone(town, lead.number, language="en", at=NOON)
    assert (shown.description, shown.lines[-1].note) == ("", TEXT["en"])


def test_who_left_or_wants_to_hear_nothing_is_told_nothing(town: City) -> None:
    lead = build.file(town, reporter=Reporter())
    follow(town, lead.number, "cai@example.org")
    following.leave(city=town, follower_id=Follower.objects.get().pk, by=RESIDENT, at=NOON)
    update(town, lead.number)
    assert owed() == []
    (kept,) = queries.updates(town, lead.number)
    assert (kept.notices, kept.requests) == ((), 1)


def test_only_those_who_still_are_joined_are_told(town: City) -> None:
    lead = build.file(town)
    parts, gives_up = [build.file(town, join=lead.number, reporter=w) for w in (BEA, CAI)]
    incidents.part(city=town, number=parts.number, by=WORKER, at=NOON)
    own.cancel(city=town, number=gives_up.number, by=RESIDENT, at=NOON)
    update(town, lead.number)
    assert [n.data["number"] for n in owed()] == [lead.number]


@pytest.mark.parametrize("by", [AGENT, STRANGER, RESIDENT])
def test_only_the_department_that_has_it_tells_everyone(town: City, by: Any) -> None:
    lead = build.file(town)
    with pytest.raises(NotAllowed):
        update(town, lead.number, by=by)
    assert owed() == []


def test_a_joined_or_closed_request_tells_nobody(town: City) -> None:
    lead = build.file(town)
    joined = build.file(town, join=lead.number, reporter=BEA)
    with pytest.raises(Unfit, match="joined"):
        update(town, joined.number)
    work.close(city=town, number=lead.number, outcome="done", by=WORKER, at=NOON)
    with pytest.raises(OutOfOrder):
        update(town, lead.number)


@pytest.mark.parametrize(
    "words", [{}, {"en": "  "}, {"es": "Solo en español."}, {"en": "x" * 100_000}]
)
def test_a_text_must_be_there_in_the_first_language(town: City, words: dict[str, str]) -> None:
    lead = build.file(town)
    with pytest.raises(Unfit):
        update(town, lead.number, words=words)
    assert not Update.objects.exists()


def test_a_lead_with_many_joined_takes_as_many_statements_to_owe_as_one(town: City) -> None:
    counted = []
    for size in (1, 6):
        lead = build.file(town)
        for number in range(size):
            build.file(
                town, join=lead.number, reporter=Reporter(email=f"demo{size}{number}@example.org")
            )
        with build.statements() as sent:
            update(town, lead.number)
        counted.append(sum("contacts_owe" in s or "contacts_details" in s for s in sent))
    assert counted[0] == counted[1] == 2
