"""Submitting: what is written, what it costs, and that a key makes one request."""

import json

import pytest
from django.apps import apps
from django.db import OperationalError

from tests.requests import build
from tests.requests.build import ANA, BEA, EAST, NOON, WEST
from townline.catalogue import actions as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules.answers import BadAnswers
from townline.catalogue.rules.offers import Suspension
from townline.cities.rules.city import City
from townline.contacts.models import Details, Notice
from townline.geography.rules.place import OutsideCity, Point
from townline.record.verbs import SYSTEM, NotAllowed, Role
from townline.requests import queries
from townline.requests.actions import KeyReused, Suspended, statement
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules import numbering
from townline.requests.rules.submission import Unfit


def stored() -> dict[str, int]:
    """Count everything that a submission could leave behind."""
    kinds = [m for room in ("requests", "contacts") for m in apps.get_app_config(room).get_models()]
    return {model.__name__: model._default_manager.count() for model in kinds}


def test_a_report_is_written_whole(town: City) -> None:
    receipt = build.file(town, description="It is dark.", answers={"what": "dark"})
    assert numbering.read(receipt.number) == receipt.number
    assert build.verbs_of(receipt.number) == ["submitted", "routed"]
    assert (receipt.status, receipt.department) == ("open", "light")
    row = build.row(receipt.number)
    assert row.due_at == receipt.due_at
    assert row.areas == ["ward:east"]
    assert row.words.description == "It is dark."
    details = Details.objects.get(contact=row.contact_id)
    assert (details.email, details.phone) == (ANA.email, ANA.phone)
    notice = Notice.objects.get()
    assert (notice.template, notice.data) == ("receipt", {"number": receipt.number})


def test_a_contact_is_kept_though_nobody_left_a_name(town: City) -> None:
    receipt = build.file(town, reporter=build.Reporter(), language="es", channel="call")
    contact = build.row(receipt.number).contact
    assert contact is not None
    assert (contact.channel, contact.language, contact.started_at) == ("call", "es", NOON)
    assert not Details.objects.exists()
    assert not Notice.objects.exists()


def test_a_report_takes_few_statements(kept_town: City) -> None:
    lead = build.file(kept_town)
    with build.statements() as plain:
        build.file(kept_town, key="k", scope="web", answers={"what": "dark"})
    assert len(plain) == 2, plain
    with build.statements() as joined:
        build.file(kept_town, join=lead.number)
    assert len(joined) <= 7, joined
    day = queries.days_free(kept_town, "pick-up", EAST, at=NOON)[0]
    with build.statements() as ordered:
        build.file(kept_town, "pick-up", order_date=day)
    assert len(ordered) <= 4, ordered


def test_routing_keeps_its_reason(town: City) -> None:
    wires = build.file(town, point=WEST, answers={"what": "wires"})
    entry = RequestEntry.objects.get(subject__number=wires.number, verb="request.routed")
    assert entry.data["department"] == "waste"
    assert entry.data["crew"] == "North"
    assert entry.data["rule"] == 1
    assert entry.data["because"] == {"en": "Wires in the west are Sanitation's."}
    plain = build.file(town, answers={"what": "wires"})
    assert plain.department == "light"
    later = build.file(town, at=NOON.replace(year=2027))
    assert later.department == "waste"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"service": "unheard-of"}, NoSuchService),
        ({"point": Point(34.5, -118.005)}, OutsideCity),
        ({"point": None}, Unfit),
        ({"point": None, "address": "9999 NOWHERE BLVD"}, Unfit),
        ({"answers": {"what": "purple"}}, BadAnswers),
        ({"description": "x" * 4001}, Unfit),
        ({"description": "null \x00 here"}, Unfit),
        ({"channel": "telepathy"}, Unfit),
        ({"items": {"sofa": 1}}, Unfit),
        ({"order_date": NOON.date()}, Unfit),
        ({"join": "26-000000-0"}, Unfit),
        ({"service": "pick-up", "items": {}}, Unfit),
        ({"service": "pick-up", "items": {"sofa": 3}}, Unfit),
        ({"service": "pick-up", "order_date": NOON.date()}, Unfit),
        ({"photos": (b"x",) * 3}, Unfit),
        ({"photos": (b"no picture",)}, Unfit),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(town: City, said: dict, refusal: type) -> None:
    before = stored()
    with pytest.raises(refusal):
        build.file(town, **said)
    assert stored() == before


