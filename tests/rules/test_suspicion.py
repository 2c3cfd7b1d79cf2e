"""What makes a report suspect; usual ones are not."""

import pytest

from townline.requests.rules import suspicion

LINKS = "http://a.example.org https://b.example.org www.example.org"


@pytest.mark.parametrize(
    ("text", "seconds", "trap", "found"),
    [
        ("The lamp is dark.", 20.0, "", ()),
        ("", None, "", ()),
        ("See http://example.org and www.example.org", 20.0, "", ()),
        (LINKS, None, "", ("links",)),
        ('<a href="x">buy</a>', None, "", ("links",)),
        ("[URL=x]buy[/URL]", None, "", ("links",)),
        ("Dark.", 2.9, "", ("too_quick",)),
        ("Dark.", 3.0, "", ()),
        ("Dark.", None, "filled", ("trap",)),
        (LINKS, 0.0, "filled", ("trap", "too_quick", "links")),
    ],
)
def test_reasons_are_named(
    text: str, seconds: float | None, trap: str, found: tuple[str, ...]
) -> None:
    assert suspicion.reasons(text, seconds=seconds, trap=trap) == found
