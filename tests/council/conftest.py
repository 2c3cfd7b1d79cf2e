"""The small city that these tests stand on."""

from tests.requests.build import town

__all__ = ["town"]
