"""Files of other systems are taken in as they are, as often as one likes."""

import json
from datetime import date, timedelta

import pytest

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from townline.council import actions, queries
from townline.council.rules import cfms, printed
from townline.council.rules.grammar import Grammar
from townline.council.rules.imported import ImportedFile
from townline.council.rules.vocabulary import OTHER

pytestmark = pytest.mark.django_db
REFERRED = "Motion referred to Transportation Committee."
DAY = date(2026, 2, 3)


def take(city, found: ImportedFile) -> actions.Imported:
    return actions.import_file(city=city, found=found, by=CLERK, at=NOW)


def test_importing_again_enters_nothing_and_a_newer_source_only_what_is_new() -> None:
    city = chamber.found()
    source = chamber.source("26-0100", (DAY, REFERRED), received=DAY)
    came = take(city, source)
    assert (came.fresh, came.activities) == (True, 1)
    seq = queries.file(city, "26-0100").seq
    came = take(city, source)
    assert (came.fresh, came.activities, came.flags) == (False, 0, ())
    assert queries.file(city, "26-0100").seq == seq
    later = "Transportation Committee approved item(s) . "
    came = take(city, chamber.source("26-0100", (DAY + timedelta(days=7), later), (DAY, REFERRED)))
    assert came.activities == 1
    assert [line.printed for line in queries.history(city, "26-0100")] == [
        later.rstrip(), REFERRED,
    ]  # fmt: skip


def test_a_sentence_that_says_the_same_twice_a_day_is_entered_twice() -> None:
    city = chamber.found()
    came = take(city, chamber.source("26-0100", (DAY, REFERRED), (DAY, REFERRED)))
    assert came.activities == 2
    assert take(city, chamber.source("26-0100", (DAY, REFERRED), (DAY, REFERRED))).activities == 0


def test_an_unknown_sentence_is_kept_word_for_word_and_listed_for_the_clerk() -> None:
    city = chamber.found()
    sentence = "The  council did something   that no wording has . "
    came = take(city, chamber.source("26-0100", (DAY, sentence)))
    assert came.not_understood == 1
    (line,) = queries.history(city, "26-0100")
    assert (line.type, line.sentence) == (OTHER, sentence)
    (flag,) = [f for f in queries.flags(city) if f.code == "not_understood"]
    assert flag.identifier == "26-0100" and flag.entry == line.seq


def test_what_is_out_of_time_or_gone_is_flagged_and_left_as_it_is() -> None:
    city = chamber.found()
    early = (DAY - timedelta(days=40), REFERRED)
    came = take(city, chamber.source("26-0100", early, received=DAY, generated=DAY))
    assert came.activities == 1
    assert any("before the file came" in flag for flag in came.flags)
    came = take(city, chamber.source("26-0100", received=DAY, generated=DAY))
    assert any("no longer has the activity" in flag for flag in came.flags)
    assert len(queries.history(city, "26-0100")) == 1


def test_what_another_record_says_is_shown_beside_what_follows() -> None:
    city = chamber.found()
    source = chamber.source(
        "26-0100", (DAY, REFERRED), recorded_change=DAY, recorded_expiration=date(2029, 1, 1)
    )
    came = take(city, source)
    assert any("2029-01-01" in flag and "2028-02-03" in flag for flag in came.flags)
    clock = queries.clock(city, "26-0100", as_of=DAY, known_on=date.max)
    assert clock.expiration.recorded == date(2029, 1, 1)
    assert clock.expiration.computed == date(2028, 2, 3)


def test_bad_sources_are_refused_in_words() -> None:
    with pytest.raises(cfms.NotCfms, match=r"activities\[0\]"):
        cfms.read({"council_file": "26-0001", "title": "x", "activities": [["2026"]]})
    with pytest.raises(cfms.NotCfms, match="is no day"):
        cfms.read({"council_file": "26-0001", "title": "x", "activities": [["2026", "x", []]]})
    with pytest.raises(printed.Unreadable):
        printed.read("Office of the City Clerk")


@needs_data
def test_the_seed_report_comes_back_to_the_letter_but_for_four_marks() -> None:
    city = chamber.found()
    seed = (DATA / "21-0278.txt").read_text()
    came = take(city, printed.read(seed))
    assert (came.activities, came.not_understood, came.flags) == (28, 0, ())
    made = queries.printed_report(city, "21-0278", on=date(2024, 4, 26))
    expected = seed.replace("[21-0278](#)", "21-0278")  # the marks of links
    expected = expected.replace("\n\n06/30/2021 ", "\n06/30/2021\t")  # a page ended here
    head, after, rest = expected.partition("\n06/30/2021\t")
    rows = [
        f"{line[:10]}\t{line[11:]}" if line[:2].isdigit() else line for line in rest.split("\n")
    ]
    office = made.office
    assert printed.write(made) == head + after + "\n".join(rows) + "\n"
    assert office == "Office of the City Clerk, City of Los Angeles"


@needs_data
def test_the_same_file_from_its_two_sources_is_one() -> None:
    city = chamber.found()
    take(city, printed.read((DATA / "21-0278.txt").read_text()))
    found = cfms.read(json.loads((DATA / "files" / "21-0278.json").read_text()))
    came = take(city, found)
    assert (came.fresh, came.activities) == (False, 0)


@needs_data
def test_a_whole_file_with_documents_comes_in_typed_and_its_holes_are_flagged() -> None:
    city = chamber.found()
    found = cfms.read(json.loads((DATA / "files" / "25-0843.json").read_text()))
    came = take(city, found)
    assert (came.activities, came.not_understood) == (34, 0)
    lines = queries.history(city, "25-0843")
    assert [line.sentence for line in lines] == [each.sentence for each in found.activities]
    assert [[p.name for p in line.documents] for line in lines] == [
        list(each.documents) for each in found.activities
    ]
    assert any("no entry says that this became final" in flag for flag in came.flags)
    assert isinstance(queries.grammar(city), Grammar)
    assert take(city, found).activities == 0
