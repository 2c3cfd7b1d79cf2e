"""Who may open which address: every address of every door, against ``allowed.toml``."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

from tests.desk import fairview

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("allowed.toml").read_text())
ROLES = ("agent", "worker", "supervisor", "analyst", "admin")
"""Somebody of each role works in the department of the request that is asked for."""
SAMPLES: dict[str, Any] = {
    "service": "light", "suffix": "json", "secret": "wrong", "code": "light",
    "kind": "none", "link": "wrong", "zoom": 0, "x": 0, "y": 0, "kept": 1, "member": 1,
    "bundle": "none",
    "notice": 0, "letter": 0,
}  # fmt: skip


def addresses(resolver: URLResolver, before: str = "", door: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address by its name, else by its pattern, with the pattern itself."""
    for found in resolver.url_patterns:
        prefix = isinstance(found.pattern, LocalePrefixPattern)
        path = before + ("" if prefix else str(found.pattern))
        if isinstance(found, URLResolver):
            yield from addresses(found, path, found.namespace or door)
        elif isinstance(found, URLPattern):
            yield (f"{door}:{found.name}" if found.name else path), found


EVERY = list(addresses(get_resolver()))
STAFF: dict[str, list[str]] = TABLE["staff"]


def path_of(name: str, number: str) -> str:
    """Return a path to the address, with arguments that fit it."""
    if ":" not in name or "^" in name:
        return "/" + name.split("^")[0]
    pattern = dict(EVERY)[name].pattern
    wanted = getattr(pattern, "converters", None) or pattern.regex.groupindex
    given = {"number": number, "name": "none", "token": "none", **SAMPLES}
    return reverse(name, kwargs={key: given[key] for key in wanted})


@pytest.fixture
def number(db: None, settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    fairview.apply()
    return fairview.submit(description="Dark.")


def asks_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/desk/sign-in/" in answer.headers["Location"]


def test_every_address_is_in_the_table_once_and_the_table_has_no_other() -> None:
    named = [name for name, _pattern in EVERY]
    table = [*TABLE["everyone"], *TABLE["secret"], *STAFF]
    assert sorted(named) == sorted(table)
    assert len(set(table)) == len(table)


def test_the_table_knows_no_other_roles() -> None:
    assert {role for roles in STAFF.values() for role in roles} == set(ROLES)


def test_everyone_may_open_what_is_public(number: str) -> None:
    for name in TABLE["everyone"]:
        answer = Client().get(path_of(name, number))
        assert answer.status_code not in (401, 403), name
        assert not asks_to_sign_in(answer), name


def test_nobody_opens_a_reporters_page_without_its_secret(number: str) -> None:
    for name, client in product(TABLE["secret"], (Client(), fairview.signed_in("admin"))):
        assert client.get(path_of(name, number)).status_code == 404, name


def test_whoever_has_not_signed_in_is_asked_to(number: str) -> None:
    for name in STAFF:
        path = path_of(name, number)
        assert asks_to_sign_in(Client().get(path)), name
        assert asks_to_sign_in(Client().post(path, {"seen": "1"})), name


def test_a_login_of_another_city_opens_nothing(number: str) -> None:
    fairview.apply("meadowview", people=False)
    stranger = fairview.signed_in("worker")
    for name in STAFF:
        path = "/c/meadowview" + path_of(name, number)
        assert stranger.get(path).status_code == 403, name
        assert stranger.post(path, {"seen": "1"}).status_code == 403, name


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_gives_it_and_nothing_else(role: str, number: str) -> None:
    client, opened = fairview.signed_in(role), set()
    for name in STAFF:
        path = path_of(name, number)
        answer = client.get(path)
        assert not asks_to_sign_in(answer), name
        if answer.status_code == 403:
            assert client.post(path, {"seen": "1"}).status_code == 403, name
        else:
            opened.add(name)
    assert opened == {name for name, roles in STAFF.items() if role in roles}
