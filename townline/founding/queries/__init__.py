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
from townline.founding.queries.lookups import (
    faults_by_service,
    faults_of_department,
    faults_of_outcome,
    faults_of_question,
    faults_of_route,
    faults_of_service,
    path_of,
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
    "faults_by_service",
    "faults_of_department",
    "faults_of_outcome",
    "faults_of_question",
    "faults_of_route",
    "faults_of_service",
    "files_worked",
    "history",
    "in_force",
    "of_edition",
    "on_screen_since",
    "others",
    "path_of",
    "worked",
]
