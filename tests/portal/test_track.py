"""Following a request, by everyone and by its reporter."""

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from tests.portal import springfield
from tests.portal.reports import number_of, photo, pothole, said, send
from tests.portal.test_report import BOSS
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.requests import queries as requests
from townline.requests.actions import moderate, reconstruct, work
from townline.requests.models import ServiceRequest
from townline.requests.rules import imported

WHO = {"by": BOSS}


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_everyone_reads_how_it_stands_but_not_the_words(visitor: Client) -> None:
    number = number_of(send(visitor, q_plate="ABC 123", photos=[photo()]))
    page = said(visitor.get(f"/requests/{number}/"))
    assert "With the department" in page
    assert "Public Works" in page
    assert "Promised by" in page
    assert "Sent to Public Works" in page
    for private in ("Deep, in the right lane.", "ABC 123", "demo@example.org", "/photos/"):
        assert private not in page
    assert "not public, or not yet" in page


def test_released_words_and_photos_are_public(visitor: Client, town: City) -> None:
    number = number_of(send(visitor, photos=[photo()]))
    moderate.release(city=town, number=number, at=timezone.now(), **WHO)
    page = said(visitor.get(f"/requests/{number}/"))
    assert "Deep, in the right lane." in page
    source = page.split('<img src="')[1].split('"')[0]
    sent = visitor.get(source)
    assert sent.status_code == 200
    assert sent["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("name", ["%00", "a%00b", "%ED%A0%80", "..", "%2e%2e%2fx", "9" * 5000])
def test_what_no_photo_can_be_called_is_not_found(visitor: Client, name: str) -> None:
    number = number_of(send(visitor))
    assert visitor.get(f"/requests/{number}/photos/{name}").status_code == 404


def test_a_photo_that_is_not_released_opens_for_its_reporter_alone(visitor: Client) -> None:
    own = send(visitor, photos=[photo()])
    source = said(visitor.get(own)).split('<img src="')[1].split('"')[0]
    mine = visitor.get(source)
    assert mine.status_code == 200
    name = source.rsplit("/", 1)[1]
    assert visitor.get(f"/requests/{number_of(own)}/photos/{name}").status_code == 404


def test_a_confidential_request_looks_like_one_that_is_not_there(visitor: Client) -> None:
    own = send(visitor, "abuse", q_size=None, q_depth=None, address="")
    hidden = visitor.get(f"/requests/{number_of(own)}/")
    unknown = visitor.get("/requests/26-999998-0/")
    assert hidden.status_code == unknown.status_code == 404
    assert said(hidden).replace(number_of(own), "") == said(unknown).replace("26-999998-0", "")
    assert "Deep, in the right lane." in said(visitor.get(own))


def test_a_wrong_secret_opens_nothing(visitor: Client) -> None:
    number = number_of(send(visitor))
    wrong = visitor.get(f"/requests/{number}/wrong/")
    unknown = visitor.get("/requests/26-999998-0/wrong/")
    assert wrong.status_code == unknown.status_code == 404
    assert said(wrong).replace(number, "") == said(unknown).replace("26-999998-0", "")
    assert wrong["Referrer-Policy"] == unknown["Referrer-Policy"] == "same-origin"


def test_the_own_page_is_kept_from_search_engines_caches_and_other_sites(visitor: Client) -> None:
    page = visitor.get(send(visitor))
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert not re.findall(
        r'(?:src|action)="(?:https?:)?//|<link [^>]*href="(?:https?:)?//', said(page)
    )


def test_a_question_of_the_department_is_answered_on_the_own_page(
    visitor: Client, town: City
) -> None:
    own = send(visitor)
    work.ask(city=town, number=number_of(own), question="Which lane?", at=timezone.now(), **WHO)
    assert "Which lane?" in said(visitor.get(own))
    answer = visitor.post(own, {"do": "answer", "answer-text": "The right one."}, follow=True)
    page = said(answer)
    assert "Your answer is with the department." in page
    assert "The right one." in page
    assert "Work is under way" in page


def test_an_empty_answer_is_refused_and_its_form_stays_open(visitor: Client, town: City) -> None:
    own = send(visitor)
    work.ask(city=town, number=number_of(own), question="Which lane?", at=timezone.now(), **WHO)
    answer = visitor.post(own, {"do": "answer", "answer-text": ""})
    assert answer.status_code == 422
    assert 'href="#id_answer-text"' in said(answer)


def test_what_can_no_longer_be_done_is_said_and_not_done(visitor: Client) -> None:
    own = send(visitor)
    answer = visitor.post(own, {"do": "answer", "answer-text": "unasked"})
    assert answer.status_code == 409
    assert "can no longer be done" in said(answer)


def test_a_reporter_cancels(visitor: Client) -> None:
    own = send(visitor)
    page = said(visitor.post(own, {"do": "cancel", "cancel-text": ""}, follow=True))
    assert "It is cancelled." in page
    assert "Cancelled by the reporter." in page


def test_a_reporter_adds_a_photo_later(visitor: Client) -> None:
    own = send(visitor)
    page = said(visitor.post(own, {"do": "photos", "photos-photos": [photo()]}, follow=True))
    assert "Your photos are added." in page
    assert page.count('-small" loading') == 1


def test_an_order_is_moved_to_another_day(visitor: Client, town: City) -> None:
    first, second = requests.days_free(town, "bulky", None, at=timezone.now())[:2]
    sent = {"q_size": None, "q_depth": None, "item_bed": "1", "order_date": first.isoformat()}
    own = send(visitor, "bulky", **sent)
    page = said(visitor.post(own, {"do": "move", "move-day": second.isoformat()}, follow=True))
    assert "The day is changed." in page
    assert f'datetime="{second.isoformat()}"' in page


def test_an_order_says_until_when_its_day_can_be_changed_and_then_offers_it_no_more(
    visitor: Client, town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = requests.days_free(town, "bulky", None, at=timezone.now())[0]
    sent = {"q_size": None, "q_depth": None, "item_bed": "1", "order_date": first.isoformat()}
    own = send(visitor, "bulky", **sent)
    page = said(visitor.get(own))
    assert "You can change it until the end of" in page
    assert 'value="move"' in page
    late = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("townline.portal.track.timezone.now", lambda: late)
    page = said(visitor.get(own))
    assert 'value="move"' not in page
    assert 'value="cancel"' in page


def test_a_closed_request_shows_its_outcome_and_can_be_opened_again(
    visitor: Client, town: City
) -> None:
    own = send(visitor)
    number = number_of(own)
    work.close(city=town, number=number, outcome="done", at=timezone.now(), **WHO)
    public = said(visitor.get(f"/requests/{number}/"))
    assert "How it ended" in public
    assert "The work is done." in public
    assert "Está hecho." in said(visitor.get(f"/es/requests/{number}/"))
    again = visitor.post(own, {"do": "reopen", "reopen-text": "Still there."}, follow=True)
    assert "It is open again" in said(again)


def test_long_after_the_end_it_cannot_be_opened_again(visitor: Client, town: City) -> None:
    own = send(visitor)
    number = number_of(own)
    long_ago = timezone.now() - timedelta(days=31)
    work.close(city=town, number=number, outcome="done", at=timezone.now(), **WHO)
    ServiceRequest.objects.update(requested_at=long_ago, closed_at=long_ago)
    page = said(visitor.get(own))
    assert 'value="reopen"' not in page
    assert "If something is still wrong, make a new request." in page
    assert visitor.post(own, {"do": "reopen", "reopen-text": "Still."}).status_code == 409


@pytest.mark.parametrize("how", ["{}", " {} ", "#{}", "{:.2}{:.0}"])
def test_a_number_is_found_however_it_is_written(visitor: Client, how: str) -> None:
    number = number_of(send(visitor))
    written = how.format(number) if "{:.2}" not in how else number.replace("-", "")
    answer = visitor.get("/requests/", {"number": written})
    assert answer.status_code == 302
    assert answer["Location"] == f"/requests/{number}/"


def test_a_mistyped_number_is_said_to_be_mistyped(visitor: Client) -> None:
    number = number_of(send(visitor))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = visitor.get("/requests/", {"number": wrong})
    assert answer.status_code == 404
    assert "there seems to be a typing error" in said(answer)


@pytest.mark.parametrize(
    ("number", "says"),
    [("26-999998-0", "typing error"), ("no such", "no public request"), ("!!", "not a request")],
)
def test_a_number_that_leads_nowhere_says_why(visitor: Client, number: str, says: str) -> None:
    assert says in said(visitor.get("/requests/", {"number": number}))


def test_the_list_can_be_narrowed_and_says_when_nothing_fits(visitor: Client) -> None:
    number = number_of(send(visitor))
    assert number in said(visitor.get("/requests/"))
    assert number in said(visitor.get("/requests/", {"service": "pothole", "status": "open"}))
    assert number in said(visitor.get("/requests/", {"area": "district:1"}))
    assert "No public request fits" in said(visitor.get("/requests/", {"status": "closed"}))
    assert visitor.get("/requests/", {"service": "moon"}).status_code == 422


def test_an_empty_list_says_so(visitor: Client) -> None:
    assert "Nobody has asked for anything in public yet." in said(visitor.get("/requests/"))


def test_the_list_goes_on_where_a_page_ended(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from townline.portal import listing

    monkeypatch.setattr(listing, "SIZE", 2)
    numbers = [number_of(send(visitor, asked="1", key=f"k{i}")) for i in range(3)]
    first = said(visitor.get("/requests/"))
    assert numbers[2] in first
    assert numbers[0] not in first
    older = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = said(visitor.get(f"/requests/?{older}"))
    assert numbers[0] in second
    assert numbers[2] not in second


@pytest.mark.parametrize("after", ["x", "2026-01-01~1", "2026-01-01T00:00:00+00:00~-4", "~"])
def test_a_made_up_page_of_the_list_is_not_there(visitor: Client, after: str) -> None:
    assert visitor.get("/requests/", {"after": after}).status_code == 404


def test_a_number_in_an_address_leads_to_the_one_spelling(visitor: Client) -> None:
    number = number_of(send(visitor))
    answer = visitor.get(f"/requests/{number.replace('-', '')}/")
    assert answer["Location"] == f"/requests/{number}/"


SENTENCES = {
    "demo": ("Demo", "Made up to show how this looks."),
    "synthetic": ("Synthetic", "Made by a program"),
    "imported": ("From imported data", "reconstructed from its last state"),
}


@pytest.mark.parametrize("origin", SENTENCES)
def test_what_nobody_sent_in_here_is_marked_in_words(
    visitor: Client, town: City, origin: str
) -> None:
    word, sentence = SENTENCES[origin]
    own = send(visitor)
    tag = f'<span class="tag">{word}</span>'
    pages = ("/", "/requests/", f"/requests/{number_of(own)}/", own)
    assert not any(tag in said(visitor.get(page)) for page in pages)
    ServiceRequest.objects.update(origin=origin)
    for page in pages:
        assert tag in said(visitor.get(page))
    for page in pages[2:]:
        assert sentence in said(visitor.get(page))


def test_steps_of_an_imported_request_are_said_to_be_reconstructed(
    visitor: Client, town: City
) -> None:
    past = imported.Past(
        number="1-17", service_code="pothole", state="closed", requested_at=springfield.APPLIED,
        updated_at=springfield.APPLIED, closed_at=springfield.APPLIED, due_at=None,
        scheduled_at=None, department="works", crew="", channel="call", address="100 N Main St",
        zipcode="", lat=springfield.HALL[0], lon=springfield.HALL[1], outcome="done", flags=(),
    )  # fmt: skip
    reconstruct.take_in(city=town, batch=[past], source="old", by=SYSTEM, at=timezone.now())
    page = said(visitor.get("/requests/1-17/"))
    steps = page.count("<li>") - page.count("<li><a")
    assert steps >= 3
    assert page.count("reconstructed from imported data") == steps


def test_html_in_words_stays_words(visitor: Client) -> None:
    own = send(visitor, **pothole(description="<b>bold</b><script>x</script>"))
    page = said(visitor.get(own))
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
