"""What every answer carries, how much is read, and what is told to strangers."""

from pathlib import Path

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from townline.cities.rules.city import City
from townline.config import health, mailing
from townline.config.size_middleware import MOST_BYTES, not_too_large


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/static/ui/townline.css", "/open311/v2/services.json", "/healthz"]
)
def test_every_answer_has_a_policy_and_forbids_guessing_its_type(town: City, path: str) -> None:
    answer = Client().get(path)
    answer.close()
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 30, "-1", "many", "１"])
def test_a_body_that_is_too_long_is_refused_before_anything_reads_it(length: str) -> None:
    def read(request: HttpRequest) -> HttpResponse:
        raise AssertionError("somebody would have read the body")

    request = RequestFactory().post("/report/lamp/", {})
    request.META["CONTENT_LENGTH"] = length
    assert not_too_large(read)(request).status_code == 413


def test_the_largest_lawful_form_is_let_through() -> None:
    request = RequestFactory().post("/report/lamp/", {})
    request.META["CONTENT_LENGTH"] = str(MOST_BYTES)
    assert not_too_large(lambda _: HttpResponse("in"))(request).content == b"in"


def test_readiness_tells_strangers_nothing_of_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> dict[str, object]:
        raise DatabaseError('connection to server at "db.internal" as "townline_app" failed')

    monkeypatch.setattr(health, "look", broken)
    answer = health.ready(RequestFactory().get("/readyz"))
    assert answer.status_code == 503
    assert b"internal" not in answer.content
    assert b"townline_app" not in answer.content


def test_letters_that_wait_in_a_folder_are_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOWNLINE_SMTP", raising=False)
    (tmp_path / "outbox").mkdir(mode=0o755)
    mailing.django_settings(tmp_path)
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0
