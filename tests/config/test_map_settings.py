"""Tiles and geocoders by environment: what is named is used, what cannot be meant is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from townline.config import map_settings

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def test_without_tiles_no_other_host_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWNLINE_TILES", raising=False)
    assert map_settings.tile_origins() == []
    assert map_settings.django_settings()["TOWNLINE_TILES"] == ""


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        (TILES, "https://tiles.example.org"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}@2x.png?key=1", "https://*.tiles.example.org"),
        ("http://localhost:8080/{z}/{x}/{y}.png", "http://localhost:8080"),
    ],
)
def test_pages_may_show_images_from_the_host_of_the_tiles(
    monkeypatch: pytest.MonkeyPatch, tiles: str, origin: str
) -> None:
    monkeypatch.setenv("TOWNLINE_TILES", tiles)
    monkeypatch.setenv("TOWNLINE_TILES_CREDIT", "Demo maps")
    assert map_settings.tile_origins() == [origin]
    assert map_settings.django_settings()["TOWNLINE_TILES"] == tiles


@pytest.mark.parametrize(
    "tiles",
    ["tiles", "https://tiles.example.org/", "ftp://tiles.example.org/{z}/{x}/{y}",
     "https://a.example.org; script-src *//{z}/{x}/{y}", "https://{q}.example.org/{z}/{x}/{y}"],
)  # fmt: skip
def test_what_is_no_address_of_tiles_is_refused_with_an_example(
    monkeypatch: pytest.MonkeyPatch, tiles: str
) -> None:
    monkeypatch.setenv("TOWNLINE_TILES", tiles)
    with pytest.raises(ImproperlyConfigured, match=r"Write it as https://"):
        map_settings.tile_origins()


def test_tiles_need_to_say_who_made_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOWNLINE_TILES", TILES)
    monkeypatch.delenv("TOWNLINE_TILES_CREDIT", raising=False)
    with pytest.raises(ImproperlyConfigured, match="TOWNLINE_TILES_CREDIT"):
        map_settings.django_settings()


def test_a_geocoder_must_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWNLINE_TILES", raising=False)
    for name in ("nominatim", "no_such_package.Geocoder", "a b.C", "."):
        monkeypatch.setenv("TOWNLINE_GEOCODER", name)
        with pytest.raises(ImproperlyConfigured, match=r"package\.module\.Class"):
            map_settings.django_settings()
    monkeypatch.setenv("TOWNLINE_GEOCODER", "townline.geography.queries.places.LocalGeocoder")
    assert "LocalGeocoder" in map_settings.django_settings()["TOWNLINE_GEOCODER"]
