"""One answer in both of Open311's formats: XML, and JSON by the Spark convention."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

CONTENT_TYPES = {
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""The media type of each suffix, as the specification writes it."""
FALLBACK = "xml"
"""The format of a refusal where the address asks for none that we have: the one it requires."""
CHILDREN = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "photos": "photo",
    "media_urls": "media_url",
    "areas": "area",
    "nearby": "request",
    "service_request_updates": "request_update",
}
"""What the children of each repeating element are called in XML; in JSON they have no name."""

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_TO_ESCAPE = re.compile("[&<>\r]")


class Repeated(list[str]):
    """Values of an element that XML repeats beside one another, without one around them."""


def render(suffix: str, root: str, payload: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """
    Return the payload as the suffix asks for it.

    JSON drops the outermost element, keeps arrays of one, and has null for what is empty.
    """
    if suffix == "json":
        return msgspec.json.encode(payload)
    parts = [_DECLARATION]
    _write(parts, root, payload)
    return "".join(parts).encode()


def escape(text: str) -> str:
    """Return a text as XML holds it, without the characters that XML cannot hold."""
    clean = _FORBIDDEN.sub("", text)
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], clean)


def _write(parts: list[str], name: str, value: Any) -> None:
    if value is None or value == "":
        parts.append(f"<{name}/>")
        return
    parts.append(f"<{name}>")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            for each in inner if isinstance(inner, Repeated) else (inner,):
                _write(parts, key, each)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _write(parts, CHILDREN[name], inner)
    else:
        parts.append(_plain(value))
    parts.append(f"</{name}>")


def _plain(value: str | float | bool | datetime) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else repr(value)
