"""What a resident fills in, ready to be sent; each test changes what it is about."""

import base64
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image


def begun(seconds_ago: float = 60) -> str:
    """Return the seal of a form that was opened then."""
    at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    return signing.Signer(salt="portal.report").sign(at.isoformat())


def pothole(**changes: object) -> dict[str, object]:
    """Return a report of a pothole at 100 N Main St."""
    plain = {
        "key": base64.b16encode(str(changes).encode()).decode()[-60:],
        "begun": begun(),
        "address": "100 N Main St",
        "q_size": "large",
        "q_depth": "4",
        "description": "Deep, in the right lane.",
        "email": "demo@example.org",
        "language": "en",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def photo(name: str = "hole.png") -> SimpleUploadedFile:
    """Return a small picture."""
    data = BytesIO()
    Image.new("RGB", (40, 30), "grey").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def send(visitor: Client, service: str = "pothole", **changes: object) -> str:
    """Send a report that must be taken; return the address of the reporter's own page."""
    answer = visitor.post(f"/report/{service}/", pothole(**changes))
    assert answer.status_code == 302, said(answer)
    return urlsplit(answer["Location"]).path


def said(answer: HttpResponse) -> str:
    """Return the page as text."""
    return answer.content.decode()


def number_of(own_page: str) -> str:
    """Return the number in the address of a reporter's own page."""
    return own_page.split("/")[2]
