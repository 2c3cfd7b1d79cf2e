"""What the department does: in order, with rights, before its own eyes, whole or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.requests import build
from tests.requests.build import CHIEF, NOON, STRANGER, WORKER
from tests.requests.pictures import jpeg
from townline.catalogue.queries import NoSuchService
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT, NotAllowed, Role
from townline.requests.actions import incidents, moderate, own, tend, work
from townline.requests.actions.change import NoSuchRequest, Stale
from townline.requests.models import Photo, RequestEntry
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit

Deed = Callable[..., None]
DEEDS: dict[str, tuple[Deed, dict[str, Any], str]] = {
    "acknowledge": (work.acknowledge, {}, "open"),
    "start": (work.start, {}, "open"),
    "ask": (work.ask, {"question": "Which side?"}, "open"),
    "pause": (work.pause, {"reason": "materials"}, "open"),
    "resume": (work.resume, {}, "paused"),
    "reassign": (work.reassign, {"department": "waste", "reason": "Theirs."}, "open"),
    "reclassify": (work.reclassify, {"service_code": "hole", "reason": "A hole."}, "open"),
    "close": (work.close, {"outcome": "done"}, "open"),
    "cancel": (own.cancel, {}, "open"),
    "reopen": (own.reopen, {"reason": "Still dark."}, "closed"),
    "merge": (incidents.merge, {}, "open"),
    "part": (incidents.part, {}, "joined"),
    "release": (moderate.release, {}, "open"),
    "withhold": (moderate.withhold, {}, "open"),
    "free": (moderate.free, {}, "held"),
    "reject": (moderate.reject, {}, "held"),
    "redact": (moderate.redact_words, {"reason": "Court order 1."}, "open"),
}
"""Every deed of staff that says what it has seen, with what it takes and the status it needs."""


def prepared(town: City, status: str) -> str:
    """Return the number of a lamp in a status."""
    if status == "held":
        return build.file(town, suspicion=("links",)).number
    if status == "joined":
        return build.file(town, join=build.file(town).number).number
    number = build.file(town).number
    if status == "paused":
        work.pause(city=town, number=number, reason="weather", by=WORKER, at=NOON)
    if status == "closed":
        work.close(city=town, number=number, outcome="nothing", by=WORKER, at=NOON)
    return number


def ready(town: City, name: str) -> tuple[str, Callable[..., None]]:
    """Return the number of a request that a deed fits, and the deed."""
    deed, takes, status = DEEDS[name]
    number = prepared(town, status)
    if name == "merge":
        takes = {"lead": build.file(town).number}
    said = {"city": town, "number": number, "at": NOON + timedelta(minutes=5), **takes}
    return number, lambda **more: deed(**(said | more))


def state(number: str) -> list[Any]:
    """Return everything that a deed may have changed."""
    row = build.row(number)
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    fields |= {name: bytes(fields[name]) for name in ("head", "secret")}
    entries, notices = RequestEntry.objects.count(), Notice.objects.count()
    return [fields, entries, notices, row.words.description, Photo.objects.count()]


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_entered(town: City, name: str) -> None:
    number, deed = ready(town, name)
    before = build.row(number).seq
    deed(by=CHIEF, seen=before)
    assert build.row(number).seq > before
    assert len(build.verbs_of(number)) == build.row(number).seq


@pytest.mark.parametrize("name", DEEDS)
def test_two_people_cannot_overwrite_each_other(town: City, name: str) -> None:
    number, deed = ready(town, name)
    seen = build.row(number).seq
    work.note(city=town, number=number, text="Meanwhile.", by=CHIEF, at=NOON)
    before = state(number)
    with pytest.raises(Stale, match=number):
        deed(by=CHIEF, seen=seen)
    assert state(number) == before


@pytest.mark.parametrize("name", [d for d in DEEDS if d not in ("cancel", "reopen", "redact")])
def test_another_department_may_not(town: City, name: str) -> None:
    number, deed = ready(town, name)
    before = state(number)
    with pytest.raises(NotAllowed, match="light"):
        deed(by=STRANGER)
    assert state(number) == before


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, Role.ANALYST) for name in DEEDS]
    + [(name, Role.PARTNER) for name in DEEDS if name not in ("cancel", "reopen", "merge")],
)
def test_who_has_no_part_in_it_may_not(town: City, name: str, role: Role) -> None:
    number, deed = ready(town, name)
    before = state(number)
    with pytest.raises(NotAllowed):
        deed(by=build.person(role, departments=("*",)))
    assert state(number) == before


@pytest.mark.parametrize("name", DEEDS)
def test_a_failure_half_way_leaves_nothing(
    town: City, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, deed = ready(town, name)
    before = state(number)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(build.ServiceRequest, "save", fail)
    with pytest.raises(RuntimeError, match="disk"):
        deed(by=CHIEF)
    monkeypatch.undo()
    assert state(number) == before


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_changes_what_is_not_there(town: City, name: str) -> None:
    _, deed = ready(town, name)
    with pytest.raises(NoSuchRequest):
        deed(by=CHIEF, number="26-1")


def test_closing_needs_the_services_outcome_and_its_evidence(town: City) -> None:
    number = build.file(town).number
    before = state(number)
    for said in ({"outcome": "unheard-of"}, {"outcome": "repaired"}):
        with pytest.raises(Unfit):
            work.close(city=town, number=number, by=WORKER, at=NOON, **said)
    assert state(number) == before
    work.close(city=town, number=number, outcome="repaired", evidence=(jpeg(),), by=WORKER, at=NOON)
    assert build.row(number).photos.get().evidence
    assert build.verbs_of(number)[-2:] == ["photographed", "closed"]


@pytest.mark.parametrize("how", ["reference", "photo added before"])
def test_evidence_may_be_a_reference_or_have_come_before(town: City, how: str) -> None:
    number = build.file(town).number
    said = {"reference": "WO 12"} if how == "reference" else {}
    if not said:
        work.add_evidence(city=town, number=number, photos=(jpeg(),), by=WORKER, at=NOON)
    work.close(city=town, number=number, outcome="repaired", by=WORKER, at=NOON, **said)
    assert build.row(number).outcome == "repaired"


def test_a_photo_of_the_resident_is_no_evidence(town: City) -> None:
    number = build.file(town, photos=(jpeg(),)).number
    with pytest.raises(Unfit, match="proof"):
        work.close(city=town, number=number, outcome="repaired", by=WORKER, at=NOON)


def test_what_is_held_is_rejected_or_freed_and_not_closed(town: City) -> None:
    number = prepared(town, "held")
    with pytest.raises(Unfit, match="reject"):
        work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    moderate.reject(city=town, number=number, by=WORKER, at=NOON)
    assert build.row(number).hidden
    with pytest.raises(Unfit, match="only a request that is held"):
        moderate.reject(city=town, number=build.file(town).number, by=WORKER, at=NOON)


def test_what_was_freed_goes_on_and_its_reporter_gets_a_receipt(town: City) -> None:
    number = prepared(town, "held")
    moderate.free(city=town, number=number, by=WORKER, at=NOON)
    assert build.row(number).status == "open"
    assert [n.template for n in Notice.objects.order_by("id")] == ["held", "receipt"]


def test_a_deed_out_of_order_is_refused(town: City) -> None:
    number = prepared(town, "closed")
    with pytest.raises(OutOfOrder, match="started may not follow closed"):
        work.start(city=town, number=number, by=WORKER, at=NOON)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001, "nu\x00ll"])
def test_texts_must_say_something_and_be_storable(town: City, text: str) -> None:
    number, closed = build.file(town).number, prepared(town, "closed")
    told = {"city": town, "by": CHIEF, "at": NOON}
    for deed in (
        lambda: work.ask(number=number, question=text, **told),
        lambda: work.note(number=number, text=text, **told),
        lambda: work.reassign(number=number, department="waste", reason=text, **told),
        lambda: work.reclassify(number=number, service_code="hole", reason=text, **told),
        lambda: own.reopen(number=closed, reason=text, **told),
        lambda: own.answer(number=number, text=text, **told),
    ):
        with pytest.raises(Unfit):
            deed()


def test_unknown_departments_services_and_reasons_are_refused(town: City) -> None:
    number = build.file(town).number
    told = {"city": town, "number": number, "by": CHIEF, "at": NOON}
    with pytest.raises(Unfit):
        work.reassign(department="zoo", reason="x", **told)
    with pytest.raises(NoSuchService):
        work.reclassify(service_code="zoo", reason="x", **told)
    for reason in ("", "because", "waiting_resident", "not_said"):
        with pytest.raises(Unfit):
            work.pause(reason=reason, **told)
    assert build.verbs_of(number) == ["submitted", "routed"]


def test_what_was_told_in_confidence_stays_so_and_nothing_becomes_more_open(town: City) -> None:
    secret, lamp, hole = (build.file(town, code).number for code in ("abuse", "lamp", "hole"))
    told = {"city": town, "reason": "Wrong service.", "by": CHIEF, "at": NOON}
    work.reclassify(number=secret, service_code="hole", **told)
    work.reclassify(number=lamp, service_code="hole", **told)
    work.reclassify(number=hole, service_code="lamp", **told)
    assert [build.row(n).publicity for n in (secret, lamp, hole)] == [
        "nothing", "structured", "structured",
    ]  # fmt: skip


def test_withholding_what_is_public_by_its_service_holds(town: City) -> None:
    number = build.file(town, "hole").number
    moderate.withhold(city=town, number=number, by=WORKER, at=NOON)
    assert build.row(number).publicity == "structured"
    moderate.release(city=town, number=number, by=WORKER, at=NOON)
    assert build.row(number).released_at == NOON
    with pytest.raises(Unfit):
        moderate.release(city=town, number=build.file(town, "abuse").number, by=CHIEF, at=NOON)


def test_only_the_first_look_counts_as_the_response(town: City) -> None:
    number = build.file(town).number
    work.acknowledge(city=town, number=number, by=WORKER, at=NOON)
    work.start(city=town, number=number, by=WORKER, at=NOON + timedelta(hours=1))
    assert build.row(number).responded_at == NOON


def test_someone_whose_details_were_forgotten_is_owed_nothing(town: City) -> None:
    number = build.file(town).number
    contacts.forget(contact_id=build.row(number).contact_id, by=CHIEF, at=NOON)
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    assert not Notice.objects.filter(given_up_at=None).exists()


def test_many_at_once_on_one_request_leave_one_unbroken_record(kept_town: City) -> None:
    number = build.file(kept_town).number
    notes = [
        lambda text=str(i): work.note(city=kept_town, number=number, text=text, by=WORKER, at=NOON)
        for i in range(8)
    ]
    ends = build.together(
        *notes,
        lambda: work.start(city=kept_town, number=number, seen=2, by=WORKER, at=NOON),
        lambda: work.close(
            city=kept_town, number=number, seen=2, outcome="done", by=WORKER, at=NOON
        ),
        lambda: tend.tend(at=NOON),
    )
    assert {type(end).__name__ for end in ends} <= {"NoneType", "Stale", "int"}, ends
    seqs = RequestEntry.objects.order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, build.row(number).seq + 1))


def test_a_resident_answers_and_adds_photos(town: City) -> None:
    number = build.file(town).number
    work.ask(city=town, number=number, question="Which side?", by=WORKER, at=NOON)
    own.answer(city=town, number=number, text="North.", by=RESIDENT, at=NOON)
    own.add_photo(city=town, number=number, photos=(jpeg(),), by=RESIDENT, at=NOON)
    assert build.verbs_of(number)[-2:] == ["answered", "photographed"]
    with pytest.raises(Unfit, match="10 photos"):
        own.add_photo(city=town, number=number, photos=(jpeg(),) * 10, by=RESIDENT, at=NOON)
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    with pytest.raises(Unfit, match="closed"):
        own.add_photo(city=town, number=number, photos=(jpeg(),), by=RESIDENT, at=NOON)
