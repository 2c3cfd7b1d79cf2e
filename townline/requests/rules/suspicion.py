"""What makes a report suspect enough for a person to look at it before it goes on."""

import re

_LINK = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)
_MARKUP = re.compile(r"<a\s|\[url|\[link", re.IGNORECASE)
QUICKEST_S = 3
"""Nobody fills in the form faster than this."""


def reasons(text: str, *, seconds: float | None = None, trap: str = "") -> tuple[str, ...]:
    """
    Return why a report is suspect; nothing for a usual one.

    :param seconds: how long the form was open, where a door knows it
    :param trap: what stands in a field that people do not see
    """
    found = []
    if trap:
        found.append("trap")
    if seconds is not None and seconds < QUICKEST_S:
        found.append("too_quick")
    if len(_LINK.findall(text)) >= 3 or _MARKUP.search(text):
        found.append("links")
    return tuple(found)
