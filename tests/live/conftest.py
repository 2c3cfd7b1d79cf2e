"""The small city that these tests stand on."""

from tests.requests.build import kept_town

__all__ = ["kept_town"]
