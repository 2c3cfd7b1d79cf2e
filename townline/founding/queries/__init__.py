"""What others may ask about the description of a city: its editions, and what is being changed."""

from townline.founding.queries.editions import (
    NoSuchBase,
    OnScreen,
    base_of,
    between,
    in_force,
    of_edition,
    on_screen_since,
)
from townline.founding.queries.revisions import (
    Other,
    RevisionLine,
    Step,
    Worked,
    draft_worked,
    files_worked,
    history,
    others,
    worked,
)

__all__ = [
    "NoSuchBase",
    "OnScreen",
    "Other",
    "RevisionLine",
    "Step",
    "Worked",
    "base_of",
    "between",
    "draft_worked",
    "files_worked",
    "history",
    "in_force",
    "of_edition",
    "on_screen_since",
    "others",
    "worked",
]
