"""Writing folders: the one in force, byte for byte, and a small one to begin from."""

from collections.abc import Collection, Mapping
from pathlib import Path
from string import Template

from townline.cities.rules import digest

EXAMPLE = Path(__file__).parent / "example"
AROUND = 0.2
"""Degrees to each side of the centre that a new city's bounds reach, about 20 km."""


class NotEmpty(ValueError):
    """The folder holds something already, and nothing of it may be lost."""


def write(folder: Path, files: Mapping[str, bytes], *, over: Collection[str] = ()) -> None:
    """
    Write files into a folder, made if need be.

    :param over: the files of an earlier edition that may be overwritten, or are taken away
    :raises NotEmpty: if something else is in it
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not over)):
        raise NotEmpty(f"{folder} is not an empty folder; name another.")
    for path in over:
        if path not in files:
            (folder / path).unlink(missing_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the fingerprint of a whole folder."""
    return digest.of_folder({path: digest.of_content(content) for path, content in files.items()})


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
