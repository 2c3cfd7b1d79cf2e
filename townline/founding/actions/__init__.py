"""What may be done to the description of a city: apply a folder, change it on screen, publish."""

from townline.founding.actions.applying import Applied, ChangedOnScreen, Faulty, apply
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

__all__ = [
    "Applied",
    "Behind",
    "Busy",
    "ChangedOnScreen",
    "Clash",
    "Faulty",
    "NoReason",
    "NothingBegun",
    "SameAsInForce",
    "SeenAnother",
    "TooMuch",
    "apply",
    "bring_up",
    "publish",
    "restore",
    "revise",
    "take_back",
    "throw_away",
]
