"""What may be done to the council's files."""

from townline.council.actions.describing import (
    NameOfAnother,
    WordingChanged,
    put_bodies,
    put_council,
)

__all__ = ["NameOfAnother", "WordingChanged", "put_bodies", "put_council"]
