"""Before text and photos are shown, parts are blacked out: no path gives them to the public."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.desk import fairview
from tests.desk.pages import do, done, text_of, words
from tests.desk.test_work import photo
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT
from townline.requests import queries
from townline.requests.actions import own
from townline.requests.models import Photo, RequestEntry
from townline.requests.queries import Filter, secret_of
from townline.requests.queries.export import public_record
from townline.requests.rules import photos as rules

TOLD = "Ask Demo Zanzibar, plate 7XYZ890. The lamp is dark."
PRIVATE = ("Zanzibar", "7XYZ890")


@pytest.fixture
def number(town: City) -> str:
    return fairview.submit(
        description=TOLD, landmark="behind the house of Zanzibar", photos=(photo().read(),),
        answers={"pattern": "dark", "pole": "by 7XYZ890"},
    )  # fmt: skip


def blots(number: str, *rows: tuple[float, ...]) -> dict[str, str]:
    name = Photo.objects.get(request__number=number).name
    return {
        f"blot-{name}-{position}-{side}": str(value)
        for position, row in enumerate(rows)
        for side, value in zip(("left", "top", "width", "height"), row, strict=True)
    }


def release(client: Client, number: str, **said: Any) -> str:
    return done(client, number, "release", words="Zanzibar\n7xyz890", **said)


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    body(answer)  # what is read to its end is closed
    return int(answer.status_code)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_no_path_gives_the_public_what_is_under_the_black(
    town: City, worker: Client, number: str
) -> None:
    own.cancel(city=town, number=number, reason="Zanzibar moved", by=RESIDENT, at=timezone.now())
    release(worker, number, **blots(number, (0, 0, 50, 100)))
    kept = Photo.objects.get(request__number=number)
    assert kept.covered
    anyone = Client()
    page = anyone.get(f"/requests/{number}/").content.decode()
    assert "████" in page
    assert kept.covered in page
    programs = "/open311/v2"
    pages = (
        f"/requests/{number}/", "/requests/", "/map/list/", "/feed/",
        f"{programs}/requests/{number}.json?extensions=true", f"{programs}/requests/{number}.xml",
        f"{programs}/requests.json?extensions=true", f"{programs}/servicerequestupdates.json",
    )  # fmt: skip
    for path in pages:
        answer = anyone.get(path)
        for private in (*PRIVATE, kept.name):
            assert private not in answer.content.decode(), path
    at = timezone.now()
    exported = [*public_record(town, Filter(), language="en", at=at)]
    assert exported
    assert not any(private in repr(exported) for private in PRIVATE)
    for private in PRIVATE:
        found = queries.find(town, Filter(words=private), language="en", at=at, limit=5)
        assert found.rows == (), "what is black is not found by its words"
    secret = secret_of(town.id, number)
    for small in ("", "-small"):
        for start in (f"/requests/{number}", f"/requests/{number}/{secret}"):
            for client in (anyone, worker):
                assert status(client, f"{start}/photos/{kept.name}{small}") == 404
                assert status(client, f"{start}/photos/{kept.covered}{small}") == 200


def test_the_copy_is_black_where_it_was_covered_and_the_original_is_for_its_department(
    worker: Client, number: str
) -> None:
    release(worker, number, **blots(number, (0, 0, 50, 100)))
    kept = Photo.objects.get(request__number=number)
    copy = body(Client().get(f"/requests/{number}/photos/{kept.covered}"))
    with Image.open(io.BytesIO(copy)) as picture:
        assert max(picture.getpixel((5, 15))) < 30  # type: ignore[type-var, arg-type]
        assert picture.getpixel((35, 15))[2] > 90  # type: ignore[index]
    for path in ("photos", "photos/small"):
        assert status(worker, f"/desk/{path}/{kept.name}.jpg") == 200
        for name in ("gardener", "analyst"):
            other, own_ = fairview.signed_in(name), name == "analyst"
            assert status(other, f"/desk/{path}/{kept.covered}.jpg") == 200
            assert (status(other, f"/desk/{path}/{kept.name}.jpg") == 200) is own_, name
    assert (
        kept.name
        not in fairview.signed_in("gardener").get(f"/desk/requests/{number}/").content.decode()
    )


def test_staff_and_reporter_still_read_every_word(town: City, worker: Client, number: str) -> None:
    page = release(worker, number)
    assert "Zanzibar" in page
    secret = secret_of(town.id, number)
    assert "Zanzibar" in text_of(Client(), f"/requests/{number}/{secret}/")


def test_the_record_has_the_digests_of_before_and_after(worker: Client, number: str) -> None:
    release(worker, number, **blots(number, (10, 10, 20, 20), (50, 50, 10.5, 10)))
    entry = RequestEntry.objects.get(subject__number=number, verb="request.covered")
    [told] = entry.data["photos"]
    assert told["blots"] == 2
    assert len(told["before"]) == len(told["after"]) == 64
    assert told["before"] != told["after"]
    assert entry.data["words"] == 3
    assert "Zanzibar" not in json.dumps(entry.data)


def test_what_is_black_stays_so_at_the_next_release_until_it_is_shown_again(
    worker: Client, number: str
) -> None:
    release(worker, number, **blots(number, (0, 0, 50, 100)))
    covered = Photo.objects.get(request__number=number).covered
    done(worker, number, "withhold")
    form = worker.get(f"/desk/requests/{number}/release/").content.decode()
    assert 'value="50"' in form
    done(worker, number, "release", **blots(number, (0, 0, 50, 100)))
    assert "Zanzibar" not in words(Client().get(f"/requests/{number}/"))
    assert Photo.objects.get(request__number=number).covered == covered
    done(worker, number, "withhold")
    done(worker, number, "release", anew="on")
    assert "Zanzibar" in words(Client().get(f"/requests/{number}/"))
    assert Photo.objects.get(request__number=number).covered == ""


def test_how_it_will_be_is_shown_before_and_nothing_is_released(
    worker: Client, number: str
) -> None:
    typed = blots(number, (1, 2, 3, 4))
    answer = do(worker, number, "release", words="Zanzibar", preview="1", **typed)
    assert answer.status_code == 200
    assert "Ask Demo ████, plate 7XYZ890" in words(answer)
    assert '<rect x="1.0" y="2.0" width="3.0" height="4.0"' in answer.content.decode()
    assert "Zanzibar" not in words(Client().get(f"/requests/{number}/"))
    assert not RequestEntry.objects.filter(verb="request.released").exists()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("x", 0, 5, 5), "four numbers"),
        ((0, "", 5, 5), "four numbers"),
        ((0, 0, 5, "nan"), "four numbers"),
        ((99, 0, 5, 5), "four numbers"),
    ],
)
def test_a_rectangle_that_will_not_do_is_told_and_kept(
    worker: Client, number: str, row: Any, says: str
) -> None:
    answer = do(worker, number, "release", **blots(number, row))
    assert answer.status_code == 422
    assert says in words(answer)
    assert str(row[2]) in answer.content.decode()
    assert not Photo.objects.exclude(covered="").exists()


def test_a_line_that_stands_nowhere_is_told(worker: Client, number: str) -> None:
    answer = do(worker, number, "release", words="Nowhere")
    assert answer.status_code == 422
    assert "does not stand in the text" in words(answer)


def test_where_the_law_asks_a_leader_destroys_what_is_under_the_black(kept_town: City) -> None:
    number = fairview.submit(description="Dark.", photos=(photo().read(),))
    supervisor, worker = fairview.signed_in("supervisor"), fairview.signed_in("worker")
    name = Photo.objects.get(request__number=number).name
    path = Path(settings.MEDIA_ROOT) / rules.place(name)
    assert "Destroy" not in text_of(worker, f"/desk/requests/{number}/release/")
    done(worker, number, "release", destroy="on", **blots(number, (0, 0, 50, 50)))
    assert path.exists(), "a worker may not"
    done(worker, number, "withhold")
    done(supervisor, number, "release", destroy="on", **blots(number, (0, 0, 50, 50)))
    assert not path.exists()
    left = Photo.objects.get(request__number=number)
    assert (left.covered, left.name != name) == ("", True)
    assert status(supervisor, f"/desk/photos/{name}.jpg") == 404
    assert status(supervisor, f"/desk/photos/{left.name}.jpg") == 200
    assert RequestEntry.objects.filter(verb="request.photo_destroyed").count() == 1


def test_nothing_is_destroyed_where_nothing_is_black(supervisor: Client, number: str) -> None:
    answer = do(supervisor, number, "release", destroy="on")
    assert answer.status_code == 422
    assert Photo.objects.filter(request__number=number).exists()


def test_the_desk_tells_in_the_history_that_parts_are_black(worker: Client, number: str) -> None:
    page = release(worker, number, **blots(number, (0, 0, 50, 50)))
    assert "Parts were blacked out before it was shown" in page
