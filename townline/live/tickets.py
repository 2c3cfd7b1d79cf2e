"""A ticket says to which topics a page may listen; the page's own view has looked at that."""

from collections.abc import Sequence

from django.core import signing

SALT = "townline.live"
GOOD_FOR_S = 7 * 24 * 60 * 60
"""A board on a wall is not loaded anew for days; and a poke says nothing but that it came."""
MOST = 200
"""Topics of one ticket."""


class NotGood(Exception):
    """A ticket is not ours, or is too old."""


def ticket(topics: Sequence[str]) -> str:
    """Return a ticket for topics."""
    if len(topics) > MOST:
        raise ValueError(f"A page listens to at most {MOST} topics, not to {len(topics)}.")
    return signing.dumps(list(topics), salt=SALT, compress=True)


def topics_of(given: str) -> tuple[str, ...]:
    """
    Return the topics of a ticket.

    :raises NotGood: if it is not ours, or older than ``GOOD_FOR_S``
    """
    try:
        return tuple(map(str, signing.loads(given, salt=SALT, max_age=GOOD_FOR_S)))
    except signing.BadSignature:
        raise NotGood("This page is too old to listen any more: load it again.") from None
