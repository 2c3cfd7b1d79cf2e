"""Photos: to staff who may see their request, as pictures and nothing else."""

import re

from django.test import Client

from tests.desk import fairview
from tests.desk.test_work import photo
from townline.cities.rules.city import City


def photos_of(client: Client, number: str) -> list[str]:
    """Return the addresses of a request's photos, small and large."""
    page = client.get(f"/desk/requests/{number}/").content.decode()
    return re.findall(r'"(/desk/photos/[^"]+)"', page)


def test_a_photo_comes_as_a_picture_that_only_the_own_browser_keeps(worker: Client) -> None:
    large, small = photos_of(worker, fairview.submit(photos=(photo().read(),)))
    for path in (large, small):
        answer = worker.get(path)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith('inline; filename="')
        assert answer.headers["Cache-Control"] == "private, max-age=600"
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_a_confidential_photo_is_for_its_own_department_alone(town: City) -> None:
    number = fairview.submit("danger", point=None, photos=(photo().read(),))
    large, small = photos_of(fairview.signed_in("carer"), number)
    for path in (large, small):
        assert fairview.signed_in("worker").get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_a_photo_that_is_not_there_is_missing(worker: Client) -> None:
    assert worker.get("/desk/photos/nothing.jpg").status_code == 404
