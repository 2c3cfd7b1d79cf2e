"""The demo says what it is, to people and to programs."""

from pathlib import Path

import pytest
from django.test import Client

from tests.founding import folders
from townline.cities import queries as cities
from townline.config.commands import demo


@pytest.mark.django_db
def test_the_demo_city_is_marked_and_open311_calls_it_a_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client, settings
) -> None:
    for path, content in folders.example().items():
        file = tmp_path / folders.SLUG / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "DEMO").write_text(f"{folders.SLUG}\n")
    monkeypatch.setattr(demo, "CITIES", tmp_path)
    settings.DEMO = True
    for _ in range(2):
        demo.prepare_demo(tmp_path)
        city = cities.by_slug(folders.SLUG)
        assert city is not None
        assert city.demo
    found = client.get("/open311/discovery.json").json()
    assert {endpoint["type"] for endpoint in found["endpoints"]} == {"test"}
