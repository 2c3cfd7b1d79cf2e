"""Where contacts are answered, as the folder says it."""

from datetime import timedelta

import pytest

from tests.founding.folders import SLUG, example
from townline.contacts.rules.centres import Callback
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.queueing import Medium, WayOut
from townline.founding.rules import difference, draft

CENTRES = """
[[skill]]
code = "bulky"
name = { en = "Pick-ups" }

[[disposition]]
code = "answered"
name = { en = "Answered" }

[[centre]]
code = "311"
name = { en = "311" }
department = "public-works"
calendar = "office"

[[centre.queue]]
code = "general"
name = { en = "General" }
level = { within_s = 30, share = 0.8 }

[[centre.queue]]
code = "pickups"
name = { en = "Pick-ups" }
needs = ["bulky"]
priority_s = 30
ring_s = 25
overflow_s = 120
overflow_to = "general"
limit_s = 600
way_out = "callback"
callback = { offer_after_s = 60, attempts = 2, apart_s = 600, share = 0.4 }
"""


def of(text: str) -> draft.Draft:
    return draft.of_files(SLUG, example() | {"centres.toml": text.encode()})


def test_centres_are_read_with_their_queues() -> None:
    read = of(CENTRES)
    assert read.faults == ()
    queues = read.centres.queues
    assert set(queues) == {"general", "pickups"}
    pickups = queues["pickups"]
    assert (pickups.centre, pickups.medium, pickups.needs) == ("311", Medium.VOICE, {"bulky"})
    assert (pickups.priority, pickups.ring) == (timedelta(seconds=30), timedelta(seconds=25))
    assert (pickups.overflow, pickups.overflow_to) == (timedelta(minutes=2), "general")
    assert [each.code for each in read.centres.dispositions] == ["answered"]


def test_a_queue_says_how_long_anybody_waits_and_how_it_calls_back() -> None:
    read = of(CENTRES.replace('name = { en = "General" }', 'name = { en = "G" }\nlimit_s = 60'))
    assert read.faults == ()
    general, pickups = read.centres.centres[0].queues
    assert (general.limit_s, general.way_out, general.callback) == (60, WayOut.END, None)
    assert pickups.way_out is WayOut.CALLBACK
    assert pickups.callback == Callback(offer_after_s=60, attempts=2, apart_s=600, share=0.4)
    assert read.centres.queues["pickups"].limit == timedelta(minutes=10)
    assert read.centres.queues["pickups"].misses == 2


def test_who_writes_is_not_called_back() -> None:
    text = CENTRES + 'medium = "text"\n'
    says = [fault.what for fault in of(text.replace('overflow_to = "general"\n', "")).faults]
    assert any("not called back" in each for each in says)
    assert any("way_out" in each for each in says)


def test_a_queue_may_have_a_working_week_of_its_own() -> None:
    read = of(CENTRES.replace('needs = ["bulky"]', 'needs = ["bulky"]\ncalendar = "office"'))
    assert read.faults == ()
    found = read.centres.line("pickups")
    assert found is not None
    assert (found[0].code, found[1].calendar) == ("311", "office")
    assert read.centres.line("nowhere") is None


def test_a_city_says_how_long_it_keeps_what_it_was_told() -> None:
    assert of(CENTRES).centres.kept == Kept()
    read = of("details_days = 30\nwords_days = 20\n" + CENTRES)
    assert read.faults == ()
    assert read.centres.kept == Kept(details_days=30, words_days=20)
    assert [fault.line for fault in of("notes_days = 0\n" + CENTRES).faults] == [1]


def test_a_city_may_have_no_centre() -> None:
    read = of("")
    assert read.faults == ()
    assert read.centres.centres == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('department = "public-works"', 'department = "works"', 13, "no department 'works'"),
        ('calendar = "office"', 'calendar = "offce"', 14, "no calendar 'offce'"),
        ('needs = ["bulky"]', 'needs = ["bulk"]', 24, "no skill 'bulk'"),
        ("ring_s = 25", "ring_s = 900", 26, "300 at most"),
        ("ring_s = 25", "ring_s = 1", 26, "ring_s"),
        ('overflow_to = "general"', 'overflow_to = "genral"', 28, "no queue 'genral'"),
        ('overflow_to = "general"', 'overflow_to = "pickups"', 28, "comes back"),
        ("overflow_s = 120\n", "", 27, "after how long"),
        ('overflow_to = "general"\n', "", 21, "overflow_to"),
        ("share = 0.8", "share = 80", 19, "between 0 and 1"),
        ('code = "pickups"', 'code = "general"', 22, "there already"),
        ('name = { en = "General" }', 'name = { en = "G" }\nmedium = "text"', 29, "another medium"),
        ('name = { en = "General" }', 'name = { en = "G" }\nmedium = "smoke"', 19, "smoke"),
        ("priority_s = 30", "priorty_s = 30", 25, "priority_s"),
        ("limit_s = 600", 'limit_s = 600\ncalendar = "offce"', 30, "no calendar 'offce'"),
        ("limit_s = 600\n", "", 29, "after how long"),
        ('way_out = "callback"', 'way_out = "fax"', 30, "fax"),
        ("callback = {", "# {", 30, "calls nobody back"),
        ("share = 0.4", "share = 4", 31, "between 0 and 1"),
        ("apart_s = 600", "apart_s = 6", 31, "60 or more"),
        ('calendar = "office"', 'calendar = "office"\nmisses = 0', 15, "1 or more"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    faults = of(CENTRES.replace(old, new, 1)).faults
    told = [(f.file, f.line) for f in faults if says in f"{f.what} {f.remedy}"]
    assert told == [("centres.toml", line)], faults
    assert len(faults) == 1, faults


def test_a_centre_without_a_queue_is_a_fault() -> None:
    (fault,) = of(CENTRES[: CENTRES.index("[[centre.queue]]")]).faults
    assert "no queue" in fault.what


def test_a_changed_queue_is_in_the_difference() -> None:
    before, after = of(CENTRES), of(CENTRES.replace("priority_s = 30", "priority_s = 60"))
    (change,) = difference.between(before, after)
    assert (change.part, change.code) == ("queue", "pickups")
    assert change.fields == {"priority_s": (30, 60)}


QUALITY = """
[[question]]
code = "right"
words = { en = "Was it right?" }
weight = 3
"""


def test_questions_of_quality_are_read_and_compared() -> None:
    before = draft.of_files(SLUG, example() | {"quality.toml": QUALITY.encode()})
    assert before.faults == ()
    (asked,) = before.centres.quality
    assert (asked.code, asked.weight) == ("right", 3)
    heavier = QUALITY.replace("3", "4").encode()
    (change,) = difference.between(
        before, draft.of_files(SLUG, example() | {"quality.toml": heavier})
    )
    assert change.fields == {"weight": (3, 4)}


def test_a_question_weighs_ten_at_most() -> None:
    heavy = QUALITY.replace("3", "30").encode()
    (fault,) = draft.of_files(SLUG, example() | {"quality.toml": heavy}).faults
    assert (fault.file, fault.line) == ("quality.toml", 5)
