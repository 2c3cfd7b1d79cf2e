"""The description of this API for programs: an OpenAPI document."""

from pathlib import Path

import msgspec

from townline.open311.endpoint import Answer, Call

DOCUMENT = msgspec.json.decode((Path(__file__).parent / "openapi.json").read_bytes())


def openapi(call: Call) -> Answer:
    """Answer ``GET openapi.json``."""
    return Answer("openapi", DOCUMENT)
