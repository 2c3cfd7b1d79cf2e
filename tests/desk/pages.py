"""Reading and sending the desk's pages as a person without scripts does."""

import re
from html import unescape
from typing import Any

from django.test import Client


def text_of(client: Client, path: str) -> str:
    """Return a page's words, without its markup."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return words(answer)


def words(answer: Any) -> str:
    """Return the words of an answer, without its markup."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(plain).split())


def seen(client: Client, path: str) -> str:
    """Return the last entry that a page's forms say was seen."""
    found = re.search(r'name="seen" value="(\d+)"', client.get(path).content.decode())
    assert found, f"{path} has no form"
    return found[1]


def do(client: Client, number: str, deed: str, **said: Any) -> Any:
    """Open the request, do something to it and return the answer."""
    page = f"/desk/requests/{number}/"
    return client.post(f"{page}{deed}/", {"seen": seen(client, page), **said})


def done(client: Client, number: str, deed: str, **said: Any) -> str:
    """Do something to a request that must succeed, and return the words of the page after it."""
    answer = do(client, number, deed, **said)
    assert answer.status_code == 302, words(answer)
    assert answer.headers["Location"] == f"/desk/requests/{number}/"
    return text_of(client, answer.headers["Location"])


def deeds(client: Client, number: str) -> set[str]:
    """Return the names of what the request's page offers to do."""
    page = client.get(f"/desk/requests/{number}/").content.decode()
    return set(re.findall(rf'(?:href|action)="/desk/requests/{number}/([a-z]+)/"', page))


def statements(caught: Any) -> int:
    """Return how many statements a page asked; bulletins are trusted for a moment, then read."""
    return sum("knowledge_bulletin" not in each["sql"] for each in caught)
