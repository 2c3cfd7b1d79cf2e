"""A city's own words for a message: which fields they may name, and how these are filled in."""

import re
from collections.abc import Iterator, Mapping

COMMON = frozenset({"city", "phone", "page"})
REQUEST = COMMON | {"number", "service", "department", "address"}
FIELDS: Mapping[str, frozenset[str]] = {
    "receipt": REQUEST | {"due", "date"},
    "held": REQUEST,
    "joined": REQUEST | {"lead"},
    "moved": REQUEST | {"date"},
    "asked": REQUEST | {"question"},
    "replied": REQUEST | {"reply"},
    "closed": REQUEST | {"outcome", "remark", "lead"},
}
"""What the words for each message may name, besides plain text."""
FIELD = re.compile(r"\{([^{}]*)\}")
PATH = re.compile(r"notices/(?P<sms>sms/)?(?P<template>[^/.]+)\.(?P<language>[^/.]+)\.txt")
"""Where the folder has them: ``notices/closed.es.txt``, ``notices/sms/closed.es.txt``."""
LONGEST = 4000
"""Characters of a city's words for one message."""


def path_of(template: str, language: str, *, sms: bool) -> str:
    """Return where a city's folder has its words for a message, if it has any."""
    return f"notices/{'sms/' if sms else ''}{template}.{language}.txt"


def strangers(template: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield the fields that are named and not known there, with the number of their line."""
    known = FIELDS.get(template, frozenset())
    for number, line in enumerate(text.splitlines(), 1):
        for name in FIELD.findall(line):
            if name not in known:
                yield number, name


def fill(text: str, values: Mapping[str, str]) -> str:
    """
    Return the words with their fields filled in.

    A paragraph that names a field without a value is left out: a request without a promise has no
    sentence about it. What is filled in is not searched for fields again.
    """
    kept = [
        paragraph
        for paragraph in re.split(r"\n\s*\n", text.strip())
        if all(values.get(name) for name in FIELD.findall(paragraph))
    ]
    return "\n\n".join(FIELD.sub(lambda m: values.get(m[1], ""), p) for p in kept)
