"""Providers of accounts by environment: what is named is used, what cannot be meant is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from townline.config import sign_in_settings
from townline.config.sign_in_settings import Provider


def read(monkeypatch: pytest.MonkeyPatch, told: str) -> tuple[Provider, ...]:
    monkeypatch.setenv("TOWNLINE_OPENID", told)
    found: tuple[Provider, ...] = sign_in_settings.django_settings()["SIGN_IN_PROVIDERS"]
    return found


def test_without_the_variable_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWNLINE_OPENID", raising=False)
    assert sign_in_settings.django_settings() == {"SIGN_IN_PROVIDERS": ()}


def test_providers_have_name_issuer_client_and_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "City account=https://a%40b:p%3Aw@id.example.gov:8443/realms/city, Other = https://c:d@o.example.org"
    first, second = read(monkeypatch, told)
    assert first == Provider(
        "city-account", "City account", "https://id.example.gov:8443/realms/city", "a@b", "p:w"
    )
    assert (second.code, second.issuer) == ("other", "https://o.example.org")


def test_a_trial_on_this_machine_needs_no_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, "Trial=http://a:b@127.0.0.1:9000/")[0].issuer.startswith("http:")


@pytest.mark.parametrize(
    "told",
    ["City", "=https://a:hidden@id.example.gov", "City=https://id.example.gov",
     "City=http://a:hidden@id.example.gov", "City=https://a@id.example.gov",
     "City=https://a:hidden@id.example.gov:x", "!=https://a:hidden@id.example.gov",
     "City=https://a:hidden@[id"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_an_example_and_without_the_secret(
    monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Write it as Name=https://") as fault:
        read(monkeypatch, told)
    assert "hidden" not in str(fault.value)


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "City=https://a:b@id.example.gov"
    with pytest.raises(ImproperlyConfigured, match="two providers alike"):
        read(monkeypatch, f"{one},{one}")
