"""What an API key may be let do."""

SCOPES = {
    "requests:write": "file service requests",
    "requests:read_private": "read what a service keeps from the public",
}
"""Every scope, and what a client with it may do."""


class UnknownScope(ValueError):
    """A key cannot have that scope; the text says which there are."""


def scopes_from(codes: tuple[str, ...]) -> frozenset[str]:
    """
    Return the scopes of those codes.

    :raises UnknownScope: if there is none, or one that is not in ``SCOPES``
    """
    wrong = sorted(set(codes) - set(SCOPES))
    if wrong or not codes:
        asked = repr(wrong[0]) if wrong else "none"
        raise UnknownScope(f"a key needs scopes out of: {', '.join(SCOPES)}; got {asked}")
    return frozenset(codes)
