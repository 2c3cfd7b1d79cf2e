"""What may be done to the council's files."""

from townline.council.actions.change import (
    Stale,
)
from townline.council.actions.describing import (
    NameOfAnother,
    WordingChanged,
    put_bodies,
    put_council,
)
from townline.council.actions.drafting import (
    act_of_draft,
    correct_of_draft,
    keep_draft,
    throw_draft_away,
    undo_draft,
)
from townline.council.actions.entering import NoSuchEntry, Refused, act, correct, take_back
from townline.council.actions.filing import BadDocument, file_document, place_of, withhold
from townline.council.actions.importing import Imported, import_file
from townline.council.actions.entering import (
    NoSuchEntry,
    Refused,
    act,
    correct,
    take_back,
)
from townline.council.actions.filing import (
    BadDocument,
    file_document,
    place_of,
    withhold,
)
from townline.council.actions.importing import (
    Imported,
    import_file,
)
from townline.council.actions.introducing import (
    NumberTaken,
    describe,
    introduce,
    open_up,
    restrict,
)
from townline.council.actions.people import (
    put_people,
)
from townline.council.actions.reckoning import (
    reckon_all,
    reckon_due,
    reckon_if_other,
)
from townline.council.actions.searchable import (
    refresh,
)
from townline.council.actions.settling import (
    NoSuchFlag,
    settle,
)

__all__ = [
    "BadDocument",
    "Imported",
    "NameOfAnother",
    "NoSuchEntry",
    "NoSuchFlag",
    "NumberTaken",
    "Refused",
    "Stale",
    "WordingChanged",
    "act",
    "act_of_draft",
    "correct",
    "correct_of_draft",
    "describe",
    "file_document",
    "import_file",
    "introduce",
    "keep_draft",
    "open_up",
    "place_of",
    "put_bodies",
    "put_council",
    "put_people",
    "reckon_all",
    "reckon_due",
    "reckon_if_other",
    "refresh",
    "restrict",
    "settle",
    "take_back",
    "throw_draft_away",
    "undo_draft",
    "withhold",
]
