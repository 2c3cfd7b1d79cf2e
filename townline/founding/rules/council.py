"""Reading the folder's part on the council: ``council/``, which a city may go without."""

from collections.abc import Mapping
from dataclasses import dataclass

from townline.council.rules.people import People
from townline.council.rules.settings import CouncilSettings
from townline.council.rules.vocabulary import Vocabulary
from townline.founding.rules import (
    council_actions,
    council_bodies,
    council_papers,
    council_people,
    council_settings,
)
from townline.founding.rules.faults import Faults

FOLDER = "council/"


@dataclass(frozen=True, kw_only=True)
class CouncilDraft:
    """What a folder says of its council."""

    vocabulary: Vocabulary
    settings: CouncilSettings
    papers: Mapping[str, str]
    """The templates of papers that the city has of its own, by the paper's name."""
    people: People


def read(
    files: Mapping[str, bytes], languages: tuple[str, ...], faults: Faults
) -> CouncilDraft | None:
    """Return what the folder says of its council, or None where it has none."""
    if not any(path.startswith(FOLDER) for path in files):
        return None
    for path in FILES:
        if path not in files:
            what = "The file is missing, and the folder has a council."
            faults.add(path, None, what, "Write it, or take out the folder council/.")
    bodies = council_bodies.read(files, faults)
    codes = {body.code for body in bodies}
    return CouncilDraft(
        vocabulary=Vocabulary(
            types=council_actions.read(files, languages, bodies, faults), bodies=bodies
        ),
        papers=council_papers.read(files, faults),
        settings=council_settings.read(files, languages, codes, faults),
        people=council_people.read(files, codes, faults),
    )


FILES = (council_settings.FILE, council_bodies.FILE, council_actions.FILE)
"""The files of it, each needed where there is one."""
