"""A long select says exactly what Django's own says, and escapes what it is given."""

from django import forms
from django.test.html import parse_html
from hypothesis import given, settings
from hypothesis import strategies as st

from townline.ui.long_select import LongSelect

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(str.strip)
CHOICES = st.lists(
    st.tuples(WORDS, WORDS)
    | st.tuples(WORDS.filter(bool), st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3)),
    max_size=5,
    unique_by=lambda choice: choice[0],
)


@settings(deadline=None)
@given(CHOICES, WORDS)
def test_it_says_what_the_select_of_django_says(choices: list, value: str) -> None:
    drawn = [
        kind(choices=choices, attrs={"class": "usa-select"}).render("area", value, {"id": "x"})
        for kind in (LongSelect, forms.Select)
    ]
    ours, plain = (parse_html(str(text)) for text in drawn)
    assert ours == plain


def test_what_it_is_given_is_escaped() -> None:
    drawn = LongSelect(choices=[('"><script>', "<b>&")]).render("area", '"><script>')
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert " selected" in drawn
