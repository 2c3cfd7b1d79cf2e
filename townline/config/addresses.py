"""Every address of every door, by the name that the table of who may open it knows."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


def addresses() -> Iterator[tuple[str, str, URLPattern]]:
    """Yield of every address its name (its pattern where it has none), path and pattern."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, before: str, door: str) -> Iterator[tuple[str, str, URLPattern]]:
    for found in resolver.url_patterns:
        prefix = isinstance(found.pattern, LocalePrefixPattern)
        path = before + ("" if prefix else str(found.pattern))
        if isinstance(found, URLResolver):
            yield from _below(found, path, found.namespace or door)
        elif isinstance(found, URLPattern):
            yield (f"{door}:{found.name}" if found.name else path), path, found
