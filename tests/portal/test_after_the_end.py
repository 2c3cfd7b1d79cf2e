"""After the end, and of themselves: what reporters can say and change on their own page."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from tests.portal.reports import number_of, photo, said, send
from tests.portal.test_report import BOSS
from townline.cities.rules.city import City
from townline.contacts.models import Details, Notice
from townline.requests import queries as requests
from townline.requests.actions import moderate, work
from townline.requests.models import RequestEntry, Satisfaction

NOW = timezone.now


@pytest.fixture(autouse=True)
def _uploads(settings: LazySettings, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ended(visitor: Client, town: City) -> str:
    """Return the address of a reporter's own page whose request was closed as done."""
    own = send(visitor)
    end(town, own, "done", remark="New asphalt.")
    return own


def end(town: City, own: str, outcome: str, **more: str) -> None:
    work.close(city=town, number=number_of(own), outcome=outcome, by=BOSS, at=NOW(), **more)


def test_the_reporter_is_asked_whether_it_is_fixed_and_says_yes_once(
    visitor: Client, ended: str
) -> None:
    assert "Is it fixed?" in said(visitor.get(ended))
    page = said(visitor.post(ended, {"do": "fixed"}, follow=True))
    assert "Thank you. It is good to know." in page
    assert "You told us that it is fixed." in page
    assert "The reporter says that it is fixed" in said(
        visitor.get(f"/requests/{number_of(ended)}/")
    )
    assert visitor.post(ended, {"do": "fixed"}).status_code == 409
    assert Satisfaction.objects.get().fixed is True


def test_it_is_opened_again_with_reasons_words_and_a_photo(visitor: Client, ended: str) -> None:
    sent = {
        "do": "reopen", "reopen-reasons": ["half_done", "wrong_place"],
        "reopen-text": "The left half.", "reopen-photos": [photo()],
    }  # fmt: skip
    page = said(visitor.post(ended, sent, follow=True))
    assert "It is open again" in page
    assert "Opened again: Only part of it was done; The work was done at another place" in page
    assert "The left half." in page
    assert page.count('-small" loading') == 1
    everyone = said(visitor.get(f"/requests/{number_of(ended)}/"))
    assert "Only part of it was done" in everyone
    assert "The left half." not in everyone
    assert Satisfaction.objects.get().fixed is False


@pytest.mark.parametrize(
    "sent", [{}, {"reopen-reasons": "other"}, {"reopen-reasons": "moon"}, {"reopen-text": "  "}]
)
def test_opening_again_needs_a_reason_that_somebody_can_act_on(
    visitor: Client, ended: str, sent: dict[str, str]
) -> None:
    answer = visitor.post(ended, {"do": "reopen", **sent})
    assert answer.status_code == 422
    assert "usa-error-message" in said(answer)
    assert "Opened again" not in said(visitor.get(ended))


def test_a_rating_is_one_answer_that_can_be_changed_and_everyone_else_never_sees(
    visitor: Client, ended: str, town: City
) -> None:
    visitor.post(ended, {"do": "rate", "rate-rating": "2", "rate-text": "Slow."})
    page = said(
        visitor.post(ended, {"do": "rate", "rate-rating": "4", "rate-text": "Kind."}, follow=True)
    )
    assert "You gave it 4 of 5." in page
    assert Satisfaction.objects.get().rating == 4
    (told,) = requests.satisfaction(town)
    assert (told.service_code, told.ratings, told.mean) == ("pothole", 1, 4.0)
    everyone = said(visitor.get(f"/requests/{number_of(ended)}/"))
    for private in ("Slow.", "Kind.", "of 5"):
        assert private not in everyone
    moderate.release(city=town, number=number_of(ended), by=BOSS, at=NOW())
    assert "Kind." not in said(visitor.get(f"/requests/{number_of(ended)}/"))


@pytest.mark.parametrize("rating", ["", "0", "6", "x", "9" * 50])
def test_what_is_no_rating_is_refused(visitor: Client, ended: str, rating: str) -> None:
    assert visitor.post(ended, {"do": "rate", "rate-rating": rating}).status_code == 422
    assert not Satisfaction.objects.exists()


def test_the_end_is_told_in_the_departments_words_and_in_plain_ones(
    visitor: Client, ended: str
) -> None:
    page = said(visitor.get(ended))
    for words in ("The work is done.", "In the department’s words:", "New asphalt.",
                  "The department says that the work is done.", "say so below"):  # fmt: skip
        assert words in page
    spanish = said(visitor.get(f"/es{ended}"))
    assert 'lang="en">New asphalt.' in spanish


