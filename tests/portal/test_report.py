"""A resident without scripts reports something, step by step."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.portal import springfield
from tests.portal.reports import number_of, photo, pothole, said, send
from townline.catalogue import actions as catalogue
from townline.catalogue.rules.offers import Suspension
from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests

BOSS = Actor(
    kind="staff",
    label="Demo Supervisor",
    roles=frozenset({Role.SUPERVISOR, Role.ADMIN}),
    departments=frozenset({"*"}),
)


def test_a_report_gets_a_number_and_a_page_of_its_own(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(), follow=True)
    page = said(answer)
    assert answer.status_code == 200
    assert "Thank you. We have it." in page
    assert "Keep this link" in page
    assert "Deep, in the right lane." in page
    assert "100 N MAIN ST, 62701\n" in page  # the zip code once
    assert "Public Works" in page


def test_the_form_shows_every_question_and_says_when_it_is_asked(visitor: Client) -> None:
    page = said(visitor.get("/report/pothole/"))
    assert "How deep, in inches?" in page
    assert "Only if “How large is it?” is answered with: Larger." in page
    assert "In danger, call the police first." in page


def test_the_form_says_who_does_it_and_what_is_promised(visitor: Client) -> None:
    page = said(visitor.get("/report/pothole/"))
    assert "Public Works" in page
    assert "3 working days" in page


def test_what_is_missing_is_said_at_the_top_and_at_the_field(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(q_size=None, address=""))
    page = said(answer)
    assert answer.status_code == 422
    assert "There are 2 things to put right" in page
    assert 'href="#id_q_size_0"' in page
    assert 'href="#id_address"' in page
    assert "Deep, in the right lane." in page


def test_photos_must_be_chosen_again_after_an_error_and_the_page_says_so(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(q_size=None, photos=[photo()]))
    assert "choose your photos again" in said(answer)


def test_an_answer_out_of_bounds_is_refused_at_its_question(visitor: Client) -> None:
    page = said(visitor.post("/report/pothole/", pothole(q_depth="900")))
    assert "The number must be 60" in page
    assert 'href="#id_q_depth"' in page


def test_an_answer_that_is_not_the_citys_says_where_to_go(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(q_size="highway"))
    assert answer.status_code == 422
    assert "The state mends its highways: call 555-0199." in said(answer)


def test_an_address_that_may_be_two_places_is_asked_about(visitor: Client) -> None:
    page = said(visitor.post("/report/pothole/", pothole(address="100 Main St")))
    assert "Several places may be meant" in page
    assert 'value="100 S MAIN ST, 62701"' in page
    chosen = pothole(address="100 Main St", match="100 S MAIN ST, 62701")
    own = visitor.post("/report/pothole/", chosen, follow=True)
    assert "100 S MAIN ST" in said(own)


def test_an_address_that_nobody_knows_is_said_at_the_field(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(address="99 Nowhere Blvd"))
    assert answer.status_code == 422
    assert "We cannot find this place in the city." in said(answer)


def test_a_place_in_another_town_is_refused_with_its_name_and_the_phone(visitor: Client) -> None:
    lat, lon = springfield.OUTSIDE
    page = said(visitor.post("/report/pothole/", pothole(address="", lat=lat, lon=lon)))
    assert "This place is in Shelbyville, not in Springfield" in page
    assert "555-0100" in page


def test_a_point_on_the_map_is_enough(visitor: Client) -> None:
    lat, lon = springfield.HALL
    own = send(visitor, address="", lat=lat, lon=lon)
    assert "100 N MAIN ST" in said(visitor.get(own))


def test_something_known_nearby_is_offered_before_filing(visitor: Client) -> None:
    first = number_of(send(visitor))
    answer = visitor.post("/report/pothole/", pothole(description="Me as well"))
    page = said(answer)
    assert answer.status_code == 200
    assert "Is it one of these?" in page
    assert first in page
    assert "Me as well</textarea>" in page


def test_joining_makes_one_incident_of_two_reports(visitor: Client) -> None:
    first = number_of(send(visitor))
    own = send(visitor, description="Me as well", asked="1", join=first)
    assert first in said(visitor.get(own))
    assert "2 people reported this." in said(visitor.get(f"/requests/{first}/"))


def test_another_one_nearby_is_filed_on_its_own(visitor: Client, town: City) -> None:
    first = number_of(send(visitor))
    other = number_of(send(visitor, description="Another hole", asked="1"))
    assert other != first
    assert "people reported this" not in said(visitor.get(f"/requests/{first}/"))


def test_sending_the_same_form_twice_makes_one_request(visitor: Client) -> None:
    first = send(visitor, asked="1", key="the-same")
    again = send(visitor, asked="1", key="the-same")
    assert first == again


def test_the_same_form_with_other_words_is_refused(visitor: Client) -> None:
    send(visitor, asked="1", key="the-same")
    answer = visitor.post(
        "/report/pothole/", pothole(asked="1", key="the-same", description="other")
    )
    assert answer.status_code == 422
    assert "This form was sent before with other words" in said(answer)


def test_a_suspended_service_shows_its_notice_and_takes_nothing(
    visitor: Client, town: City
) -> None:
    stop = Suspension(service_code="pothole", notice={"en": "No asphalt until May."})
    catalogue.suspend(city_id=town.id, suspension=stop, by=BOSS, at=springfield.APPLIED)
    assert "No asphalt until May." in said(visitor.get("/"))
    answer = visitor.post("/report/pothole/", pothole())
    assert answer.status_code == 422
    assert "No asphalt until May." in said(answer)


def test_a_service_that_is_taken_by_phone_says_so_and_takes_nothing_here(
    visitor: Client, town: City
) -> None:
    assert "By phone" in said(visitor.get("/report/"))
    page = visitor.get("/report/smell/")
    assert page.status_code == 200
    assert "Please call us about this" in said(page)
    assert 'href="tel:555-0100"' in page.content.decode()
    assert visitor.post("/report/smell/", {"description": "Gas!"}).status_code == 422
    kept = requests.find(town, requests.Filter(), language="en", at=springfield.APPLIED, limit=1)
    assert kept.rows == ()


@pytest.mark.parametrize("changes", [{"website": "https://example.org"}, {"begun": "made up"}])
def test_what_no_person_would_send_waits_for_a_person(visitor: Client, changes: dict) -> None:
    own = send(visitor, **changes)
    assert "A person will look at it first" in said(visitor.get(own))
    assert visitor.get(f"/requests/{number_of(own)}/").status_code == 404


def test_an_order_names_its_items_and_its_day(visitor: Client, town: City) -> None:
    day = _first_day(town)
    own = send(
        visitor, "bulky", q_size=None, q_depth=None, item_sofa="1", order_date=day.isoformat()
    )
    page = said(visitor.get(own))
    assert "1 × Sofa" in page
    assert "Planned for" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"item_sofa": ""}, "at least one item"),
        ({"item_sofa": "9"}, "less than or equal to 2"),
        ({"item_sofa": "2", "item_bed": "3"}, "at most 4 items; this has 5"),
        ({"item_sofa": "1", "order_date": ""}, "Choose a day."),
        ({"item_sofa": "1", "order_date": "2020-01-01"}, "nobody works that day"),
        ({"item_sofa": "1", "order_date": "soon"}, "Choose one of the days"),
    ],
)
def test_an_order_that_cannot_be_done_says_why(
    visitor: Client, town: City, changes: dict, says: str
) -> None:
    sent = pothole(q_size=None, q_depth=None, order_date=_first_day(town).isoformat())
    answer = visitor.post("/report/bulky/", sent | changes)
    assert answer.status_code == 422
    assert says in said(answer)


def test_more_photos_than_the_service_takes_are_refused(visitor: Client) -> None:
    answer = visitor.post("/report/pothole/", pothole(photos=[photo() for _ in range(4)]))
    assert "Choose at most 3 photos, not 4." in said(answer)


def test_a_file_that_is_no_photo_is_refused(visitor: Client) -> None:
    fake = photo()
    fake.file.seek(0)
    fake.file.truncate(20)
    answer = visitor.post("/report/pothole/", pothole(photos=[fake]))
    assert answer.status_code == 422
    assert "Choose your photos again" in said(answer) or "photo" in said(answer)


def test_a_service_that_is_not_offered_is_not_there(visitor: Client) -> None:
    assert visitor.get("/report/moon-landing/").status_code == 404


def test_a_flood_from_one_connection_is_asked_to_wait(visitor: Client) -> None:
    for _ in range(20):
        visitor.post("/report/pothole/", {})
    answer = visitor.post("/report/pothole/", {})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "try again in" in said(answer)


def test_the_form_speaks_the_language_of_its_address(visitor: Client) -> None:
    page = said(visitor.get("/es/report/pothole/"))
    assert '<html lang="es"' in page
    assert "¿De qué tamaño es?" in page


def test_known_ones_are_listed_for_the_form_with_scripts(visitor: Client) -> None:
    first = number_of(send(visitor))
    lat, lon = springfield.HALL
    answer = visitor.get("/report/pothole/known/", {"lat": lat, "lon": lon})
    assert first in said(answer)
    assert said(visitor.get("/report/pothole/known/", {"lat": "x"})).strip() == ""


def test_a_day_that_is_full_at_the_place_is_refused_by_name_and_all_choices_are_kept(
    visitor: Client, town: City
) -> None:
    day = _first_day(town).isoformat()
    order = {"q_size": None, "q_depth": None, "item_bed": "1", "order_date": day}
    for n in range(2):
        send(visitor, "bulky", key=f"k{n}", **order)
    answer = visitor.post("/report/bulky/", pothole(**order, key="k3"))
    assert answer.status_code == 422
    assert "has no room there, or nobody works that day" in said(answer)
    assert re.search(rf'<option value="{day}" selected>[^<]+ – not possible</option>', said(answer))
    assert 'name="item_bed" value="1"' in said(answer)
    east = {"address": "", "lat": 40.001, "lon": -88.999}
    assert day in own_day(visitor, send(visitor, "bulky", **order, **east, key="k4"))


def own_day(visitor: Client, own: str) -> str:
    return said(visitor.get(own)).split("Day ordered</dt><dd>")[1].split("</dd>")[0]


def test_an_order_says_until_when_its_day_can_be_changed(visitor: Client) -> None:
    page = said(visitor.get("/report/bulky/"))
    assert "You can change it until the end of the day before." in page


def test_days_with_room_at_a_place_are_told_to_the_form_with_scripts(
    visitor: Client, town: City
) -> None:
    day = _first_day(town).isoformat()
    for n in range(2):
        order = {"q_size": None, "q_depth": None, "item_bed": "1", "order_date": day}
        send(visitor, "bulky", key=f"k{n}", **order)
    lat, lon = springfield.HALL
    full = visitor.get("/report/bulky/days/", {"lat": lat, "lon": lon}).json()["days"]
    free = visitor.get("/report/bulky/days/", {"lat": lat, "lon": -88.999}).json()["days"]
    assert day not in [d["value"] for d in full]
    assert day == free[0]["value"]
    assert visitor.get("/report/bulky/days/", {"lat": "x"}).status_code == 400


def _first_day(town: City) -> date:
    from django.utils import timezone

    return requests.days_free(town, "bulky", None, at=timezone.now())[0]
