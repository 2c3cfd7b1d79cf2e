"""The pages as an app: what a phone is told to keep, and what it must never keep."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.portal import springfield
from tests.portal.reports import said
from townline.cities.rules.city import City


def kept_by(answer: HttpResponse) -> dict[str, list[str]]:
    """Return what the service worker keeps."""
    found = re.match(r"const KEEP = (\{.*\});\n", said(answer))
    assert found
    return json.loads(found[1])


def test_the_manifest_is_of_the_city_and_its_language(visitor: Client) -> None:
    english = visitor.get("/manifest.webmanifest")
    assert english["Content-Type"] == "application/manifest+json"
    assert english.json()["short_name"] == "Springfield"
    spanish = visitor.get("/es/manifest.webmanifest").json()
    assert (spanish["lang"], spanish["start_url"]) == ("es", "/es/")
    assert spanish["name"] != english.json()["name"]
    assert spanish["id"] == english.json()["id"], "one app, whatever its language"


def test_every_sign_of_the_manifest_is_there(visitor: Client) -> None:
    icons = visitor.get("/manifest.webmanifest").json()["icons"]
    assert {icon["sizes"] for icon in icons} == {"192x192", "512x512"}
    for icon in icons:
        answer = visitor.get(icon["src"])
        assert answer.status_code == 200
        assert answer.getvalue().startswith(b"\x89PNG")
        answer.close()


def test_the_worker_keeps_the_pages_for_no_signal_in_each_language(visitor: Client) -> None:
    answer = visitor.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    kept = kept_by(answer)
    assert kept["pages"] == ["/offline/", "/waiting/", "/es/offline/", "/es/waiting/"]
    for path in kept["pages"]:
        assert visitor.get(path).status_code == 200


def test_every_file_that_the_worker_keeps_is_there(visitor: Client) -> None:
    files = kept_by(visitor.get("/sw.js"))["files"]
    assert files
    for path in files:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        answer.close()


@pytest.mark.parametrize(
    ("path", "keeps"),
    [
        ("/report/", True), ("/report/pothole/", True), ("/es/report/pothole/", True),
        ("/waiting/", True), ("/", True), ("/es/", True),
        ("/requests/26-1-1/secret/", False), ("/requests/", False), ("/desk/", False),
        ("/desk/report/", False), ("/es/desk/", False), ("/my/", False), ("/report/a/b/", False),
    ],
)  # fmt: skip
def test_the_worker_keeps_no_page_that_is_somebodys_own(
    visitor: Client, path: str, keeps: bool
) -> None:
    text = said(visitor.get("/sw.js"))
    kept = kept_by(visitor.get("/sw.js"))
    pattern = re.search(r"const PAGES = new RegExp\(`(.*)`\);", text)
    assert pattern
    expression = (
        pattern[1]
        .replace("${KEEP.root}", kept["root"])
        .replace('${KEEP.languages.join("|")}', "|".join(kept["languages"]))
        .replace("\\\\", "\\")
    )
    assert bool(re.fullmatch(expression.strip("^$"), path)) == keeps


def test_a_city_below_a_prefix_has_an_app_of_its_own(town: City) -> None:
    springfield.apply("shelbyville")
    kept = kept_by(Client().get("/c/shelbyville/sw.js"))
    assert kept["root"] == "/c/shelbyville/"
    assert all(page.startswith("/c/shelbyville/") for page in kept["pages"])
    manifest = Client().get("/c/shelbyville/manifest.webmanifest").json()
    assert manifest["scope"] == "/c/shelbyville/"


def test_every_page_names_the_worker_of_all_languages(visitor: Client) -> None:
    for path in ("/", "/es/", "/es/report/pothole/"):
        assert 'data-worker="/sw.js"' in said(visitor.get(path))


def test_a_form_that_is_sent_later_gets_a_fresh_token(town: City) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.get("/token.json")
    assert "no-store" in answer["Cache-Control"]
    sent = {"csrfmiddlewaretoken": answer.json()["token"]}
    assert strict.post("/report/pothole/", sent).status_code == 422, "read, and found wanting"
