"""Every key, table and element of a TOML file is found on the line that it stands on."""

import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.founding.folders import DISTRICTS, example, read, with_areas
from townline.founding.rules.toml_lines import Path, lines

TEXT = '''# a comment with [brackets] and = signs
name = "a # b ] }"
"quoted key" = 'c'
a.b = 1
list = [
  # within
  "one", # after
  { key = "two", words = { en = "2, 3]" } },
]
long = """
[not.a.table]
key = "value"
"""
[table]
day = 2026-05-09
[[service]]
code = "x"
[[service.question]]
code = "q"
  [[service.question.option]]
  key = "o"
[[service.question]]
code = "r"
[service.dates]
lead = 1
[[service]]
code = "y"
question = [{ code = "s" }, { code = "t" }]
'''


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything within plain data."""
    if path:
        yield path
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, below in inner:
        yield from paths(below, (*path, key))


def test_everything_has_its_line() -> None:
    found = lines(TEXT)
    assert found["name",] == 2
    assert found["quoted key",] == 3
    assert found["a", "b"] == 4
    assert found["list", 0] == 7
    assert found["list", 1, "words", "en"] == 8
    assert found["table", "day"] == 15
    assert found["service", 0] == 16
    assert found["service", 0, "question", 0, "option", 0, "key"] == 21
    assert found["service", 0, "question", 1, "code"] == 23
    assert found["service", 0, "dates", "lead"] == 25
    assert found["service", 1, "question", 1, "code"] == 28
    assert set(paths(tomllib.loads(TEXT))) == set(found)


def test_the_files_of_the_example_have_a_line_for_everything() -> None:
    for path, content in example().items():
        if path.endswith(".toml"):
            text = content.decode()
            assert set(paths(tomllib.loads(text))) <= set(lines(text)), path


FILES = with_areas(*DISTRICTS)
SNIPPETS = ("", "=", "[", "]]", "{", "}", '"', "1", "[]", "true", "\n", "a.b", "\x00", "é", "#")


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(FILES)), st.floats(0, 1), st.integers(0, 40), st.sampled_from(SNIPPETS)
)
def test_whatever_is_spoilt_is_a_fault_or_nothing_but_never_a_crash(
    path: str, where: float, cut: int, snippet: str
) -> None:
    content = FILES[path]
    start = int(where * len(content))
    spoilt = content[:start] + snippet.encode() + content[start + cut :]
    found = read(FILES | {path: spoilt})
    for fault in found.faults:
        assert fault.what
        assert fault.remedy
        assert fault.line is None or fault.line >= 1


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([p for p in sorted(FILES) if p.endswith(".toml")]),
    st.floats(0, 0.999),
    st.sampled_from(
        ["1", "true", '""', "[]", "{}", "[1]", '["x"]', "2026-05-09", "{ en = 1 }", "nan"]
    ),
)
def test_a_value_of_another_kind_is_never_a_crash(path: str, where: float, value: str) -> None:
    rows = FILES[path].decode().split("\n")
    keyed = [number for number, row in enumerate(rows) if " = " in row and row[0].isalpha()]
    number = keyed[int(where * len(keyed))]
    rows[number] = rows[number].split(" = ")[0] + f" = {value}"
    found = read(FILES | {path: "\n".join(rows).encode()})
    assert all(fault.remedy for fault in found.faults)
