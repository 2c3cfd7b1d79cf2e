"""Lines for COPY: whatever a text holds, it is one value of one line and comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from townline.requests.rules.copied import array, bytea, escaped

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])) | st.text(
    '\\tnr\t\n\r{}",N', max_size=12
)


def unescaped(value: str) -> str:
    """Return what the database reads in a value, by the rules of its manual."""
    out, rest = [], iter(value)
    for sign in rest:
        if sign == "\\":
            following = next(rest)
            out.append({"t": "\t", "n": "\n", "r": "\r"}.get(following, following))
        else:
            out.append(sign)
    return "".join(out)


@given(TEXTS)
def test_a_text_is_one_value_of_one_line(text: str) -> None:
    value = escaped(text)
    assert not set("\t\n\r") & set(value)
    assert unescaped(value) == text


@given(st.lists(TEXTS, max_size=4))
def test_so_is_an_array_of_texts(texts: list[str]) -> None:
    value = array(texts)
    assert not set("\t\n\r") & set(value)
    literal = unescaped(value)
    quoted = ['"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts]
    assert literal == "{" + ",".join(quoted) + "}"


def test_a_text_that_looks_like_nothing_is_not_nothing() -> None:
    assert escaped(r"\N") == r"\\N"


def test_bytes_are_hexadecimal() -> None:
    assert unescaped(bytea(b"\x00\xff")) == r"\x00ff"
