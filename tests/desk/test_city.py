"""Administration on screen: changed by forms, looked at, published, taken back, restored."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk import springdale
from tests.founding.folders import DISTRICTS, example, square, with_areas
from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.staff import queries as staff

pytestmark = pytest.mark.django_db
SERVICE = "/desk/city/services/pothole/"
PAGES = (
    "/desk/city/", "/desk/city/services/", "/desk/city/services/?q=hole", SERVICE,
    f"{SERVICE}questions/where/", f"{SERVICE}new-question/", f"{SERVICE}new-route/",
    "/desk/city/new-service/",
    "/desk/city/departments/", "/desk/city/departments/sanitation/",
    "/desk/city/new-department/",
    "/desk/city/outcomes/", "/desk/city/outcomes/repaired/", "/desk/city/new-outcome/",
    "/desk/city/calendars/", "/desk/city/calendars/office/", "/desk/city/areas/",
    "/desk/city/files/", "/desk/city/files/services/streets.toml",
    "/desk/city/changes/", "/desk/city/changes/tried/",
    "/desk/city/editions/", "/desk/city/editions/1/", "/desk/city/editions/2/?with=1",
)  # fmt: skip


@pytest.fixture
def city() -> City:
    return springdale.apply()


@pytest.fixture
def admin(city: City) -> Client:
    return springdale.signed_in()


def send(client: Client, path: str, **changed: object) -> None:
    """Send the form of a page with something changed, which must be taken."""
    sent = springdale.filled(client, path) | changed
    answer = client.post(path, {key: value for key, value in sent.items() if value != ""})
    assert answer.status_code == 302, answer.context["form"].errors


def publish(client: Client, reason: str = "Slower in winter.") -> None:
    send(client, "/desk/city/changes/", reason=reason)


def in_force() -> City:
    found = cities.first()
    assert found is not None
    return found


def test_a_promise_and_an_option_change_for_residents_once_published(admin: Client) -> None:
    send(admin, SERVICE, resolve_amount=9)
    send(admin, f"{SERVICE}questions/where/", option_0_words_en="In the roadway")
    before = catalogue.offer(in_force().edition_id, "pothole")
    assert before.resolve is not None
    assert before.resolve.amount == 5
    page = admin.get("/desk/city/changes/").content.decode()
    assert "2 changes not published" in page
    assert "<del>5</del>" in page
    assert "<ins>9</ins>" in page
    publish(admin)
    after = catalogue.offer(in_force().edition_id, "pothole")
    assert after.resolve is not None
    assert after.resolve.amount == 9
    assert after.questions[0].options[0].words == {"en": "In the roadway"}
    shown = Client().get("/report/pothole/?step=what").content.decode()
    assert "In the roadway" in shown
    edition = admin.get("/desk/city/editions/2/").content.decode()
    assert "Slower in winter." in edition
    assert "Demo admin" in edition


def test_a_service_is_seen_as_residents_will_and_never_sent(admin: Client) -> None:
    send(admin, f"{SERVICE}questions/where/", option_0_words_en="In the roadway")
    send(
        admin, "/desk/city/new-service/", code="bench", name_en="Broken bench", group="streets",
        department="public-works",
    )  # fmt: skip
    for code, words in (
        ("pothole", "In the roadway"),
        ("bench", "Broken bench"),
        ("bulky-items", ""),
    ):
        shown = admin.get(f"/report/{code}/preview/")
        assert shown.status_code == 200
        assert words in shown.content.decode()
        assert "Only you see it." in shown.content.decode()
    assert "In the roadway" not in Client().get("/report/pothole/?step=what").content.decode()
    sent = admin.post("/report/pothole/preview/", {"description": "A hole."})
    assert "Nothing was sent." in sent.content.decode()
    assert springdale.signed_in("lead").get("/report/pothole/preview/").status_code == 403
    assert admin.get("/report/none/preview/").status_code == 404
    assert "/desk/sign-in/" in Client().get("/report/pothole/preview/").headers["Location"]


def test_a_form_sent_as_it_is_changes_nothing(admin: Client) -> None:
    for path in (
        SERVICE, "/desk/city/services/bulky-items/", f"{SERVICE}questions/where/",
        f"{SERVICE}questions/depth/", "/desk/city/outcomes/repaired/",
        "/desk/city/departments/sanitation/", "/desk/city/calendars/office/",
        "/desk/city/files/services/streets.toml",
    ):  # fmt: skip
        send(admin, path)
    assert "You have changed nothing." in admin.get("/desk/city/changes/").content.decode()


def test_questions_are_added_moved_and_taken_out(admin: Client) -> None:
    send(
        admin, f"{SERVICE}new-question/", code="lane", kind="singlevaluelist",
        words_en="Which lane?", option_0_key="left", option_0_words_en="Left",
        option_1_key="right", option_1_words_en="Right", when_where=["lane"],
    )  # fmt: skip
    admin.post(f"{SERVICE}questions/lane/move/", {"to": "earlier"})
    admin.post(f"{SERVICE}questions/depth/remove/")
    publish(admin)
    asked = catalogue.offer(in_force().edition_id, "pothole").questions
    assert [each.code for each in asked] == ["where", "lane"]
    assert asked[1].when == {"where": ("lane",)}
    assert [option.key for option in asked[1].options] == ["left", "right"]


def test_what_is_wrong_is_said_beside_its_field_and_keeps_it_from_being_published(
    admin: Client,
) -> None:
    send(admin, f"{SERVICE}questions/depth/", minimum=70, maximum=60)
    page = admin.get(f"{SERVICE}questions/depth/")
    assert "minimum" in page.context["form"].errors
    answer = admin.post("/desk/city/changes/", {"reason": "Why not.", "seen": seen(admin)})
    assert answer.status_code == 422
    assert in_force().edition == 1


def seen(client: Client) -> int:
    return int(client.get("/desk/city/changes/").context["board"].seen)


def test_a_half_promise_is_refused_at_its_half(admin: Client) -> None:
    sent = springdale.filled(admin, SERVICE) | {"resolve_amount": ""}
    answer = admin.post(SERVICE, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["resolve_amount"]


def test_a_service_is_begun_and_taken_out(admin: Client) -> None:
    send(
        admin, "/desk/city/new-service/", code="bench", name_en="Broken bench", group="streets",
        department="public-works",
    )  # fmt: skip
    assert admin.get("/desk/city/services/?q=bench").context["found"] == 1
    again = admin.post(
        "/desk/city/new-service/",
        {"code": "bench", "name_en": "B", "group": "streets", "department": "public-works"},
    )
    assert list(again.context["form"].errors) == ["code"]
    publish(admin)
    assert catalogue.offer(in_force().edition_id, "bench").department == "public-works"
    admin.post("/desk/city/services/bench/remove/")
    publish(admin)
    assert "bench" not in catalogue.offers(in_force().edition_id)


def test_a_department_changes_and_one_comes(db: None) -> None:
    renamed = b"""renamed = [{ since = 2026-01-01, name = { en = "Waste" }, code = "waste" }]\n"""
    files = example()
    files["departments.toml"] += renamed
    springdale.apply(files)
    admin = springdale.signed_in()
    path = "/desk/city/departments/sanitation/"
    send(admin, path)
    assert "You have changed nothing." in admin.get("/desk/city/changes/").content.decode()
    send(admin, path, phone="555-0111", calendar="office", assigns="on")
    send(
        admin, "/desk/city/new-department/", code="parks", name_en="Parks", calendar="crews",
        aliases="RAP\nParks Dept", url="parks.example.org",
    )  # fmt: skip
    publish(admin)
    assert renamed in cities.edition_file(in_force().edition_id, "departments.toml")
    found = staff.departments(in_force().edition_id)
    assert (found["sanitation"].phone, found["sanitation"].assigns) == ("555-0111", True)
    assert found["sanitation"].aliases == ("waste",)
    assert found["parks"].url == "https://parks.example.org"
    assert found["parks"].aliases == ("RAP", "Parks Dept")
    taken = springdale.filled(admin, "/desk/city/new-department/") | {
        "code": "parks", "name_en": "P", "calendar": "office",
    }  # fmt: skip
    answer = admin.post("/desk/city/new-department/", taken)
    assert list(answer.context["form"].errors) == ["code"]


def test_routes_are_added_changed_moved_and_taken_out(db: None) -> None:
    springdale.apply(with_areas(*DISTRICTS))
    admin = springdale.signed_in()
    new = f"{SERVICE}new-route/"
    send(
        admin, new, department="sanitation", crew="North", areas="district:1",
        answers_where=["lane"], since="2026-01-01", because_en="The north does it.",
    )  # fmt: skip
    send(admin, new, department="sanitation", crew="South", areas="", because_en="The rest.")
    send(admin, f"{SERVICE}routes/1/")
    assert admin.get("/desk/city/changes/").context["board"].steps == 2
    send(admin, f"{SERVICE}routes/2/", crew="South East")
    move = {"seen": seen(admin), "to": "earlier"}
    admin.post(f"{SERVICE}routes/2/move/", move)
    admin.post(f"{SERVICE}routes/2/move/", move)  # in another window, which is behind by now
    page = admin.get(f"{SERVICE}routes/2/")
    assert "The route is never taken" in str(page.context["form"].errors)
    admin.post(f"{SERVICE}routes/1/move/", {"seen": seen(admin), "to": "later"})
    assert "Try the routes" in admin.get("/desk/city/changes/").content.decode()
    publish(admin)
    routes = catalogue.offer(in_force().edition_id, "pothole").routes
    assert [(r.crew, r.areas, r.answers) for r in routes] == [
        ("North", ("district:1",), {"where": ("lane",)}), ("South East", (), {}),
    ]  # fmt: skip
    send(admin, f"{SERVICE}routes/1/", areas="district:7")
    assert list(admin.get(f"{SERVICE}routes/1/").context["form"].errors) == ["areas"]
    admin.post(f"{SERVICE}routes/1/move/", {"seen": seen(admin), "to": "out"})
    publish(admin)
    routes = catalogue.offer(in_force().edition_id, "pothole").routes
    assert [route.crew for route in routes] == ["South East"]
    assert admin.get(f"{SERVICE}routes/2/").status_code == 404


def test_a_question_may_have_a_hundred_options(admin: Client) -> None:
    options = "".join(
        f'  {{ key = "o{n}", words = {{ en = "Option {n}" }} }},\n' for n in range(100)
    )
    path = "/desk/city/files/services/streets.toml"
    text = str(springdale.filled(admin, path)["text"])
    question = '[[service.question]]\ncode = "many"\nkind = "singlevaluelist"\n'
    question += f'words = {{ en = "Which?" }}\noption = [\n{options}]\n\n'
    second = text.index("[[service]]", text.index("[[service]]") + 1)
    send(admin, path, text=text[:second] + question + text[second:])
    send(admin, f"{SERVICE}questions/many/", option_99_words_en="The last")
    publish(admin)
    asked = catalogue.offer(in_force().edition_id, "pothole").questions[-1]
    assert len(asked.options) == 100
    assert asked.options[99].words == {"en": "The last"}


def test_hours_and_holidays_change(admin: Client) -> None:
    send(admin, "/desk/city/calendars/office/", fri="08:00-12:00, 12:30 - 14:00", sat="")
    send(admin, "/desk/city/calendars/", set="city", day="2026-05-25", name="Memorial Day, again")
    shown = admin.get("/desk/city/calendars/?year=2026").content.decode()
    assert "Memorial Day, again" in shown
    publish(admin)
    department = next(iter(staff.departments(in_force().edition_id)))
    week = staff.week_of(in_force().edition_id, department)
    assert date(2026, 5, 25) in week.holidays
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in week.open[4]] == ["08:00-12:00", "12:30-14:00"]
    answer = admin.post(
        "/desk/city/calendars/office/", springdale.filled(admin, "/desk/city/calendars/office/")
        | {"mon": "17:00-08:00"},
    )  # fmt: skip
    assert list(answer.context["form"].errors) == ["mon"]
    admin.post("/desk/city/holidays/remove/", {"set": "city", "day": "2026-05-25"})
    assert "Memorial Day, again" not in admin.get(
        "/desk/city/calendars/?year=2026"
    ).content.decode().replace("Taken out", "")


def test_areas_are_looked_at_and_replaced_from_a_day(db: None) -> None:
    springdale.apply(with_areas(*DISTRICTS))
    admin = springdale.signed_in()
    path = "/desk/city/areas/areas/districts.geojson.gz"
    assert admin.get("/desk/city/areas/").status_code == 200
    figures = admin.get(path).context["figures"]
    assert (figures.count, figures.overlap_km2, figures.gap_km2) == (2, 0, None)
    assert len(admin.get(path.replace("areas/", "outlines/", 1)).json()["features"]) == 2

    def send_areas(*features: object, since: str = "2027-01-01") -> HttpResponse:
        content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        sent = {"file": SimpleUploadedFile("a.geojson", content), "code": "id", "name": "name"}
        return admin.post(path, sent | ({"since": since} if since else {}))

    assert list(send_areas().context["form"].errors) == ["file"]
    new = (square(40, -90, id=1, name="North"), square(39.95, -90, id=2, name="Over it"))
    answer = send_areas(*new)
    assert answer.headers["Location"].endswith("areas/district-2027-01-01.geojson.gz")
    shown = admin.get(answer.headers["Location"]).context["figures"]
    assert shown.overlapping == (("1", "2"),)
    assert shown.overlap_km2 > 40
    assert list(send_areas(*new).context["form"].errors) == ["since"]
    publish(admin, "Districts of 2027.")
    city, point = in_force(), Point(39.97, -89.95)
    before = geography.locate(city, point, date(2026, 12, 31))
    after = geography.locate(city, point, date(2027, 1, 1))
    assert [area.name for area in before.areas] == ["South"]
    assert [area.name for area in after.areas] == ["Over it"]
    broken = send_areas({"type": "Feature", "properties": {"id": 1}, "geometry": None}, since="")
    assert broken.status_code == 302
    assert "What is wrong in it" in admin.get(path).content.decode()


def test_a_file_is_changed_as_text_with_its_faults_at_their_lines(admin: Client) -> None:
    path = "/desk/city/files/groups.toml"
    text = str(springdale.filled(admin, path)["text"])
    send(admin, path, text=text.replace("Streets and lights", "Streets").replace("\n", "\r\n"))
    send(admin, path, text=text + "\n[[group]\n")
    page = admin.get(path).content.decode()
    assert "This is not TOML" in page
    admin.post("/desk/city/changes/take-back/", {"seen": seen(admin)})
    publish(admin)
    assert b"\r" not in cities.edition_file(in_force().edition_id, "groups.toml")
    offer = catalogue.offer(in_force().edition_id, "pothole")
    assert offer.group_words == {"en": "Streets"}


def test_a_file_is_begun_only_where_something_reads_it(admin: Client) -> None:
    for path in ("../city.toml", "notes.exe", "city.toml", "services/a/b.toml"):
        answer = admin.post("/desk/city/files/", {"path": path})
        assert (answer.status_code, path) == (422, path)
    assert admin.post("/desk/city/files/", {"path": "words/en.toml"}).status_code == 302
    assert admin.post("/desk/city/without/words/en.toml").status_code == 302
    assert admin.get("/desk/city/raw/city.toml").content == example()["city.toml"]


def test_an_administrator_who_is_behind_takes_in_what_others_published(admin: Client) -> None:
    other = springdale.signed_in("other")
    send(admin, SERVICE, resolve_amount=9)
    send(other, "/desk/city/services/streetlight/", resolve_amount=12)
    publish(other, "Fewer crews.")
    answer = admin.post("/desk/city/changes/", {"reason": "Winter.", "seen": seen(admin)})
    assert answer.status_code == 422
    assert admin.post("/desk/city/changes/bring-up/").status_code == 302
    publish(admin)
    offers = catalogue.offers(in_force().edition_id)
    assert [offers[code].resolve.amount for code in ("pothole", "streetlight")] == [9, 12]  # type: ignore[union-attr]


def test_two_who_changed_the_same_are_told_which_file(admin: Client) -> None:
    other = springdale.signed_in("other")
    send(admin, SERVICE, resolve_amount=9)
    send(other, SERVICE, resolve_amount=12)
    publish(other, "Fewer crews.")
    answer = admin.post("/desk/city/changes/bring-up/")
    assert answer.status_code == 409
    assert "services/streets.toml" in answer.content.decode()
    admin.post("/desk/city/changes/bring-up/", {"drop": ["services/streets.toml"]})
    assert "<del>" not in admin.get("/desk/city/changes/").content.decode()


def test_an_earlier_edition_comes_back(admin: Client) -> None:
    send(admin, SERVICE, resolve_amount=9)
    publish(admin)
    admin.post("/desk/city/editions/1/restore/")
    publish(admin, "Summer again.")
    assert in_force().edition == 3
    assert cities.edition_of(in_force().id, 3).digest == cities.edition_of(in_force().id, 1).digest
    assert admin.get("/desk/city/editions/9/").status_code == 404


def test_no_page_takes_more_than_twelve_statements(admin: Client) -> None:
    send(admin, SERVICE, resolve_amount=9)
    publish(admin)
    send(admin, SERVICE, resolve_amount=11)
    for path in PAGES:
        admin.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert admin.get(path).status_code == 200, path
        assert len(asked) <= 12, (path, [each["sql"][:90] for each in asked])


@pytest.mark.parametrize("name", ["lead"])
def test_others_than_administrators_find_every_page_shut(city: City, name: str) -> None:
    client = springdale.signed_in(name)
    for path in PAGES:
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"reason": "x", "seen": 1}).status_code == 403, path


@pytest.mark.parametrize(
    "path",
    [
        "services/none/", "services/pothole/questions/none/", "outcomes/none/",
        "calendars/none/", "files/none.toml", "raw/none", "editions/7/",
    ],
)  # fmt: skip
def test_what_is_not_in_the_folder_is_a_page_that_is_not_there(admin: Client, path: str) -> None:
    assert admin.get(f"/desk/city/{path}").status_code == 404
