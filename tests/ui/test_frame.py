"""The frame around every page: its colours, its letters, its languages, its parts."""

import re

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.shape import tree
from tests.ui.test_parts import page
from tools import assets
from townline.ui.templatetags import frame

SHEET = tree.PACKAGE / "ui/static/vendor/uswds/css/uswds.min.css"
USED = re.compile(r"""(?<=["'\s.])usa-([a-z]+(?:-[a-z]+)*)""")
OURS_ALONE = {"combo-box"}
"""What a page may name although the design system's sheet is not brought for it."""


def framed(request: HttpRequest) -> str:
    return Template('{% extends "ui/page.html" %}').render(Context({"request": request}))


def with_cookie(value: str) -> HttpRequest:
    request = page()
    request.COOKIES["theme"] = value
    return request


@pytest.mark.parametrize(
    ("kept", "chosen", "screens"),
    [
        ("", "device", "screen and (prefers-color-scheme: dark)"),
        ("dark", "dark", "screen"),
        ("light", "light", "not all"),
        ("<script>", "device", "screen and (prefers-color-scheme: dark)"),
    ],
)
def test_a_page_comes_in_the_colours_that_were_chosen(kept: str, chosen: str, screens: str) -> None:
    html = framed(with_cookie(kept))
    assert f'data-theme="{chosen}"' in html
    assert f'id="dark" media="{screens}"' in html
    assert (
        f'value="{chosen}" type="submit" aria-describedby="appearance" aria-pressed="true"' in html
    )
    assert html.count('aria-pressed="true"') == 1


def test_letters_come_with_the_languages_that_need_them_and_no_other() -> None:
    sheets = {}
    for language in ("en", "es", "hy", "ko", "zh-hans"):
        with translation.override(language):
            sheets[language] = re.findall(r"noto-sans-[a-z]+", framed(page()))
    assert sheets == {
        "en": [], "es": [], "hy": ["noto-sans-armenian"],
        "ko": ["noto-sans-kr"], "zh-hans": ["noto-sans-sc"],
    }  # fmt: skip


def test_every_sheet_of_letters_is_there_with_its_licence() -> None:
    for sheet in frame.FONTS.values():
        path = tree.PACKAGE / "ui/static" / sheet
        assert "unicode-range" in path.read_text()
        assert "SIL Open Font License" in path.with_name("LICENSE").read_text()


def test_a_language_that_nobody_has_checked_says_so_in_the_footer() -> None:
    assert "native speaker" not in framed(page())
    with translation.override("es"):
        html = framed(page())
    assert "hablante nativo" in html
    assert "3-1-1" in html


def test_a_language_is_reviewed_once_its_file_names_a_day(tmp_path, monkeypatch) -> None:
    file = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(frame, "LOCALE", tmp_path)
    for said, reviewed in (("no", False), ("2027-01-31 Demo Reviewer", True)):
        file.write_text(f'msgid ""\nmsgstr ""\n"X-Reviewed: {said}\\n"\n\nmsgid "X"\n')
        frame.reviewed.cache_clear()
        assert frame.reviewed("es") is reviewed
    frame.reviewed.cache_clear()


def test_other_languages_are_named_unless_the_address_is_a_secret() -> None:
    from django.urls import resolve

    request = RequestFactory().get("/requests/", {"q": "lamp"})
    request.city = page().city  # type: ignore[attr-defined]
    request.resolver_match = resolve("/requests/")
    assert 'hreflang="es" href="http://testserver/es/requests/?q=lamp"' in framed(request)
    request.resolver_match = resolve("/requests/26-1/secret/")
    assert 'rel="alternate"' not in framed(request)
    assert 'hreflang="es"' in framed(request)  # the chooser has it


def test_the_parts_of_the_design_system_that_pages_use_are_brought() -> None:
    named = {
        part
        for path in tree.PACKAGE.rglob("*")
        if path.suffix in {".html", ".py", ".js"} and "vendor" not in path.parts
        for part in USED.findall(path.read_text(encoding="utf-8"))
    }
    # A part may have elements and kinds, which are parted by two signs.
    missing = {part for part in named if part not in assets.KEPT} - OURS_ALONE
    assert not missing, f"add them to KEPT in tools/assets.py: {sorted(missing)}"


def test_the_sheet_of_the_design_system_holds_no_part_that_no_page_uses() -> None:
    css = SHEET.read_text(encoding="utf-8")
    assert ".usa-input" in css
    assert ".usa-button--outline" in css
    assert "Source Sans Pro Web" in css
    assert ".usa-banner" not in css
    assert ".margin-top-2" not in css
    assert len(css) < 100_000


def test_an_icon_is_drawn_in_the_page_and_a_wrong_name_is_refused() -> None:
    html = Template('{% load ui %}{% icon "warning" "Take care" %}').render(Context())
    assert '<path d="' in html
    assert 'aria-label="Take care"' in html
    with pytest.raises(FileNotFoundError):
        Template('{% load ui %}{% icon "unicorn" %}').render(Context())


def test_steps_say_which_is_done_which_is_now_and_lead_back() -> None:
    source = "{% load ui %}{% steps labels 2 urls %}"
    labels, urls = ["Where", "What", "You"], ["/1/", "/2/", "/3/"]
    html = Template(source).render(Context({"labels": labels, "urls": urls}))
    assert html.count("<li") == 3
    assert html.count('aria-current="step"') == 1
    assert '<a href="/1/">Where</a>' in html
    assert "/2/" not in html
    assert "/3/" not in html


def test_pages_of_a_list_show_only_the_ways_that_there_are() -> None:
    source = "{% load ui %}{% pages newer older %}"
    assert Template(source).render(Context({"newer": "", "older": ""})).strip() == ""
    html = Template(source).render(Context({"newer": "", "older": "?after=1"}))
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html


def test_a_head_to_sort_by_says_how_it_is_sorted() -> None:
    source = '{% load ui %}{% sort_head "Due" "?sort=due" order %}'
    assert 'aria-sort="descending"' in Template(source).render(Context({"order": "descending"}))
    assert "aria-sort" not in Template(source).render(Context({"order": ""}))


def test_what_stands_in_an_empty_list_or_a_dialog_is_kept_as_it_is() -> None:
    source = (
        "{% load ui %}{% empty title %}<p>Call us.</p>{% endempty %}"
        '{% dialog "leave" title %}<button data-close>No</button>{% enddialog %}'
    )
    html = Template(source).render(Context({"title": "<Nothing>"}))
    assert "<p>Call us.</p>" in html
    assert "&lt;Nothing&gt;" in html
    assert 'aria-labelledby="leave-title"' in html