def test_what_was_not_found_is_explained_too(visitor: Client, town: City) -> None:
    own = send(visitor)
    end(town, own, "none")
    page = said(visitor.get(own))
    assert "Somebody went there and did not find what was reported." in page
    assert "Is that right?" in page
    assert 'value="fixed"' not in page


def test_an_open_request_says_what_happens_next(visitor: Client, town: City) -> None:
    own = send(visitor)
    assert "plans the work" in said(visitor.get(own))
    work.start(city=town, number=number_of(own), by=BOSS, at=NOW())
    assert "is working on it" in said(visitor.get(own))
    work.pause(city=town, number=number_of(own), reason="weather", by=BOSS, at=NOW())
    assert "so does the promise" in said(visitor.get(own))


def test_photos_of_before_and_after_stand_apart(visitor: Client, town: City) -> None:
    own = send(visitor, photos=[photo()])
    page = said(visitor.get(own))
    assert "As it was reported" in page
    assert "Of the work done" not in page
    from tests.requests.pictures import jpeg

    work.add_evidence(city=town, number=number_of(own), photos=(jpeg(),), by=BOSS, at=NOW())
    assert "Of the work done" in said(visitor.get(own))


def test_the_reporter_changes_how_they_are_told(visitor: Client) -> None:
    own = send(visitor)
    page = said(visitor.get(own))
    assert "We tell you by e-mail to d…@example.org." in page
    assert "demo@example.org" not in page
    sent = {"do": "told", "told-medium": "sms", "told-phone": "213 555 0101"}
    page = said(visitor.post(own, sent, follow=True))
    assert "We tell you by text message to …01." in page
    sent = {"do": "told", "told-medium": "email", "told-email": ""}
    assert "e-mail to d…@example.org." in said(visitor.post(own, sent, follow=True))
    page = said(visitor.post(own, {"do": "told", "told-medium": "none"}, follow=True))
    assert "You get no messages about this request." in page


@pytest.mark.parametrize(
    "sent",
    [
        {"told-medium": "sms", "told-phone": "call me"},
        {"told-medium": "sms"},
        {"told-medium": "email", "told-email": "not an address"},
        {"told-medium": "pigeon"},
        {},
    ],
)
def test_an_address_that_is_none_is_refused(visitor: Client, sent: dict[str, str]) -> None:
    own = send(visitor)
    answer = visitor.post(own, {"do": "told", **sent})
    assert answer.status_code == 422
    assert "usa-error-message" in said(answer)
    assert Details.objects.get().told_by == "email"


def test_contact_details_are_deleted_and_the_request_stays(visitor: Client) -> None:
    own = send(visitor)
    assert visitor.post(own, {"do": "forget"}).status_code == 422
    page = said(visitor.post(own, {"do": "forget", "forget-sure": "on"}, follow=True))
    assert "Your contact details are deleted." in page
    assert "The reporter's contact details were deleted" in page.replace("&#x27;", "'")
    assert "How you are told" not in page
    assert not Details.objects.exists()
    assert not Notice.objects.filter(given_up_at=None, sent_at=None).exists()
    assert RequestEntry.objects.filter(verb="request.forgotten").count() == 1
    assert visitor.post(own, {"do": "forget", "forget-sure": "on"}).status_code == 409


def test_who_left_no_details_has_none_to_delete(visitor: Client) -> None:
    assert "How you are told" not in said(visitor.get(send(visitor, email=None)))


def test_the_codes_lead_to_the_page_and_the_own_one_needs_the_secret(visitor: Client) -> None:
    own = send(visitor)
    number = number_of(own)
    public = visitor.get(f"/requests/{number}/qr.svg")
    mine = visitor.get(f"{own}qr.svg")
    assert public["Content-Type"] == mine["Content-Type"] == "image/svg+xml"
    assert public.content != mine.content
    assert b"style=" not in public.content
    assert "no-store" in mine["Cache-Control"]
    assert visitor.get(f"/r/{number}/")["Location"] == f"/requests/{number}/"
    assert visitor.get(f"/requests/{number}/wrong/qr.svg").status_code == 404
    assert visitor.get("/requests/26-999998-0/qr.svg").status_code == 404
    assert visitor.get("/requests/nonsense/qr.svg").status_code == 404


def test_a_confidential_request_has_no_public_code(visitor: Client) -> None:
    own = send(visitor, "abuse", q_size=None, q_depth=None, address="")
    assert visitor.get(f"/requests/{number_of(own)}/qr.svg").status_code == 404
    assert visitor.get(f"{own}qr.svg").status_code == 200