def test_an_analyst_files_nothing(town: City) -> None:
    with pytest.raises(NotAllowed):
        build.file(town, by=build.person(Role.ANALYST))


def test_the_same_key_and_body_get_the_same_number(town: City) -> None:
    first = build.file(town, key="k", scope="web", description="Dark.")
    before = stored()
    again = build.file(town, key="k", scope="web", description="Dark.", at=NOON)
    assert (again.number, again.secret, again.repeated) == (first.number, first.secret, True)
    assert stored() == before


def test_what_was_taken_stays_taken_after_the_service_was_suspended(town: City) -> None:
    first = build.file(town, key="k", scope="web")
    stop = Suspension(service_code="lamp", notice={"en": "Not this week."})
    catalogue.suspend(city_id=town.id, suspension=stop, by=SYSTEM, at=NOON)
    assert build.file(town, key="k", scope="web").number == first.number
    with pytest.raises(Suspended):
        build.file(town, key="another", scope="web")


def test_the_same_key_with_something_else_is_refused(town: City) -> None:
    build.file(town, key="k", scope="web", description="Dark.")
    before = stored()
    for other in ({"description": "Darker."}, {"point": WEST}, {"reporter": BEA}):
        with pytest.raises(KeyReused):
            build.file(town, key="k", scope="web", **({"description": "Dark."} | other))
    assert stored() == before


def test_keys_of_two_scopes_do_not_meet(town: City) -> None:
    first = build.file(town, key="k", scope="web")
    second = build.file(town, key="k", scope="app")
    assert first.number != second.number


def test_twenty_at_once_with_one_key_make_one_request(kept_town: City) -> None:
    ends = build.together(*[lambda: build.file(kept_town, key="one", scope="web")] * 20)
    numbers = {getattr(end, "number", end) for end in ends}
    assert len(numbers) == 1, numbers
    assert ServiceRequest.objects.count() == 1
    assert Notice.objects.count() == 1
    assert sum(not end.repeated for end in ends) == 1


def test_numbers_are_never_given_twice(kept_town: City) -> None:
    ends = build.together(*[lambda: build.file(kept_town).number] * 10)
    assert len(set(ends)) == 10
    assert all(numbering.read(number) == number for number in ends)


def test_a_failure_in_the_write_leaves_nothing(
    kept_town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = build.file(kept_town)
    day = queries.days_free(kept_town, "pick-up", EAST, at=NOON)[0]
    before = stored()
    monkeypatch.setattr(statement, "SUBMIT", statement.SUBMIT.replace("requests_photo", "nowhere"))
    for said in (
        {"service": "lamp"},
        {"service": "lamp", "join": lead.number},
        {"service": "pick-up", "order_date": day},
    ):
        with pytest.raises(Exception, match="nowhere"):
            build.file(kept_town, **said)
    assert stored() == before
    assert build.row(lead.number).reports == 1


def test_suspected_spam_is_held_and_freed(town: City) -> None:
    held = build.file(town, suspicion=("links",))
    assert held.held
    assert held.status == "held"
    assert build.verbs_of(held.number) == ["submitted", "held"]
    assert Notice.objects.get().template == "held"


def test_an_unused_database_error_is_not_taken_for_a_repeated_key(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement, "write", lambda *a, **k: (_ for _ in ()).throw(OperationalError))
    with pytest.raises(OperationalError):
        build.file(town, key="k", scope="web")


def test_the_record_holds_digests_and_no_words_of_the_resident(town: City) -> None:
    receipt = build.file(
        town, description="Demo Zanzibar 555-0142", answers={"plate": "7XYZ890"}, landmark="by Zan"
    )
    entries = RequestEntry.objects.filter(subject__number=receipt.number)
    told = json.dumps([[e.data, e.note, e.actor_label] for e in entries])
    for planted in ("Zanzibar", "555-0142", "7XYZ890", "Zan", ANA.email):
        assert planted not in told
