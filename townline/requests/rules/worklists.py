"""What the views of a worklist hold, and the orders that it can be in."""

from dataclasses import dataclass

AT_WORK = ("open", "in_progress")
VIEWS: dict[str, tuple[str, ...]] = {
    "to_do": AT_WORK,
    "overdue": AT_WORK,
    "waiting": ("waiting", "paused"),
    "held": ("held",),
    "joined": ("joined",),
    "closed": ("closed",),
    "all": (),
}
"""The statuses of the requests that each view of a worklist holds; none means any."""
ENDLESS = ("closed", "all")
"""Views of more than is still to be ended: they come newest first, and nobody counts them."""
COUNTED = tuple(view for view in VIEWS if view not in ENDLESS)
ORDERS = ("due", "newest", "oldest", "changed", "nearest")
COUNTS_TO = 1000
"""How far requests are counted exactly; beyond, there are "more than" so many."""


class BadCursor(ValueError):
    """A text is no end of a page."""


@dataclass(frozen=True)
class Mark:
    """A request where a page of a worklist ends: what the order goes by there, and its key."""

    value: str
    """A moment in ISO 8601; empty where there is none, or where it is reckoned anew."""
    id: int

    def text(self) -> str:
        """Return it as an address holds it."""
        return f"{self.value}~{self.id}"


def mark_of(text: str) -> Mark:
    """
    Return where a page ended.

    :raises BadCursor: if the text was made up
    """
    value, tilde, key = text.partition("~")
    if not tilde or not key.isascii() or not key.isdecimal() or not 0 < int(key) < 2**63:
        raise BadCursor(text)
    return Mark(value, int(key))


def orders_of(view: str, *, place: bool) -> tuple[str, ...]:
    """
    Return the orders that make sense in a view, the usual one first.

    :param place: whether it is known from where the nearest is looked for
    """
    near = ("nearest",) if place else ()
    if view in ENDLESS:
        return ("newest", "changed")
    if view == "overdue":
        return ("due", *near)
    return ("due", "newest", "oldest", "changed", *near)
