"""Where maps come from: tiles of a service and another geocoder, where they are named."""

import os
import re
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TILES = re.compile(r"(https?://)(\{s\}\.)?([^/{}\s;,'\"]+)(/\S*)")
"""Scheme, what stands for the letter of a server, host and path."""
PARTS = ("{z}", "{x}", "{y}")


def django_settings() -> dict[str, Any]:
    """
    Return what ``TOWNLINE_TILES``, ``TOWNLINE_TILES_CREDIT`` and ``TOWNLINE_GEOCODER`` say.

    :raises ImproperlyConfigured: where one of them cannot be meant so; the text says what to write
    """
    tiles = os.environ.get("TOWNLINE_TILES", "")
    credit = os.environ.get("TOWNLINE_TILES_CREDIT", "")
    if tiles and not credit:
        raise ImproperlyConfigured(
            "TOWNLINE_TILES_CREDIT is missing: name whoever made the map, as their terms ask."
        )
    settings: dict[str, Any] = {"TOWNLINE_TILES": tiles, "TOWNLINE_TILES_CREDIT": credit}
    if geocoder := os.environ.get("TOWNLINE_GEOCODER"):
        settings["TOWNLINE_GEOCODER"] = _geocoder(geocoder)
    return settings


def tile_origins() -> list[str]:
    """
    Return from where pages may show images because the tiles come from there.

    :raises ImproperlyConfigured: where ``TOWNLINE_TILES`` is no address of tiles
    """
    tiles = os.environ.get("TOWNLINE_TILES", "")
    if not tiles:
        return []
    found = TILES.fullmatch(tiles)
    if found is None or not all(part in tiles for part in PARTS):
        raise ImproperlyConfigured(
            f"TOWNLINE_TILES is no address of map tiles: {tiles!r}. Write it as "
            "https://tiles.example.org/{z}/{x}/{y}.png; {s}. may stand before the host."
        )
    return [f"{found[1]}{'*.' if found[2] else ''}{found[3]}"]


def _geocoder(name: str) -> str:
    # Looked for, not imported: the rooms cannot be, before the settings are read.
    parts = name.split(".")
    known = len(parts) > 1 and all(p.isidentifier() for p in parts) and find_spec(parts[0])
    if not known:
        raise ImproperlyConfigured(
            f"TOWNLINE_GEOCODER names nothing that is installed: {name!r}. Write it as "
            "package.module.Class."
        )
    return name
