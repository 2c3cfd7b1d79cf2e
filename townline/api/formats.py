"""One answer as JSON, or as the XML that Legistar's own service writes when it is asked to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec

JSON = "application/json; charset=utf-8"
XML = "application/xml; charset=utf-8"
NAMESPACE = "http://schemas.datacontract.org/2004/07/LegistarWebAPI.Models.v1"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NAMED = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}


def told(value: Any) -> Any:
    """
    Return a value as these interfaces write it.

    A day is its midnight and a moment is in UTC, both without a zone; moments to the millisecond.
    """
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None)
        text = utc.isoformat(timespec="milliseconds")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    if isinstance(value, Mapping):
        return {key: told(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [told(inner) for inner in value]
    return value


def wants_xml(accept: str) -> bool:
    """Return whether a client would sooner have XML than JSON; without a wish it gets JSON."""
    best = {"xml": 0.0, "json": 0.0, "any": 0.0}
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        kind = "any" if media in ("*/*", "application/*") else media.rpartition("/")[2]
        kind = kind.rpartition("+")[2]
        if kind in best:
            best[kind] = max(best[kind], _weight(parameters))
    return best["xml"] > max(best["json"], best["any"])


def _weight(parameters: Sequence[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def as_json(payload: Any) -> bytes:
    """Return an answer as JSON."""
    return msgspec.json.encode(told(payload))


def as_xml(root: str, payload: Any) -> bytes:
    """
    Return an answer as XML.

    :param root: what one row is called, e.g. ``GranicusMatter``; many are in an ``ArrayOf`` it
    """
    name = f"ArrayOf{root}" if isinstance(payload, (list, tuple)) else root
    inner = "".join(_element(name, told(payload), child=root))
    opening = f'<{name} xmlns:i="{INSTANCE}" xmlns="{NAMESPACE}"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opening}{inner[len(name) + 1 :]}'.encode()


def _element(name: str, value: Any, child: str = "") -> Iterator[str]:
    if value is None:
        yield f'<{name} i:nil="true"/>'
        return
    yield f"<{name}>"
    if isinstance(value, Mapping):
        for key in sorted(value):  # the order in which Legistar's service writes them
            yield from _element(key, value[key], child=ROWS.get(key, "string"))
    elif isinstance(value, list):
        for row in value:
            yield from _element(child, row)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    else:
        text = _FORBIDDEN.sub("", str(value))
        yield re.sub("[&<>\r]", lambda found: _ESCAPES[found[0]], text)
    yield f"</{name}>"


ROWS = {
    "EventItems": "GranicusEventItem",
    "EventItemMatterAttachments": "GranicusMatterAttachment",
    "MatterReports": "GranicusMatterReport",
}
"""What the rows within a row are called."""
