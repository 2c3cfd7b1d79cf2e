"""Text that a spreadsheet will open."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that spreadsheets take for a formula, after which a cell may do what it likes."""


def safe(text: str) -> str:
    """
    Return a text as a cell that no spreadsheet takes for a formula: an apostrophe goes before it.

    For texts that people wrote; a number, a date or a code of ours needs none.
    """
    return f"'{text}" if text.startswith(FORMULA) else text
