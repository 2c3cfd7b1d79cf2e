"""Updates to and from another site, as a FixMyStreet site asks for them and sends them."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.open311.conftest import CHIEF, V2, App, add_key, errors, rows
from tests.open311.pictures import jpeg
from tests.open311.riverton import HERE, SOFA
from townline.cities.rules.city import City
from townline.open311 import standing
from townline.record.verbs import Reader
from townline.requests import verbs
from townline.requests.actions import moderate, work
from townline.requests.models import PassedOn, RequestEntry, ServiceRequest
from townline.requests.rules.lifecycle import COURSE

LAMP = {"service_code": "lamp", **HERE}
ANA = {"first_name": "Demo", "last_name": "Ana", "email": "ana@example.org"}
BEA = {"first_name": "Demo", "last_name": "Bea", "email": "bea@example.org"}


def w3c(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def lately(app: App, **query: Any) -> list[dict[str, Any]]:
    """Ask as FixMyStreet does, for the last two hours."""
    now = timezone.now()
    span = {"start_date": w3c(now - timedelta(hours=2)), "end_date": w3c(now + timedelta(hours=1))}
    answer = app.get("servicerequestupdates", **(span | query))
    assert answer.status_code == 200, answer.content
    return rows(answer)


def send(app: App, number: str, **given: Any) -> HttpResponse:
    """Send an update as FixMyStreet does."""
    sent = {
        "api_key": app.key,
        "jurisdiction_id": "riverton.example.org",
        "service_request_id": number,
        "service_request_id_ext": "4711",
        "update_id": "88",
        "status": "OPEN",
        "updated_datetime": w3c(timezone.now()),
        "description": "It is still dark.",
        "public_anonymity_required": "FALSE",
        "email_alerts_requested": "FALSE",
        **ANA,
    }
    data = {name: value for name, value in (sent | given).items() if value is not None}
    return app.http.post(
        f"{V2}/servicerequestupdates.{app.suffix}",
        urlencode(data, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )


def test_the_sequence_of_a_site_that_is_our_front(key: str, city: City) -> None:
    """Services, definition, report, updates from us, an update from them: all in XML."""
    site = App(key, "xml")
    assert site.get("services").status_code == 200
    assert site.get("services/survey").status_code == 200
    report = {
        "service_code": "lamp", **HERE, **ANA, "jurisdiction_id": "riverton.example.org",
        "description": "title: Dark\n\ndetail: No light\n\nurl: https://fms.example.org/report/7",
        "attribute[fixmystreet_id]": "7", "attribute[title]": "Dark",
        "attribute[detail]": "No light", "attribute[easting]": "1", "attribute[northing]": "2",
        "attribute[report_url]": "https://fms.example.org/report/7",
    }  # fmt: skip
    number = site.filed(report)
    assert site.filed(report) == number, "the same report, sent again because the answer was lost"
    work.start(city=city, number=number, by=CHIEF, at=timezone.now())
    work.close(
        city=city, number=number, outcome="done", remark="A new bulb.", evidence=(jpeg(),),
        by=CHIEF, at=timezone.now(),
    )  # fmt: skip
    told = lately(site)
    assert [row["status"] for row in told] == ["open", "in_progress", "fixed"]
    assert {row["service_request_id"] for row in told} == {number}
    assert told[-1]["description"] == "Closed: The work is done.\n\nA new bulb."
    assert site.http.get(told[-1]["media_url"]).status_code == 200
    (mine,) = rows(send(site, number))
    assert mine["update_id"] == f"{number}_{ServiceRequest.objects.get().seq}"
    assert [row["update_id"] for row in lately(site)] == [row["update_id"] for row in told]


def test_updates_come_once_and_in_order_across_pages(app: App, city: City) -> None:
    numbers = [app.filed(LAMP) for _ in range(3)]
    for number in numbers:
        work.start(city=city, number=number, by=CHIEF, at=timezone.now())
    whole = lately(app)
    assert len(whole) == 6
    times = [datetime.fromisoformat(row["updated_datetime"]) for row in whole]
    assert times == sorted(times)
    now = timezone.now()
    answer = app.get(
        "servicerequestupdates", page_size=4, start_date=w3c(now - timedelta(hours=1)), locale="es"
    )
    first, link = rows(answer), answer["Link"]
    second = app.http.get(link.partition(">")[0].lstrip("<"))
    assert "Link" not in second
    together = [row["update_id"] for row in first + rows(second)]
    assert together == [row["update_id"] for row in whole]
    assert app.key not in link


def test_updates_are_in_the_language_that_is_asked_for(json_app: App, city: City) -> None:
    number = json_app.filed(LAMP)
    work.close(city=city, number=number, outcome="done", by=CHIEF, at=timezone.now())
    assert "Está hecho." in lately(json_app, locale="es")[-1]["description"]


def test_nothing_private_or_unread_is_in_an_update(app: App, city: City) -> None:
    hidden = app.filed({"service_code": "abuse", **HERE})
    number = app.filed({"service_code": "pick-up", **HERE, "attribute[item:sofa]": "1"})
    assert SOFA.publicity == "structured"
    now = {"by": CHIEF, "at": timezone.now()}
    work.note(city=city, number=number, text="call 555-0142", **now)
    work.close(
        city=city, number=number, outcome="done", remark="for 555-0142", evidence=(jpeg(),), **now
    )
    work.start(city=city, number=hidden, **now)
    told = lately(app)
    assert {row["service_request_id"] for row in told} == {number}
    assert "555-0142" not in repr(told)
    assert told[-1]["media_url"] is None
    moderate.release(city=city, number=number, by=CHIEF, at=timezone.now())
    assert "for 555-0142" in lately(app)[-1]["description"]
    assert "555-0142" in repr(lately(app))
    assert "call" not in repr(lately(app))


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"start_date": "2026-01-01"}, "start_date must be a date and time"),
        (
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-02-02T00:00:00Z"},
            "31 days at most",
        ),
        (
            {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-02T00:00:00Z"},
            "end_date is before",
        ),
        ({"after": "yesterday"}, "after must be"),
        ({"page_size": "5001"}, "page_size must be"),
    ],
)
def test_a_span_that_cannot_be_is_refused(app: App, query: dict[str, str], fault: str) -> None:
    answer = app.get("servicerequestupdates", **query)
    assert answer.status_code == 400
    ((code, told),) = errors(answer)
    assert code == 400
    assert fault in told


def test_every_public_verb_leaves_a_request_as_the_extension_says() -> None:
    open_words = {"open", "investigating", "in_progress", "action_scheduled"}
    for verb in verbs.ALL:
        word = standing.after(verb.code, "done")
        assert word in standing.STATUSES
        if verb.reader is not Reader.EVERYONE:
            continue
        leads = {str(to) for (_, how), to in COURSE.items() if how is verb}
        if word in open_words:
            assert "closed" not in leads, verb.code
    assert {standing.after("request.closed", kind) for kind in standing.ENDS} <= set(
        standing.STATUSES
    )


def test_what_the_reporter_wrote_there_is_a_message_and_answers_a_question(
    app: App, city: City
) -> None:
    number = app.filed(LAMP | ANA)
    assert send(app, number).status_code == 200
    work.ask(city=city, number=number, question="Which side?", by=CHIEF, at=timezone.now())
    assert send(app, number, update_id="89", description="North.").status_code == 200
    found = RequestEntry.objects.order_by("seq").values_list("verb", "note")
    assert ("request.written", "It is still dark.") in found
    assert ("request.answered", "North.") in found
    assert ServiceRequest.objects.get().status == "in_progress"
    assert [row["update_id"] for row in lately(app)][-1].startswith(number)


def test_what_somebody_else_wrote_there_answers_nothing_and_is_not_public(
    app: App, city: City
) -> None:
    number = app.filed(LAMP | ANA)
    work.ask(city=city, number=number, question="Which side?", by=CHIEF, at=timezone.now())
    assert send(app, number, **BEA).status_code == 200
    request = ServiceRequest.objects.get()
    assert request.status == "waiting"
    assert request.unread_since is not None
    assert RequestEntry.objects.order_by("-seq").first().verb == "request.passed_on"
    assert "dark" not in repr(lately(app))
    assert "bea@example.org" not in repr(list(RequestEntry.objects.values_list("data", "note")))


def test_an_update_is_taken_once_and_an_id_stands_for_one_update(app: App) -> None:
    number = app.filed(LAMP | ANA)
    at = w3c(timezone.now())
    first = rows(send(app, number, updated_datetime=at))
    before = ServiceRequest.objects.get().seq
    assert rows(send(app, number, updated_datetime=at)) == first
    assert ServiceRequest.objects.get().seq == before
    assert PassedOn.objects.count() == 1
    refused = send(app, number, updated_datetime=at, description="Something else.")
    assert refused.status_code == 400
    assert "update_id was used before" in errors(refused)[0][1]


def test_photos_come_with_an_update_and_addresses_are_never_fetched(json_app: App) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    number = json_app.filed(LAMP | ANA)
    answer = Client().post(
        f"{V2}/servicerequestupdates.json",
        {
            "api_key": json_app.key, "service_request_id": number, "update_id": "9",
            "status": "OPEN", "updated_datetime": w3c(timezone.now()),
            "media_url": ["https://fms.example.org/1.jpg", "https://fms.example.org/2.jpg"],
            "media": SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"),
        },
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    request = ServiceRequest.objects.get()
    assert request.photos.count() == 1
    note = RequestEntry.objects.order_by("-seq").first().note
    assert note == "https://fms.example.org/1.jpg\nhttps://fms.example.org/2.jpg"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"update_id": ""}, "update_id was not provided."),
        ({"status": ""}, "status was not provided."),
        ({"status": "BROKEN"}, "status must be one of"),
        ({"updated_datetime": "2026-03-02 12:00"}, "updated_datetime must be"),
        ({"updated_datetime": "2126-03-02T12:00:00Z"}, "lies in the future"),
        ({"description": ""}, "this needs a text or a photo"),
        ({"description": "<b>dark</b>"}, "holds HTML"),
        ({"description": "x" * 4001}, "4000 characters"),
        ({"update_id": "x" * 201}, "1 to 200 characters"),
        ({"media_url": "file:///etc/passwd"}, "media_url must be"),
        ({"public_anonymity_required": "PERHAPS"}, "must be true or false"),
    ],
)
def test_an_unfit_update_is_refused_and_nothing_is_kept(
    app: App, given: dict[str, str], fault: str
) -> None:
    number = app.filed(LAMP | ANA)
    before = ServiceRequest.objects.get().seq
    answer = send(app, number, **given)
    assert answer.status_code == 400, answer.content
    assert any(fault in told for _, told in errors(answer)), answer.content
    assert ServiceRequest.objects.get().seq == before


def test_no_program_writes_about_what_another_filed(app: App, city: City) -> None:
    number = app.filed(LAMP | ANA)
    other = App(add_key(city, "Other app"), app.suffix)
    assert send(other, number).status_code == 403
    assert send(App("wrong", app.suffix), number).status_code == 403
    assert send(app, "26-999999-9").status_code == 404
    assert send(app, "no number").status_code == 404
    assert "request.written" not in RequestEntry.objects.values_list("verb", flat=True)


def test_a_key_sends_so_many_updates_a_minute(city: City) -> None:
    slow = App(add_key(city, "Slow app", limit=2))
    number = slow.filed(LAMP | ANA)
    assert send(slow, number).status_code == 200
    late = send(slow, number, update_id="89")
    assert late.status_code == 429
    assert late["Retry-After"]
    assert not PassedOn.objects.filter(update_id="89").exists()


def test_title_and_detail_stand_in_for_a_description(json_app: App) -> None:
    number = json_app.filed(LAMP | {"attribute[title]": "Dark", "attribute[detail]": "No light"})
    (row,) = rows(json_app.get(f"requests/{number}"))
    assert row["description"] == "Dark\n\nNo light"
