"""A start asks for itself by a name that it answers to, whichever names the settings allow."""

import pytest

from townline.config.commands.serve import _host_to_ask_for


@pytest.mark.parametrize(
    ("hosts", "asked"),
    [
        ("*", ""),
        ("311.example.gov", "311.example.gov"),
        ("311.example.gov,127.0.0.1", ""),
        ("127.0.0.1", ""),
        (".example.gov,311.example.org", "example.gov"),
    ],
)
def test_a_name_that_is_answered_to(hosts: str, asked: str) -> None:
    assert _host_to_ask_for(hosts) == asked
