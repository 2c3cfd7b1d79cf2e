"""Writing folders: the one in force, byte for byte, and a small one to begin from."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

EXAMPLE = Path(__file__).parent / "example"
AROUND = 0.2
"""Degrees to each side of the centre that a new city's bounds reach, about 20 km."""


class NotEmpty(ValueError):
    """The folder holds something already, and nothing of it may be lost."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """
    Write files into a folder, made if need be.

    :raises NotEmpty: if something is in it
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(f"{folder} is not an empty folder; name another.")
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def example(*, name: str, zone: str, jurisdiction: str, lat: float, lon: float) -> dict[str, bytes]:
    """Return the files of a small working city."""
    gaps = {
        "name": name.replace("\\", "").replace('"', ""),
        "zone": zone,
        "jurisdiction": jurisdiction,
        "lat": f"{lat:.4f}",
        "lon": f"{lon:.4f}",
        "south": f"{max(lat - AROUND, -90):.4f}",
        "west": f"{max(lon - AROUND, -180):.4f}",
        "north": f"{min(lat + AROUND, 90):.4f}",
        "east": f"{min(lon + AROUND, 180):.4f}",
    }
    return {
        path.relative_to(EXAMPLE).as_posix(): Template(path.read_text("utf-8"))
        .substitute(gaps)
        .encode()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file()
    }
