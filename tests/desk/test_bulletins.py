"""Staff tell residents something: they write it, see how it will look, publish and end it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desk import fairview
from townline.cities.rules.city import City
from townline.knowledge import queries

NEW = "/desk/bulletins/new/"


@pytest.fixture
def town(db: None) -> City:
    """Apply Fairview with its people."""
    return fairview.apply()


@pytest.fixture
def desk(town: City) -> Client:
    """Return the browser of a supervisor."""
    return fairview.signed_in("supervisor")


def said(town: City, **changed: object) -> dict[str, object]:
    """Return a form that is filled in well, but for what is changed."""
    until = (timezone.now() + timedelta(days=1)).astimezone(town.zone)
    return {
        "importance": "warning",
        "expires_at": until.strftime("%Y-%m-%dT%H:%M"),
        "title_en": "Lights are late",
        "body_en": "A storm broke many.",
        "services": ["light"],
        "areas": ["district:1"],
    } | changed


def standing(town: City) -> list[queries.Bulletin]:
    return list(queries.bulletins(town, "en", timezone.now()))


def test_it_is_shown_as_it_will_look_before_it_is_published(town: City, desk: Client) -> None:
    preview = desk.post(NEW, said(town))
    assert preview.status_code == 200
    assert "Nothing is published yet" in preview.text
    assert preview.text.count("A storm broke many.</p>") == 2  # English, and Spanish readers
    assert "Not translated yet" in preview.text
    assert standing(town) == []
    done = desk.post(NEW, said(town, publish="1"), follow=True)
    assert "Published." in done.text
    [told] = standing(town)
    assert (told.title, told.importance) == ("Lights are late", "warning")
    assert (told.services, told.areas, told.places) == (("light",), ("district:1",), ("West",))


def test_times_are_those_of_the_citys_clock(town: City, desk: Client) -> None:
    day = (timezone.now() + timedelta(days=3)).astimezone(town.zone).date()
    desk.post(NEW, said(town, expires_at=f"{day}T18:00", publish="1"))
    [told] = standing(town)
    assert told.expires_at.astimezone(town.zone).isoformat()[:16] == f"{day}T18:00"


def test_it_is_told_to_whoever_takes_a_call_about_it(town: City, desk: Client) -> None:
    desk.post(NEW, said(town, publish="1"))
    agent = fairview.signed_in("agent")
    assert "Lights are late" in agent.get("/desk/calls/").text
    assert "Lights are late" in agent.get("/desk/calls/new/light/").text
    assert "Lights are late" not in agent.get("/desk/calls/new/tree/").text


def test_ending_it_takes_it_from_every_page_and_keeps_it_in_the_list(
    town: City, desk: Client
) -> None:
    page = desk.post(NEW, said(town, publish="1")).headers["Location"]
    done = desk.post(f"{page}end/", follow=True)
    assert "no longer shown" in done.text
    assert standing(town) == []
    listed = desk.get("/desk/bulletins/").text
    assert "The city tells nothing just now" in listed
    assert "Lights are late" in listed.split("<h2>Over</h2>")[1]
    again = desk.post(f"{page}end/", follow=True)
    assert "was over already" in again.text


def test_another_wording_begins_with_the_former_one_and_takes_its_place(
    town: City, desk: Client
) -> None:
    page = desk.post(NEW, said(town, publish="1")).headers["Location"]
    number = page.split("/")[-2]
    form = desk.get(f"{NEW}?replaces={number}").text
    assert 'value="Lights are late"' in form
    assert '<option value="light" selected>' in form
    desk.post(f"{NEW}?replaces={number}", said(town, title_en="Lights work", publish="1"))
    assert [told.title for told in standing(town)] == ["Lights work"]
    history = desk.get(page).text
    assert "Replaced by B" in history
    late = desk.post(f"{NEW}?replaces={number}", said(town, publish="1"))
    assert "is over. Write a new one" in late.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title_en": ""}, "This field is required."),
        ({"expires_at": ""}, "This field is required."),
        ({"expires_at": "tomorrow"}, "Enter a valid date/time."),
        ({"expires_at": "2020-01-01T10:00"}, "It would end before it begins."),
        ({"starts_at": "2199-01-01T10:00"}, "It would end before it begins."),
        ({"expires_at": "2199-01-01T10:00"}, "more than a year"),
        ({"body_es": "Sin título"}, "A text needs a title."),
        ({"services": ["nothing"]}, "Select a valid choice."),
        ({"title_en": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_published(
    town: City, desk: Client, wrong: dict[str, object], says: str
) -> None:
    page = desk.post(NEW, said(town, publish="1", **wrong))
    assert page.status_code == 422
    assert says in page.text
    assert standing(town) == []


def test_workers_and_strangers_are_turned_away(town: City) -> None:
    worker = fairview.signed_in("worker")
    assert worker.post(NEW, said(town, publish="1")).status_code == 403
    assert Client().post(NEW, said(town, publish="1")).status_code == 302
    assert standing(town) == []


def test_a_bulletin_that_is_not_there_is_a_404(desk: Client) -> None:
    assert desk.get("/desk/bulletins/B0/").status_code == 404
    assert desk.post("/desk/bulletins/B0/end/").status_code == 404
    assert desk.get(f"{NEW}?replaces=B0").status_code == 404
