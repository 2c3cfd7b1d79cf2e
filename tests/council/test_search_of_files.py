"""Files found by words, numbers and facets; what is restricted is never found, nor learned from."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest

from tests.requests.build import NOON, statements
from townline.cities.rules.city import City
from townline.council.actions import searchable
from townline.council.models import CouncilFile, Searched, Word
from townline.council.queries.search import Found, search
from townline.council.queries.titles import titled
from townline.council.rules.searching import Piece, Said, Wanted, keys_of_number

type Make = Callable[..., CouncilFile]


@pytest.fixture
def make(town: City) -> Make:
    """Return how a file is made with its words."""

    def made(identifier: str, title: str, **said: Any) -> CouncilFile:
        year, serial = 2000 + int(identifier[:2]), int(identifier[3:7])
        supplement = int(identifier.partition("-S")[2] or 0)
        file = CouncilFile.objects.create(
            city_id=town.id,
            number=f"{town.slug}/{identifier}",
            identifier=identifier,
            year=year,
            serial=serial,
            supplement=supplement,
            title=title,
            state=said.get("state", "final"),
            restricted=said.get("restricted", False),
            last_change_date=said.get("changed", date(2022, 11, 2)),
            changed_at=NOON,
        )
        keys = keys_of_number(identifier, identifier[:7], said.get("related", ()))
        searchable.put(
            city=town,
            files=[
                Said(
                    file_id=file.pk,
                    restricted=file.restricted,
                    title=f"{identifier} {title}",
                    names=said.get("names", ""),
                    sentences=said.get("sentences", ("Council action final.",)),
                    documents=said.get("documents", ()),
                    keys=(*keys, f"year:{year}", f"state:{file.state}", *said.get("keys", ())),
                )
            ],
        )
        return file

    return made


def numbers(found: Found) -> list[str]:
    """Return the numbers of the files of a page."""
    return [hit.identifier for hit in found.files]


def test_what_a_title_says_comes_before_what_a_sentence_says(town: City, make: Make) -> None:
    make("21-0001", "Tree trimming", documents=["A report that mentions the call center"])
    make("21-0002", "Call center", changed=date(2020, 1, 1))
    make("21-0003", "Libraries", sentences=("The call center was discussed.",))
    found = search(town, Wanted(words="call centers"))
    assert numbers(found) == ["21-0002", "21-0003", "21-0001"]
    assert (found.total, found.more) == (3, False)
    assert numbers(search(town, Wanted(words="call center", newest_first=True)))[-1] == "21-0002"


def test_what_was_found_is_marked(town: City, make: Make) -> None:
    make("21-0001", "Call Center / Approach", sentences=("Sent to the call center.",))
    (hit,) = search(town, Wanted(words="center")).files
    assert hit.title == (
        *(Piece("Call "), Piece("Center", found=True)),
        Piece(" / Approach"),
    )
    assert Piece("center", found=True) in hit.passage
    assert search(town, Wanted()).files[0].passage == ()


def test_a_number_finds_its_file_its_supplements_and_those_that_refer_to_it(
    town: City,
    make: Make,
) -> None:
    make("21-0278", "Call center")
    make("21-0278-S1", "Call center, again")
    make("22-0001", "Trees", related=["21-0278"])
    make("22-0002", "No. 21-02789")
    assert set(numbers(search(town, Wanted(words="21-0278")))) == {
        *("21-0278", "21-0278-S1", "22-0001"),
    }
    assert numbers(search(town, Wanted(words="21-0278-s1"))) == ["21-0278-S1"]
    assert numbers(search(town, Wanted(words="21-0278 trees"))) == ["22-0001"]


def test_a_slip_is_set_right_and_said(town: City, make: Make) -> None:
    make("21-0001", "Personnel and hiring")
    found = search(town, Wanted(words="personel"))
    assert (numbers(found), found.asked, found.mended) == (["21-0001"], "personel", "personnel")
    nothing = search(town, Wanted(words="xyzzyq"))
    assert (nothing.total, nothing.mended) == (0, "")


def test_accents_make_no_difference(town: City, make: Make) -> None:
    make("21-0001", "Streets", names="Kevin de León")
    assert numbers(search(town, Wanted(words="leon"))) == ["21-0001"]
    assert numbers(search(town, Wanted(words="LEÓN"))) == ["21-0001"]


def test_facets_narrow_and_are_counted(town: City, make: Make) -> None:
    make("21-0001", "Trees", keys=("body:plum", "district:3"))
    make("22-0001", "Trees", keys=("body:plum", "district:4"), state="referred")
    make("22-0002", "Trees", keys=("body:council",))
    found = search(town, Wanted(words="trees"))
    assert [(c.value, c.files) for c in found.facets["body"]] == [("plum", 2), ("council", 1)]
    assert [(c.value, c.files) for c in found.facets["year"]] == [("2022", 2), ("2021", 1)]
    assert numbers(search(town, Wanted(words="trees", body="plum", year=2022))) == ["22-0001"]
    assert numbers(search(town, Wanted(state="referred"))) == ["22-0001"]
    assert numbers(search(town, Wanted(district="3"))) == ["21-0001"]


def test_days_bound_the_last_change(town: City, make: Make) -> None:
    for day in (1, 2, 3):
        make(f"21-000{day}", "Trees", changed=date(2021, 5, day))
    two = Wanted(since=date(2021, 5, 2), until=date(2021, 5, 2))
    assert numbers(search(town, two)) == ["21-0002"]


def test_a_restricted_file_is_nowhere_for_others(town: City, make: Make) -> None:
    make("21-0001", "Settlement of Demo against the City", restricted=True, keys=("body:secret",))
    for words in ("settlement", "21-0001", "setlement"):
        found = search(town, Wanted(words=words))
        assert (found.total, found.mended, found.facets["body"]) == (0, "", ())
    assert numbers(search(town, Wanted(words="settlement"), behind=True)) == ["21-0001"]
    assert not Word.objects.filter(text="settlement").exists()


def test_a_word_that_stands_in_every_file_finds_the_newest_and_titles_first(
    town: City,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = import_module(search.__module__)
    monkeypatch.setattr(module, "FEW", 5)
    monkeypatch.setattr(module, "NEWEST", 4)
    for n in range(1, 13):
        make(f"21-{n:04}", "Trees", changed=date(2021, 1, 1) + timedelta(days=n))
    make("21-0100", "Rules of the Council", changed=date(2019, 1, 1))
    found = search(town, Wanted(words="council"))
    assert numbers(found) == ["21-0100", "21-0012", "21-0011", "21-0010", "21-0009"]
    assert (found.total, found.more) == (5, True)
    make("22-0001", "Bridges", sentences=(), changed=date(2023, 1, 1))
    make("22-0002", "Bridges", sentences=(), changed=date(2023, 1, 1))
    for n in range(3, 15):
        make(f"22-{n:04}", "Bridges", sentences=(), changed=date(2023, 1, 1))
    again = search(town, Wanted(words="council"))
    assert numbers(again) == numbers(found), "none of the latest says it, and the index finds it"


def test_a_phrase_is_found_where_its_words_stand_together(
    town: City,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make("21-0001", "Trees", sentences=("The center takes every call.",))
    make("21-0002", "Bridges", sentences=("Sent to the call center.",))
    make("20-0001", "Call center", changed=date(2019, 1, 1))
    assert numbers(search(town, Wanted(words='"call center"'))) == ["20-0001", "21-0002"]
    assert numbers(search(town, Wanted(words='call -"call center"'))) == ["21-0001"]
    monkeypatch.setattr(import_module(search.__module__), "FEW", 2)
    found = search(town, Wanted(words='"call center"'))
    assert numbers(found) == ["20-0001", "21-0002"], "those that say it in their titles are found"
    assert found.more


def test_pages_part_what_was_found(town: City, make: Make) -> None:
    for n in range(1, 6):
        make(f"21-000{n}", "Trees", changed=date(2021, 5, n))
    pages = [numbers(search(town, Wanted(words="trees"), limit=2, offset=o)) for o in (0, 2, 4)]
    assert pages == [["21-0005", "21-0004"], ["21-0003", "21-0002"], ["21-0001"]]


@pytest.mark.parametrize(
    "words", ['"', "-", "- " * 100, "'); DROP", "\x00", "a" * 999, "OR", "<->", "\\", "-21-0278"]
)
def test_whatever_is_typed_is_answered(town: City, make: Make, words: str) -> None:
    make("21-0001", "Trees")
    assert search(town, Wanted(words=words)).total in (0, 1)


def test_words_put_anew_replace_the_old_ones(town: City, make: Make) -> None:
    file = make("21-0001", "Trees")
    file.title = "Bridges"
    searchable.put(
        city=town,
        files=[Said(file_id=file.pk, restricted=False, title="21-0001 Bridges")],
    )
    assert numbers(search(town, Wanted(words="trees"))) == []
    assert numbers(search(town, Wanted(words="bridge"))) == ["21-0001"]
    assert Searched.objects.count() == 1


def test_a_search_takes_few_statements_whatever_it_finds(town: City, make: Make) -> None:
    for n in range(1, 9):
        make(f"21-000{n}", "Trees of the council")
    with statements() as sent:
        search(town, Wanted(words="trees"))
    assert len([one for one in sent if "SAVEPOINT" not in one]) == 4


def test_titles_are_found_by_their_words_the_latest_change_first(town: City, make: Make) -> None:
    make("20-0001", "Repair of sidewalks", changed=date(2021, 1, 1))
    make("20-0002", "Sidewalk repair on Oak Street", changed=date(2023, 1, 1))
    make("20-0003", "Parking", sentences=("Sidewalk repair was mentioned.",))
    make("20-0004", "Sidewalk repair in confidence", restricted=True)
    found = titled(town, "repair sidewalk")
    assert [each.identifier for each in found] == ["20-0002", "20-0001"]
    assert titled(town, "repair sidewalk", limit=1)[0].title == "Sidewalk repair on Oak Street"
    assert titled(town, "the") == titled(town, "  ") == titled(town, "20-0001") == ()


def test_what_many_titles_say_is_met_from_the_latest_down(
    town: City, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("townline.council.queries.titles.FEW", 2)
    for n in range(1, 6):
        make(f"20-000{n}", "Sidewalks", changed=date(2020 + n, 1, 1))
    found = titled(town, "sidewalk", limit=3)
    assert [each.identifier for each in found] == ["20-0005", "20-0004", "20-0003"]
