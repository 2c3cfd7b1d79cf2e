"""Accounts of others: what a provider proves signs in, and nothing that it does not prove."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc.jwk import ECKey

from tests.ground import openid
from tests.ground.openid import Provider
from tests.portal import springfield
from tests.portal.reports import said, send
from townline.contacts.models import Details, SignIn
from townline.portal import providers

AWAY = "/my/with/townline/"


@pytest.fixture(autouse=True)
def account(settings: Any) -> Iterator[Provider]:
    """Run a provider, and name it in the settings."""
    providers._told.clear()
    with openid.running() as running:
        settings.SIGN_IN_PROVIDERS = (running,)
        yield running


def there(visitor: Client, path: str = AWAY) -> str:
    """Return where the browser is led to."""
    answer = visitor.get(path)
    assert answer.status_code == 302, said(answer)
    return str(answer["Location"])


def come_back(visitor: Client, account: Provider, path: str = AWAY) -> Any:
    """Sign in with the provider; return the page that follows."""
    back = account.sign_in(there(visitor, path))
    return visitor.get(back.removeprefix("http://testserver"), follow=True)


def is_out(visitor: Client) -> bool:
    return "Sign out" not in said(visitor.get("/my/")) and not SignIn.objects.exists()


def test_an_account_elsewhere_signs_in_for_its_verified_address(
    visitor: Client, account: Provider
) -> None:
    mine, others = send(visitor), send(visitor, key="k2", asked="1", email="other@example.org")
    stranger = Client()
    assert "Sign in with City account" in said(stranger.get("/my/"))
    page = said(come_back(stranger, account))
    assert f'href="{mine}"' in page
    assert others not in page
    assert "D…@Example.org" in page


def test_the_provider_is_asked_for_as_little_as_possible(visitor: Client) -> None:
    asked = parse_qs(urlsplit(there(visitor, "/es/my/with/townline/")).query)
    assert asked["scope"] == ["openid email"]
    assert asked["realm"] == ["city"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["ui_locales"] == ["es"]
    assert asked["redirect_uri"] == ["http://testserver/my/with/townline/back/"]
    assert openid.SECRET not in str(asked)


def test_the_page_after_it_is_in_the_language_that_was_left(
    visitor: Client, account: Provider
) -> None:
    page = come_back(visitor, account, "/es/my/with/townline/")
    assert page.request["PATH_INFO"] == "/es/my/"


def test_nothing_but_the_address_is_kept_and_that_only_while_signed_in(
    visitor: Client, account: Provider
) -> None:
    account.claims |= {"given_name": "Demo", "phone_number": "+12135550101"}
    come_back(visitor, account)
    kept = Details.objects.get()
    assert (kept.email, kept.first_name, kept.phone) == ("Demo@Example.org", "", "")
    visitor.post("/my/out/")
    assert not Details.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes"])
def test_an_address_that_was_not_verified_opens_nothing(
    visitor: Client, account: Provider, verified: Any
) -> None:
    account.claims["email_verified"] = verified
    answer = come_back(visitor, account)
    assert answer.status_code == 422
    assert "has not checked your e-mail address" in said(answer)
    assert is_out(visitor)


def test_the_address_may_stand_on_the_providers_other_page(
    visitor: Client, account: Provider
) -> None:
    account.claims, account.more = {}, {"email": "demo@example.org", "email_verified": True}
    assert "d…@example.org" in said(come_back(visitor, account))


@pytest.mark.parametrize("more", [{}, {"email": "demo@example.org"}, {"sub": "somebody else"}])
def test_the_other_page_must_speak_of_the_same_person_with_a_verified_address(
    visitor: Client, account: Provider, more: dict[str, Any]
) -> None:
    account.claims, account.more = {}, {"email": "demo@example.org"} | more
    assert come_back(visitor, account).status_code == 422
    assert is_out(visitor)


@pytest.mark.parametrize(
    "wrong",
    [{"iss": "http://evil.example.org"}, {"aud": "another"}, {"nonce": "another"}, {"exp": 1},
     {"nonce": None}],
)  # fmt: skip
def test_a_proof_for_somebody_else_opens_nothing(
    visitor: Client, account: Provider, wrong: dict[str, Any]
) -> None:
    account.proof = wrong
    answer = come_back(visitor, account)
    assert answer.status_code == 422
    assert "You are not signed in with City account." in said(answer)
    assert is_out(visitor)


def test_a_proof_by_another_key_opens_nothing(
    visitor: Client, account: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ECKey.generate_key("P-256", {"kid": "one"})
    monkeypatch.setattr(account, "signing_key", lambda: other)
    assert come_back(visitor, account).status_code == 422
    assert is_out(visitor)


def test_an_answer_fits_only_the_browser_that_asked_and_only_once(
    visitor: Client, account: Provider
) -> None:
    back = account.sign_in(there(visitor)).removeprefix("http://testserver")
    assert Client().get(back).status_code == 422
    assert visitor.get(back.replace("state=", "state=x")).status_code == 422
    assert visitor.get(back).status_code == 422, "one try for each question"
    assert is_out(visitor)


@pytest.mark.parametrize("query", ["", "error=access_denied", "code=x", "code=&state=", "state=é"])
def test_whoever_does_not_sign_in_there_is_told_what_else_there_is(
    visitor: Client, query: str
) -> None:
    there(visitor)
    answer = visitor.get(f"{AWAY}back/?{query}")
    assert answer.status_code == 422
    assert "Send me a code" in said(answer)


def test_a_provider_that_is_down_is_said_so(visitor: Client, account: Provider) -> None:
    account.down = True
    answer = visitor.get(AWAY)
    assert answer.status_code == 503
    assert "City account does not answer now." in said(answer)
    assert "Send me a code" in said(answer)


@pytest.mark.parametrize(
    "about",
    [{"issuer": "http://evil.example.org"}, {"token_endpoint": "file:///etc/passwd"},
     {"jwks_uri": None}],
)  # fmt: skip
def test_a_provider_that_says_wrong_things_of_itself_is_not_asked(
    visitor: Client, account: Provider, about: dict[str, Any]
) -> None:
    account.about = about
    assert visitor.get(AWAY).status_code == 503


def test_a_provider_may_want_the_secret_in_the_form(visitor: Client, account: Provider) -> None:
    account.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert "Sign out" in said(come_back(visitor, account))


def test_a_sign_in_of_one_city_opens_nothing_in_another(visitor: Client, account: Provider) -> None:
    springfield.apply("shelbyville")
    come_back(visitor, account)
    assert "Send me a code" in said(visitor.get("/c/shelbyville/my/"))
    assert "c%2Fshelbyville%2Fmy%2Fwith" in there(visitor, "/c/shelbyville/my/with/townline/")


def test_an_unknown_provider_is_not_there(visitor: Client) -> None:
    assert visitor.get("/my/with/nobody/").status_code == 404
    assert visitor.get("/my/with/nobody/back/").status_code == 404


def test_one_connection_does_not_ask_for_ever(visitor: Client) -> None:
    answers = {visitor.get(AWAY).status_code for _ in range(25)}
    assert answers == {302, 429}


def test_without_providers_the_page_says_nothing_of_them(visitor: Client, settings: Any) -> None:
    settings.SIGN_IN_PROVIDERS = ()
    assert "Sign in with" not in said(visitor.get("/my/"))
