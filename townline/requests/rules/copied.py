"""Values as PostgreSQL's COPY takes them in its text format: a line a row, tabs between values."""

from collections.abc import Iterable

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def escaped(text: str) -> str:
    """Return a text as a value of a line."""
    return text.translate(_ESCAPES)


def array(texts: Iterable[str]) -> str:
    """Return texts as the value of a column that holds an array of them."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return escaped("{" + ",".join(f'"{text}"' for text in quoted) + "}")


def bytea(value: bytes) -> str:
    """Return bytes as a value of a line."""
    return rf"\\x{value.hex()}"
