"""What the shape tests look at."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "townline"
FACES = frozenset({"portal", "desk", "clerk", "open311", "channels", "ui"})
"""The rooms that may hold HTML."""


def tracked() -> list[Path]:
    """Return all files of the project: those under version control, and new ones to be."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (FileNotFoundError, subprocess.CalledProcessError):
        return [p for p in ROOT.rglob("*") if p.is_file() and ".venv" not in p.parts]
    return sorted(p for name in listed.stdout.splitlines() if (p := ROOT / name).is_file())


def code(*, migrations: bool = False) -> list[Path]:
    """Return the Python files of the package."""
    found = sorted(PACKAGE.rglob("*.py"))
    return [p for p in found if migrations == ("migrations" in p.parts)]


def room_of(path: Path) -> str:
    """Return the room that a file of the package lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    """Return the path as a failure names it."""
    return str(path.relative_to(ROOT))


def rooms() -> list[str]:
    """Return every room: the folders and files of the package."""
    return sorted(
        p.name.removesuffix(".py")
        for p in PACKAGE.iterdir()
        if (p.is_dir() and (p / "__init__.py").exists())
        or (p.suffix == ".py" and p.name != "__init__.py")
    )


def contracts() -> list[dict[str, Any]]:
    """Return the contracts of import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def heights() -> dict[str, int]:
    """Return each room's floor; a higher number sees a lower one."""
    layers = contracts()[0]["layers"]
    return {
        room.strip(): len(layers) - number
        for number, floor in enumerate(layers)
        for room in floor.split("|")
    }
