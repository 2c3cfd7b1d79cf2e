"""The secret that opens a reporter's own page."""

import base64
import hashlib
import hmac

from django.conf import settings


def secret_of(city_id: int, number: str) -> str:
    """
    Return the secret that opens a reporter's own page.

    It is made from the installation's key, so that a repeated submission gets the same one and
    the database keeps nothing but its digest.
    """
    key = hashlib.sha256(b"townline.requests.secret" + settings.SECRET_KEY.encode()).digest()
    mac = hmac.digest(key, f"{city_id}/{number}".encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:16]).rstrip(b"=").decode()
