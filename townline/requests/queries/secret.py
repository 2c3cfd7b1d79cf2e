"""The secret that opens a reporter's own page."""

import base64

from django.utils.crypto import salted_hmac


def secret_of(city_id: int, number: str) -> str:
    """
    Return the secret that opens a reporter's own page.

    It is made from the installation's key, so that a repeated submission gets the same one and
    the database keeps nothing but its digest.
    """
    mac = salted_hmac("townline.requests.secret", f"{city_id}/{number}", algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()[:16]).rstrip(b"=").decode()
