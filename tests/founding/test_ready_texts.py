"""Ready texts are read from the folder, each slip with its line."""

import pytest

from tests.founding.folders import example, read

GOOD = b"""
[[text]]
code = "thanks"
name = "Thank you"
for = ["reply", "close"]
services = ["pothole"]
text = { en = "Thank you for {number}." }
"""


def faults(content: bytes) -> list[str]:
    return [str(fault) for fault in read(example() | {"texts.toml": content}).faults]


def test_texts_are_read_in_their_order() -> None:
    second = GOOD.replace(b'"thanks"', b'"again"')
    found = read(example() | {"texts.toml": GOOD + second})
    assert found.faults == ()
    assert list(found.texts) == ["thanks", "again"]
    assert found.texts["thanks"].services == ("pothole",)
    assert found.texts["thanks"].fits("close", service="pothole", department="any")


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        (b"{number}", b"{numbre}", 7, "Did you mean 'number'?"),
        (b'"pothole"', b'"potholes"', 6, "Did you mean 'pothole'?"),
        (b'"reply", "close"', b'"replies"', 5, "Did you mean 'reply'?"),
        (b'["reply", "close"]', b"[]", 2, 'Write for = ["reply"].'),
        (b"en = ", b"xx = ", 7, "which the city does not have"),
        (b'name = "Thank you"', b"", 2, "'name' is missing"),
        (b'"Thank you"', b'"%s"' % (b"x" * 81), 4, "81 characters"),
        (b"services", b"service", 6, "Did you mean 'services'?"),
    ],
)
def test_a_slip_is_told_with_its_line(was: bytes, slip: bytes, line: int, says: str) -> None:
    told = faults(GOOD.replace(was, slip))
    assert any(f"texts.toml:{line}" in one and says in one for one in told), told
