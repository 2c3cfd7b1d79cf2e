"""What everyone reads of the council's files: the first page, a file, its report, its papers."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.council import chamber
from tests.council.chamber import CLERK, COMMITTEE, NOW
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions
from townline.council.rules.contents import Given
from townline.council.rules.details import Details
from townline.council.rules.imported import ImportedBallot, ImportedVote

pytestmark = pytest.mark.django_db
ADOPTED = "Council adopted item, subject to reconsideration, pursuant to Council Rule 51."
ROWS = (
    (date(2026, 2, 24), ADOPTED),
    (date(2026, 2, 20), "City Clerk scheduled item for Council on February 24, 2026."),
    (date(2026, 2, 11), f"{COMMITTEE} approved item(s) ."),
    (date(2026, 2, 3), f"Motion referred to {COMMITTEE}."),
)  # fmt: skip


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found()


@pytest.fixture
def taken_in(city: City) -> str:
    found = chamber.source(
        "26-0101", *ROWS, title="Street trees <b>", movers=("DEMO MEMBER",), districts=("5",)
    )
    actions.import_file(city=city, found=found, by=CLERK, at=NOW)
    return "26-0101"


def page(path: str, status: int = 200, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == status, answer.content[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def path_of(number: str, rest: str = "") -> str:
    return f"/council/files/{number}/{rest}"


def test_a_file_tells_how_it_stands_and_why_and_what_happened(taken_in: str) -> None:
    said = page(path_of(taken_in))
    assert "Street trees &lt;b&gt;" in said
    assert "Round 1" in said
    assert "pursuant to Council Rule 51." in said
    assert "Worked out" in said
    assert re.search(r'This rests on: <a href="#line-(\d+)">', said)
    for seq in re.findall(r'href="#line-(\d+)"', said):
        assert f'id="line-{seq}"' in said


def test_lines_stand_newest_first(taken_in: str) -> None:
    said = page(path_of(taken_in))
    places = [said.index(f'{day:%Y-%m-%d}">', said.index('id="course"')) for day, _ in ROWS]
    assert places == sorted(places)


def test_a_file_can_be_seen_as_of_a_day(taken_in: str) -> None:
    said = page(path_of(taken_in), as_of="2026-02-12")
    assert "You see the file as of" in said
    assert "Rule 51" not in said
    assert "approved item(s)" in said
    assert "Rule 51" not in page(path_of(taken_in), known_on="2026-02-12")


@pytest.mark.parametrize("query", [{"as_of": "yesterday"}, {"known_on": "2026-13-01"}])
def test_a_day_that_is_none_is_refused_with_its_field_named(
    taken_in: str, query: dict[str, str]
) -> None:
    said = page(path_of(taken_in), 422, **query)
    assert "<title> Error:" in said or "<title>Error:" in said
    assert f'href="#id_{next(iter(query))}"' in said


def test_a_number_may_be_typed_in_other_ways_and_unknown_ones_are_not_found(
    taken_in: str,
) -> None:
    answer = Client().get("/council/files/26-101/")
    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(taken_in))
    for wrong in ("26-9999", "nonsense", "26-0101-S", "٢٦-0101"):
        page(path_of(wrong), 404)


def test_the_search_box_leads_straight_to_the_file_of_a_number(taken_in: str) -> None:
    answer = Client().get("/council/files/", {"words": " 26-101 "})
    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(taken_in))


def test_what_was_corrected_is_struck_and_explained(city: City, taken_in: str) -> None:
    sentence = f"{COMMITTEE} approved as amended ."
    seq = int(re.findall(r'id="line-(\d+)"', page(path_of(taken_in)))[2])
    actions.correct(
        city=city, identifier=taken_in, entry=seq, activity=chamber.said(city, sentence),
        day=date(2026, 2, 11), reason="It was amended.", by=CLERK, at=NOW,
    )  # fmt: skip
    said = page(path_of(taken_in))
    assert f"<del>{COMMITTEE} approved item(s) ." in said
    assert "This line was corrected:" in said
    assert "It was amended." in said
    assert said.count("approved as amended") == 1


def test_a_restricted_file_is_nowhere(city: City, taken_in: str) -> None:
    actions.restrict(city=city, identifier=taken_in, reason="Closed session.", by=CLERK, at=NOW)
    for rest in ("", "report.txt", "report.html", "comment/"):
        page(path_of(taken_in, rest), 404)
    page("/council/subscribe/", 404, topic=f"council-file:{taken_in}")
    for path in ("/council/", "/council/files/", "/council/files/?words=trees"):
        assert "Street trees" not in page(path)
    page("/council/files/", words=taken_in)


def test_the_report_is_plain_text_and_a_page_with_the_same_words(taken_in: str) -> None:
    answer = Client().get(path_of(taken_in, "report.txt"), {"on": "2026-02-25"})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert "on 02/25/2026" in text
    assert "02/24/2026\tCouncil adopted item, subject to reconsideration" in text
    said = page(path_of(taken_in, "report.html"), on="2026-02-25")
    for day, sentence in ROWS:
        assert f"{day:%m/%d/%Y}" in said
        assert sentence in said
    page(path_of(taken_in, "report.txt"), 404, on="never")


def test_votes_are_told_with_who_voted_how(city: City) -> None:
    ballots = (
        ImportedBallot(member="DEMO ONE", district="1", vote="YES"),
        ImportedBallot(member="DEMO TWO", district="2", vote="NO"),
        ImportedBallot(member="DEMO THREE", district="3", vote="ABSENT"),
    )
    vote = ImportedVote(
        date=date(2026, 2, 24), meeting_type="Regular", action="Adopted", given="(1 - 1 - 1)",
        ballots=ballots,
    )  # fmt: skip
    found = chamber.source("26-0102", *ROWS, title="Benches", votes=(vote,))
    actions.import_file(city=city, found=found, by=CLERK, at=NOW)
    said = page(path_of("26-0102"))
    assert "Yes 1 · No 1 · Absent 1" in said
    assert "Who voted how" in said
    assert 'id="votes"' not in page(path_of("26-0102"), as_of="2026-02-20")


def test_the_report_is_a_pdf_too(taken_in: str) -> None:
    answer = Client().get(path_of(taken_in, "report.pdf"), {"on": "2026-02-25"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'inline; filename="26-0101.pdf"'
    page(path_of("26-9999", "report.pdf"), 404)


def test_a_paper_is_sent_as_it_was_filed_and_a_withheld_one_is_not(
    city: City, taken_in: str
) -> None:
    paper = Given(kind="report", title="Tree list", name="trees.txt", content=b"Oaks <script>")
    key = actions.file_document(city=city, identifier=taken_in, paper=paper, by=CLERK, at=NOW)
    answer = Client().get(f"/council/documents/{key}/")
    assert b"".join(answer) == b"Oaks <script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Tree list" in page(path_of(taken_in))
    actions.withhold(city=city, document_id=key, reason="A name in it.", by=CLERK, at=NOW)
    page(f"/council/documents/{key}/", 404)
    assert "Tree list" not in page(path_of(taken_in))


def test_a_paper_that_is_only_named_is_said_to_be_missing(city: City, taken_in: str) -> None:
    key = actions.file_document(
        city=city, identifier=taken_in, paper=Given(kind="report", title="Lost"), by=CLERK, at=NOW
    )
    page(f"/council/documents/{key}/", 404)
    assert f"/council/documents/{key}/" not in page(path_of(taken_in))


def test_the_citys_first_page_leads_to_the_council_where_there_is_one(city: City) -> None:
    assert 'href="/council/"' in page("/")


@pytest.mark.parametrize("query", ["year=abc", "page=0", "since=never", "year=99999999999"])
def test_an_address_that_asks_for_what_cannot_be_says_so(city: City, query: str) -> None:
    assert "This address asks for what cannot be" in page(f"/council/files/?{query}", 422)


def test_the_menu_marks_the_page_that_is_open_and_no_other(city: City) -> None:
    for start in ("", "/es"):
        page = Client().get(f"{start}/council/").content.decode()
        menu = page[page.index('id="menu"') : page.index("</nav>")]
        assert re.findall(r'href="([^"]*)" aria-current', menu) == [f"{start}/council/"]


def test_odd_words_in_the_search_harm_nothing(city: City) -> None:
    for words in ("\x00", "'; DROP TABLE", "%", "((", '"', "a" * 300, "-", "&|!:*"):
        answer = Client().get("/council/files/", {"words": words})
        assert answer.status_code in (200, 422), words


def test_the_first_page_says_what_is_new_and_when_there_is_nothing(city: City) -> None:
    assert "No files yet" in page("/council/")
    chamber.introduced(city, "Benches")


def test_a_city_without_a_council_has_no_such_pages(settings: Any, tmp_path: Path) -> None:
    fairview.apply()
    for path in ("/council/", "/council/files/", path_of("26-0101")):
        page(path, 404)
    assert 'href="/council/"' not in page("/")


def test_the_details_of_a_file_are_told(city: City) -> None:
    details = Details(title="Benches", movers=("Demo A",), seconders=("Demo B",), districts=("3",))
    number = actions.introduce(city=city, details=details, by=CLERK, at=NOW)
    said = page(path_of(number))
    for part in ("Moved by", "Demo A", "Seconded by", "Demo B", "Council district"):
        assert part in said
