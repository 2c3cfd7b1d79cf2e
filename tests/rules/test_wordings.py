"""A city's own words: their fields are known, filled once, and left out with their paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.wordings import FIELDS, fill, strangers


def test_a_field_that_is_not_known_is_named_with_its_line() -> None:
    text = "Request {number}\n\nDone by {due}, {naem}.\n{outcome}"
    assert list(strangers("receipt", text)) == [(3, "naem"), (4, "outcome")]


def test_a_paragraph_without_its_value_is_left_out() -> None:
    text = "Request {number}\n\nDone by {due}.\n\nThank you."
    assert fill(text, {"number": "1", "due": ""}) == "Request 1\n\nThank you."


@given(st.text())
def test_what_a_resident_or_worker_wrote_fills_no_other_field(said: str) -> None:
    filled = fill("{remark}|{number}", {"remark": said + "{number}", "number": "7"})
    assert filled == said + "{number}|7"


def test_every_message_may_name_its_city() -> None:
    assert all("city" in fields for fields in FIELDS.values())
