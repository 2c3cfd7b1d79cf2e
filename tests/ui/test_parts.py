"""The page parts alone: what they say, and that they say it to everyone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from townline.hours import Promise


@dataclass(frozen=True)
class Line:
    at: datetime
    sentence: str
    by: str = ""
    text: str = ""


class Questions(forms.Form):
    where = forms.CharField(label="Where", help_text="Street and number")
    colour = forms.ChoiceField(
        label="Colour",
        choices=[("red", "Red"), ("blue", "Blue")],
        widget=forms.RadioSelect,
        required=False,
    )


def page(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.city = SimpleNamespace(  # type: ignore[attr-defined]
        name="Springfield",
        zone=ZoneInfo("America/Los_Angeles"),
        languages=("en", "es"),
        phone="3-1-1",
        demo=False,
        centre=(34.0, -118.0),
    )
    return request


def shown(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context({"request": page(), **context}))


def test_a_moment_is_said_in_the_zone_of_the_city() -> None:
    at = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    html = shown("{% moment at %}", at=at)
    assert 'datetime="2026-11-24T18:30:00-08:00"' in html
    assert "Tuesday, Nov. 24, 2026, 6:30 p.m." in html


def test_a_day_given_as_a_date_is_not_moved_by_the_zone() -> None:
    assert 'datetime="2026-11-24"' in shown("{% day at %}", at=date(2026, 11, 24))


def test_a_moment_that_is_not_known_shows_nothing() -> None:
    assert shown("{% moment at %}|{% day at %}", at=None) == "|"


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (Promise(1, "days"), "1 day"),
        (Promise(3, "days"), "3 days"),
        (Promise(1, "working_days"), "1 working day"),
        (Promise(48, "working_hours"), "48 working hours"),
        (Promise(2, "hours"), "2 hours"),
    ],
)
def test_a_promise_is_said_in_words_with_its_plural(promise: Promise, words: str) -> None:
    assert shown("{% promised p %}", p=promise) == words


def test_a_status_says_itself_in_words_beside_its_colour() -> None:
    html = shown('{% status "Waiting for you" "waiting" %}')
    assert "Waiting for you" in html
    assert 'aria-hidden="true"' in html


def test_the_error_summary_leads_to_each_field() -> None:
    form = Questions({"where": "", "colour": "green"})
    html = shown("{% error_summary form %}", form=form)
    assert "There are 2 things to put right" in html
    assert 'href="#id_where"' in html
    assert 'href="#id_colour_0"' in html
    assert 'role="alert"' in html


def test_a_form_without_faults_has_no_summary() -> None:
    assert "role" not in shown("{% error_summary form %}", form=Questions())


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    form = Questions({"where": ""})
    html = shown("{% field form.where %}", form=form)
    assert 'aria-describedby="id_where_helptext id_where_error"' in html
    assert 'id="id_where_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_grouped_under_a_legend() -> None:
    html = shown("{% field form.colour %}", form=Questions())
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert "(optional)" in html


class Several(forms.Form):
    """Of several things, any."""

    what = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


def test_choices_of_which_several_may_hold_look_like_boxes_to_tick() -> None:
    html = shown("{% field form.what %}", form=Several())
    assert html.count('class="usa-checkbox__input"') == 2
    assert html.count('class="usa-checkbox"') == 2
    assert "usa-radio" not in html


def test_what_a_resident_wrote_is_never_markup() -> None:
    line = Line(datetime(2026, 1, 1, tzinfo=UTC), "Received", text="<script>alert(1)</script>")
    html = shown("{% timeline lines %}", lines=[line])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_map_says_what_it_shows_and_writes_numbers_for_machines() -> None:
    with translation.override("es"):
        html = shown("{% map_view lat=34.05 lon=-118.25 label='The place' %}")
    assert 'aria-label="The place"' in html
    assert 'data-lat="34.05"' in html


def test_a_text_in_several_languages_falls_back_to_the_first() -> None:
    words = {"en": "Pothole", "es": "Bache"}
    with translation.override("es"):
        assert shown("{{ words|said }}", words=words) == "Bache"
    with translation.override("fr"):
        assert shown("{{ words|said }}", words=words) == "Pothole"


def test_the_page_skips_to_its_content_and_names_its_language() -> None:
    html = Template('{% extends "ui/page.html" %}').render(Context({"request": page()}))
    assert '<html lang="en" dir="ltr" data-theme="device">' in html
    assert 'href="#main"' in html
    assert 'id="main"' in html


def test_no_page_part_carries_a_script_or_a_style_inside() -> None:
    html = Template('{% extends "ui/page.html" %}').render(Context({"request": page()}))
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count("<script src=")


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        ("2026-11-24T18:30:00-08:00", "Tuesday, Nov. 24, 2026, 6:30 p.m."),
        ("2026-11-25T02:30:00Z", "Tuesday, Nov. 24, 2026, 6:30 p.m."),
        ("2026-11-24", "Tuesday, Nov. 24, 2026"),
        ("2026-13-44", "2026-13-44"),
        ("on 2026-11-24", "on 2026-11-24"),
        ("<b>4</b>", "&lt;b&gt;4&lt;/b&gt;"),
    ],
)
def test_an_answer_is_said_as_people_write_it(stored: str, says: str) -> None:
    assert says in shown("{% answered value %}", value=stored)


def test_a_number_keeps_its_letters_also_inside_a_sentence() -> None:
    source = (
        "{% load i18n %}{% blocktranslate with n=number|number %}See {{ n }}{% endblocktranslate %}"
    )
    html = shown(source, number="26-<1>")
    assert html == 'See <span class="number">26-&lt;1&gt;</span>'
