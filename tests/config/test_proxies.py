"""Limits count whoever sends, not the proxy that passes it on, and cannot be talked round."""

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.portal import springfield
from townline.config.proxy_middleware import client_address

PROXY, SENDER, LIAR = "10.0.0.1", "203.0.113.7", "198.51.100.9"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (SENDER, 0, PROXY),
        ("", 1, PROXY),
        (SENDER, 1, SENDER),
        (f"{LIAR}, {SENDER}", 1, SENDER),
        (f"{LIAR}, {SENDER}, 10.0.0.2", 2, SENDER),
        (f"{SENDER}", 2, PROXY),
        (f"{SENDER}:4711", 1, SENDER),
        ("[2001:db8::7]:4711", 1, "2001:db8::7"),
        ("2001:DB8:0::7", 1, "2001:db8::7"),
        ("unknown", 1, PROXY),
        (" , ,", 1, PROXY),
    ],
)
def test_only_what_trusted_proxies_added_is_believed(
    forwarded: str, proxies: int, address: str
) -> None:
    assert client_address(PROXY, forwarded, proxies) == address


def flood(sender: str) -> int:
    """Send one try more than are let through at once, all by one proxy; return the last answer."""
    browser = Client(REMOTE_ADDR=PROXY)
    answers = [
        browser.post(
            "/desk/sign-in/",
            {"username": "nobody", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{n}, {sender}"},
        )
        for n in range(11)
    ]
    return answers[-1].status_code


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "other"), [(0, 429), (1, 422)])
def test_a_flood_of_one_sender_stops_others_only_where_no_proxy_is_trusted(
    settings: LazySettings, proxies: int, other: int
) -> None:
    settings.PROXIES = proxies
    springfield.apply()
    assert flood(SENDER) == 429
    neighbour = Client(REMOTE_ADDR=PROXY).post(
        "/desk/sign-in/",
        {"username": "nobody", "password": "wrong"},
        headers={"X-Forwarded-For": LIAR},
    )
    assert neighbour.status_code == other
