"""Servers that help browsers on a call, as the environment names them."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from townline.config import call_settings
from townline.contacts.rules.ice import Relay, ice_servers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_without_any_no_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOWNLINE_STUN_URL", "TOWNLINE_TURN_URL", "TOWNLINE_TURN_SECRET"):
        monkeypatch.delenv(name, raising=False)
    assert ice_servers(call_settings.relay(), who="call-1", at=NOON) == []


def test_a_relay_gets_credentials_that_end_and_never_its_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOWNLINE_STUN_URL", "stun:stun.example.gov:3478")
    monkeypatch.setenv("TOWNLINE_TURN_URL", "turn:a.example.gov, turns:b.example.gov:5349")
    monkeypatch.setenv("TOWNLINE_TURN_SECRET", "north")
    stun, turn = ice_servers(call_settings.relay(), who="call-1", at=NOON)
    assert stun == {"urls": ["stun:stun.example.gov:3478"]}
    assert turn["urls"] == ["turn:a.example.gov", "turns:b.example.gov:5349"]
    assert turn["username"] == "1772467200:call-1"
    # printf '1772467200:call-1' | openssl dgst -sha1 -hmac north -binary | base64
    assert turn["credential"] == "D1Ga9QnjKo+OxIX6Ep5iN78tGmw="
    assert "north" not in str((stun, turn))


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("TOWNLINE_STUN_URL", "stun.example.gov"),
        ("TOWNLINE_STUN_URL", "turn:turn.example.gov"),
        ("TOWNLINE_TURN_URL", "https://turn.example.gov"),
        ("TOWNLINE_TURN_URL", "turn:"),
    ],
)
def test_what_is_no_server_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, told: str
) -> None:
    monkeypatch.setenv("TOWNLINE_TURN_SECRET", "north")
    monkeypatch.setenv(variable, told)
    with pytest.raises(ImproperlyConfigured, match=variable):
        call_settings.relay()


def test_a_relay_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOWNLINE_TURN_URL", "turn:turn.example.gov")
    monkeypatch.delenv("TOWNLINE_TURN_SECRET", raising=False)
    with pytest.raises(ImproperlyConfigured, match="TOWNLINE_TURN_SECRET"):
        call_settings.relay()


def test_servers_are_plain_values() -> None:
    assert Relay() == Relay(stun=(), turn=(), secret="")
