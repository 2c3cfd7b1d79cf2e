"""A folder beside its city: written from an edition, marked with it, refused when behind."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from townline.cities import queries
from townline.cities.rules.city import City
from townline.founding.queries import OnScreen
from townline.founding.rules import bases, draft, writing
from townline.founding.rules.bases import Base


def pull(city: City, folder: Path) -> int:
    """
    Write the edition in force into a folder, with its name, and return how many files there are.

    The folder is new, or is the same as some edition of the city: nothing may be lost.

    :raises NotEmpty: if it holds anything else
    """
    files = queries.edition_files(city.edition_id)
    over = _files_of_an_edition(city, folder)
    writing.write(folder, files | {bases.FILE: _mark(city)}, over=over)
    return len(files)


def mark(city: City, folder: Path) -> None:
    """Note in a folder that has such a note which edition it is now."""
    if (folder / bases.FILE).exists():
        (folder / bases.FILE).write_bytes(_mark(city))


def refusal(found: OnScreen) -> Iterator[str]:
    """Yield what a person reads who would undo what was changed on screen."""
    yield f"Since edition {found.base.number}, on which the folder is based, this was changed:"
    for change in found.changes:
        yield str(change)
    for each in found.editions:
        when = each.applied_at.strftime("%Y-%m-%d %H:%M UTC")
        yield f"edition {each.number}, on screen, {when}, {each.applied_by}: {each.reason}"


def refused(found: OnScreen) -> dict[str, Any]:
    """Return the same as JSON has it."""
    return {
        "refused": "changed on screen",
        "base": found.base.number,
        "editions": [
            {
                "number": each.number,
                "by": each.applied_by,
                "at": each.applied_at.isoformat(),
                "reason": each.reason,
            }
            for each in found.editions
        ],
        "changes": [asdict(change) for change in found.changes],
    }


def _mark(city: City) -> bytes:
    digest = queries.digest_of(city.edition_id)
    return bases.written(Base(city=city.slug, number=city.edition, digest=digest))


def _files_of_an_edition(city: City, folder: Path) -> tuple[str, ...]:
    """Return the files of a folder that is an edition of the city; none of any other."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return ()
    files = draft.files_of(folder)
    found = {path: content for path, content in files.items() if path != bases.FILE}
    known = queries.edition_of_digest(city.id, writing.digest_of(found))
    return tuple(files) if known else ()
