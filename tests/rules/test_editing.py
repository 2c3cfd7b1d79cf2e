"""A form changes a file of a folder so that its comments and its order stay."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townline.founding.rules import editing
from townline.founding.rules.editing import NotThere, TooTangled

FILE = b"""\
# Where it comes from.

[[service]]
code = "pothole" # 12 a day
name = { en = "Pothole", es = "Bache" }
resolve = { amount = 5, unit = "days" } # measured
photos = 3

[[service.question]]
code = "size"
kind = "singlevaluelist"
words = { en = "How big?" }
option = [
  # from the form of 2019
  { key = "small", words = { en = "Small" } },
  { key = "large", words = { en = "Large" } },
]

[[service.question]]
code = "lane"
kind = "string"
words = { en = "Which lane?" }

[[service]]
code = "light"
name = { en = "Light" }
"""
POTHOLE = [("service", "code", "pothole")]
SIZE = [*POTHOLE, ("question", "code", "size")]
WORDS = st.dictionaries(st.sampled_from(["en", "es", "zh-hans"]), st.text(max_size=12), min_size=1)


def service(content: bytes, position: int = 0) -> Any:
    return tomllib.loads(content.decode())["service"][position]


def test_one_value_changes_and_nothing_else_of_the_file() -> None:
    put = editing.put(FILE, POTHOLE, {"resolve": {"amount": 9, "unit": "days"}, "photos": 3})
    assert put == FILE.replace(b"amount = 5", b"amount = 9")


def test_a_value_comes_and_goes() -> None:
    put = editing.put(FILE, POTHOLE, {"nearby": {"radius_m": 30, "window_days": 3}, "photos": None})
    assert service(put)["nearby"] == {"radius_m": 30, "window_days": 3}
    assert "photos" not in service(put)
    assert b"# 12 a day" in put
    assert b"# measured" in put


def test_an_option_changes_beside_its_comment() -> None:
    options = [dict(each) for each in service(FILE)["question"][0]["option"]]
    options[1]["words"] = {"en": "Huge", "es": "Enorme"}
    put = editing.put(FILE, SIZE, {"option": options})
    wanted = FILE.replace(b'{ en = "Large" }', b'{ en = "Huge", es = "Enorme" }')
    assert service(put) == service(wanted)
    assert b"# from the form of 2019" in put


def test_options_may_be_added_taken_out_and_moved() -> None:
    options = service(FILE)["question"][0]["option"]
    new = {"key": "huge", "words": {"en": "Huge"}}
    for wanted in ([*options, new], options[:1], options[::-1], [new]):
        put = editing.put(FILE, SIZE, {"option": wanted})
        assert service(put)["question"][0]["option"] == wanted
        assert service(put, 1) == service(FILE, 1)


def test_a_question_is_added_moved_and_removed() -> None:
    question = {"code": "deep", "kind": "number", "words": {"en": "How deep?"}, "help": None}
    put = editing.add(FILE, POTHOLE, "question", question)
    assert [q["code"] for q in service(put)["question"]] == ["size", "lane", "deep"]
    assert "help" not in service(put)["question"][2]
    put = editing.move(put, [*POTHOLE, ("question", "code", "deep")], -2)
    assert [q["code"] for q in service(put)["question"]] == ["deep", "size", "lane"]
    put = editing.remove(put, SIZE)
    assert [q["code"] for q in service(put)["question"]] == ["deep", "lane"]
    light = editing.add(FILE, [("service", "code", "light")], "question", question)
    assert service(light, 1)["question"][0]["code"] == "deep"
    assert service(light) == service(FILE)


def test_the_last_of_a_list_takes_the_list_with_it() -> None:
    put = editing.add(FILE, [("service", "code", "light")], "question", {"code": "a"})
    where = [("service", "code", "light"), ("question", "code", "a")]
    assert tomllib.loads(editing.remove(put, where).decode()) == tomllib.loads(FILE.decode())


def test_a_list_within_a_line_is_changed_too() -> None:
    inline = b'[[service]]\ncode = "a"\nquestion = [ { code = "b" }, { code = "c" } ]\n'
    where = [("service", "code", "a")]
    put = editing.add(inline, where, "question", {"code": "d"})
    put = editing.move(put, [*where, ("question", "code", "d")], -9)
    put = editing.remove(put, [*where, ("question", "code", "b")])
    assert service(put)["question"] == [{"code": "d"}, {"code": "c"}]


@settings(deadline=None)
@given(WORDS, WORDS, st.integers(1, 99), st.booleans())
def test_whatever_is_put_is_read_again(
    name: dict[str, str], note: dict[str, str], photos: int, required: bool
) -> None:
    values = {"name": name, "notice": note, "photos": photos, "flag": required}
    put = editing.put(FILE, POTHOLE, values)
    assert service(put) == service(FILE) | values
    assert service(put, 1) == service(FILE, 1)


def test_what_is_not_there_is_said_and_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(NotThere, match="service 'bees'"):
        editing.put(FILE, [("service", "code", "bees")], {"photos": 1})
    with pytest.raises(TooTangled):
        editing.put(b"[[service]\n", POTHOLE, {"photos": 1})
    assert editing.has(FILE, SIZE)
    assert not editing.has(b"\xff", SIZE)
