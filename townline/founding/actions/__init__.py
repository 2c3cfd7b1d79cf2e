"""What may be done to the description of a city: apply a folder, change it on screen, publish."""

from townline.founding.actions.applying import Applied, ChangedOnScreen, Faulty, apply
from townline.founding.actions.areas import LARGEST as LARGEST_LAYER
from townline.founding.actions.areas import NotGeoJson, TooEarly, replace_layer
from townline.founding.actions.dating import add_holiday, put_calendar, remove_holiday
from townline.founding.actions.describing import (
    BadPath,
    CodeTaken,
    add_question,
    add_service,
    move_question,
    put_department,
    put_file,
    put_outcome,
    put_question,
    put_service,
    remove_question,
    remove_service,
)
from townline.founding.actions.publishing import (
    Behind,
    Busy,
    NoReason,
    SameAsInForce,
    publish,
    restore,
)
from townline.founding.actions.revising import (
    Clash,
    NothingBegun,
    SeenAnother,
    TooMuch,
    bring_up,
    revise,
    take_back,
    throw_away,
)
from townline.founding.actions.routing import add_route, move_route, put_route, remove_route

__all__ = [
    "LARGEST_LAYER",
    "Applied",
    "BadPath",
    "Behind",
    "Busy",
    "ChangedOnScreen",
    "Clash",
    "CodeTaken",
    "Faulty",
    "NoReason",
    "NotGeoJson",
    "NothingBegun",
    "SameAsInForce",
    "SeenAnother",
    "TooEarly",
    "TooMuch",
    "add_holiday",
    "add_question",
    "add_route",
    "add_service",
    "apply",
    "bring_up",
    "move_question",
    "move_route",
    "publish",
    "put_calendar",
    "put_department",
    "put_file",
    "put_outcome",
    "put_question",
    "put_route",
    "put_service",
    "remove_holiday",
    "remove_question",
    "remove_route",
    "remove_service",
    "replace_layer",
    "restore",
    "revise",
    "take_back",
    "throw_away",
]
