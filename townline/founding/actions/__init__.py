"""What may be done to the description of a city: apply a folder as an edition."""

from townline.founding.actions.applying import Applied, ChangedOnScreen, Faulty, apply

__all__ = ["Applied", "ChangedOnScreen", "Faulty", "apply"]
