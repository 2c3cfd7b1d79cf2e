"""Coming in and going out: by whom, where to, and how often it may be tried."""

import pytest
from django.test import Client

from tests.desk import fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.record.verbs import SYSTEM
from townline.staff import actions as staff


def sign_in(client: Client, path: str = "/desk/sign-in/", **said: str) -> object:
    return client.post(path, {"username": "worker", "password": fairview.PASSWORD, **said})


def test_who_signs_in_comes_to_the_page_that_they_asked_for(town: City) -> None:
    client = Client()
    sent = client.get("/desk/worklist/?view=held")
    assert sent.headers["Location"] == "/desk/sign-in/?next=/desk/worklist/%3Fview%3Dheld"
    form = client.get(sent.headers["Location"]).content.decode()
    assert 'name="next" value="/desk/worklist/?view=held"' in form
    back = sign_in(client, next="/desk/worklist/?view=held")
    assert back.headers["Location"] == "/desk/worklist/?view=held"


@pytest.mark.parametrize("bad", ["https://evil.example.org/", "//evil.example.org", "javascript:x"])
def test_nobody_is_led_to_another_site(town: City, bad: str) -> None:
    assert sign_in(Client(), next=bad).headers["Location"] == "/desk/"


def test_language_and_city_stay_as_they_were(town: City) -> None:
    client = Client()
    assert client.get("/es/desk/worklist/").headers["Location"].startswith("/es/desk/sign-in/")
    sent = client.get("/c/fairview/desk/worklist/")
    assert sent.headers["Location"].startswith("/c/fairview/desk/sign-in/?next=/c/fairview/desk/")
    answer = sign_in(client, "/c/fairview/desk/sign-in/")
    assert answer.headers["Location"] == "/c/fairview/desk/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(town: City) -> None:
    answer = sign_in(Client(), password="wrong")
    assert answer.status_code == 422
    assert "ask your administrator" in words(answer)
    assert 'value="worker"' in answer.content.decode()


def test_a_name_is_tried_only_so_often(town: City) -> None:
    client = Client()
    for _ in range(10):
        assert sign_in(client, password="wrong").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Too many tries" in words(answer)
    assert sign_in(Client(), username="colleague").status_code == 302


def test_who_signs_out_is_out(worker: Client) -> None:
    assert worker.get("/desk/sign-out/").status_code == 405
    assert worker.post("/desk/sign-out/").headers["Location"] == "/desk/sign-in/"
    assert worker.get("/desk/worklist/").status_code == 302


def test_who_is_disabled_is_out_at_once(worker: Client, town: City) -> None:
    staff.disable_member(city_id=town.id, username="worker", by=SYSTEM, at=fairview.APPLIED)
    assert worker.get("/desk/worklist/").status_code == 302
    assert sign_in(Client()).status_code == 422


def test_nothing_of_the_desk_is_kept_by_a_browser(worker: Client) -> None:
    number = fairview.submit()
    for path in ("/desk/worklist/", f"/desk/requests/{number}/", "/desk/requests/26-1/"):
        assert "no-store" in worker.get(path).headers["Cache-Control"]


def test_the_desk_is_in_the_readers_language_where_the_city_speaks_it(worker: Client) -> None:
    fairview.submit()
    assert "Farola apagada" in text_of(worker, "/es/desk/worklist/")
