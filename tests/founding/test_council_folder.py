"""The folder's part on the council: what it says, every slip with its line, and what it adds."""

from datetime import UTC, date, datetime

import pytest

from tests.council import los_angeles_council
from tests.founding.folders import example, read
from townline.cities.rules.city import City
from townline.council import queries
from townline.council.rules.grammar import Grammar
from townline.council.rules.settings import CouncilSettings
from townline.founding import actions
from townline.founding.rules import difference
from townline.founding.rules.council import CouncilDraft
from townline.founding.rules.difference import How
from townline.record.verbs import SYSTEM

COUNCIL = """\
council = "council"
members = 7
quorum = 4
majority = 4
[thresholds]
urgency = 5
[notice_hours]
special = 12
[numbers]
format = "{yyyy}-{serial:3}"
[clock]
leap_day = "after"
statements_reset = true
assumed = ["leap_day"]
[calendar]
weekdays = ["friday", "tuesday"]
[[calendar.recess]]
first = 2026-12-14
last = 2027-01-01
since = 2026-01-06
until = 2026-06-01
"""
BODIES = """\
[[body]]
code = "council"
kind = "council"
name = "Council"
[[body]]
code = "streets"
kind = "committee"
name = "Streets Committee"
parent = "council"
aliases = ["Street Committee"]
formerly = [{ name = "Roads Committee", since = 2001-01-01, until = 2020-01-01 }]
"""
ACTIONS = """\
[[action]]
code = "approved"
label = { en = "Approved" }
effect = "reports"
result = "approved"
body = "body"
blanks = [
  { name = "body", slot = "body", kinds = ["committee"] },
  { name = "comment", slot = "comment" },
]
templates = [
  { version = "1", text = "{body} approved item(s) {comment}." },
]
"""
MORE = """
[[action]]
code = "mayor.thanked"
label = { en = "Thanks" }
effect = "notes"
blanks = [
  { name = "whom", slot = "text" },
]
templates = [
  { version = "1", text = "Mayor thanked {whom} for it." },
]
"""


def folder(
    council: str = COUNCIL, bodies: str = BODIES, actions: str = ACTIONS
) -> dict[str, bytes]:
    """Return the folder with a council."""
    said = {"council": council, "bodies": bodies, "actions": actions}
    return example() | {f"council/{name}.toml": text.encode() for name, text in said.items()}


def of(files: dict[str, bytes]) -> CouncilDraft:
    found = read(files)
    assert [str(fault) for fault in found.faults] == []
    assert found.council is not None
    return found.council


def test_a_city_may_go_without_a_council() -> None:
    assert read(example()).council is None


def test_what_is_not_said_is_as_usual() -> None:
    settings = of(folder(council="")).settings
    assert settings == CouncilSettings()


def test_the_settings_are_read() -> None:
    settings = of(folder()).settings
    assert (settings.members, settings.quorum, settings.thresholds) == (7, 4, {"urgency": 5})
    assert settings.notice_hours == {"regular": 72, "special": 12}
    assert settings.numbers.format == "{yyyy}-{serial:3}"
    assert settings.clock.leap_day == "after"
    assert settings.clock.statements_reset
    assert settings.clock.assumed == {"leap_day"}
    assert settings.calendar.weekdays == (1, 4)
    (recess,) = settings.calendar.recesses
    assert [str(day) for day in (recess.start, recess.end, recess.since, recess.until)] == [
        "2026-12-14", "2027-01-01", "2026-01-06", "2026-06-01",
    ]  # fmt: skip


def test_bodies_and_actions_are_read() -> None:
    vocabulary = of(folder()).vocabulary
    assert [body.code for body in vocabulary.bodies] == ["council", "streets"]
    assert [name.text for name in vocabulary.bodies[1].names] == [
        "Streets Committee",
        "Roads Committee",
    ]
    grammar = Grammar(vocabulary)
    for name in ("Streets Committee", "Roads Committee", "Street Committee"):
        activity = grammar.parse(f"{name} approved item(s) at last.")
        assert (activity.type, activity.parameters["comment"]) == ("approved", "at last")
        assert grammar.bodies(activity, "body") == ("streets",)


def test_a_new_kind_of_activity_is_an_edit_of_the_folder_alone() -> None:
    sentence = "Mayor thanked the Fire Department for it."
    before, after = Grammar(of(folder()).vocabulary), of(folder(actions=ACTIONS + MORE))
    assert before.parse(sentence).type == "other"
    grammar = Grammar(after.vocabulary)
    activity = grammar.parse(sentence)
    assert (activity.type, activity.parameters) == (
        "mayor.thanked",
        {"whom": "the Fire Department"},
    )
    assert grammar.render(activity) == sentence
    (change,) = difference.between(read(folder()), read(folder(actions=ACTIONS + MORE)))
    assert (change.part, change.code, change.how) == ("action", "mayor.thanked", How.ADDED)


@pytest.mark.django_db
def test_an_applied_folder_says_what_sentences_mean() -> None:
    city = applied(folder())
    grammar = queries.grammar(city)
    assert grammar.parse("Roads Committee approved item(s) .").type == "approved"
    assert queries.council_settings(city).members == 7
    city = applied(folder(actions=ACTIONS + MORE))
    assert queries.grammar(city).parse("Mayor thanked us for it.").type == "mayor.thanked"
    assert not queries.has_council(applied(example()))


def applied(files: dict[str, bytes]) -> City:
    return actions.apply(draft=read(files), by=SYSTEM, at=datetime(2026, 5, 9, tzinfo=UTC)).city


def test_what_changes_is_told_by_value() -> None:
    renamed = BODIES.replace('"Streets Committee"', '"Roads and Streets Committee"')
    (change,) = difference.between(read(folder()), read(folder(bodies=renamed)))
    assert (change.part, change.code, change.how) == ("body", "streets", How.CHANGED)
    (change,) = difference.between(
        read(folder()), read(folder(council=COUNCIL.replace("urgency = 5", "urgency = 6")))
    )
    assert change.fields == {"thresholds.urgency": (5, 6)}


def test_a_type_can_be_added_to_los_angeles() -> None:
    found = los_angeles_council.files().items()
    files = {path.removeprefix("council/"): content.decode() for path, content in found}
    actions = _english(files["actions.toml"]) + MORE
    council = _english(files["council.toml"])
    whole = of(folder(council=council, bodies=files["bodies.toml"], actions=actions))
    grammar = Grammar(whole.vocabulary)
    assert grammar.parse("Mayor thanked the crews for it.").type == "mayor.thanked"
    assert grammar.parse("Council action final.").type == "council.final"


def _english(actions: str) -> str:
    """Return the actions with labels in the one language of the example."""
    return (
        "\n".join(
            line.partition(", es = ")[0] + " }" if line.startswith("label") else line
            for line in actions.splitlines()
        )
        + "\n"
    )


def told(**files: str) -> list[str]:
    return [str(fault) for fault in read(folder(**files)).faults]


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ('council = "council"', 'council = "senate"', 1, "There is no body 'senate'."),
        ("quorum = 4", "quorum = 9", 3, "quorum asks for 9 of 7 members."),
        ("urgency = 5", "urgency = 8", 6, "urgency asks for 8 of 7 members."),
        ("special = 12", "spezial = 12", 8, "Did you mean 'special'?"),
        ("{yyyy}-", "", 10, "one {yy} or {yyyy}"),
        ('"after"', '"later"', 12, "leap_day cannot be 'later'."),
        ('["leap_day"]', '["leap"]', 14, "Did you mean 'leap_day'?"),
        ('"tuesday"', '"tuseday"', 16, "Did you mean 'tuesday'?"),
        ("last = 2027-01-01", "last = 2026-01-01", 19, "before it begins"),
        ("until = 2026-06-01", "until = 2026-01-01", 21, "cannot say so from"),
        ("members = 7", "members = 0", 2, "It must be 1 or more."),
    ],
)
def test_a_slip_in_the_settings_is_told(was: str, slip: str, line: int, says: str) -> None:
    faults = told(council=COUNCIL.replace(was, slip))
    assert any(f"council/council.toml:{line}" in one and says in one for one in faults), faults


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ('kind = "committee"', 'kind = "comittee"', 7, "Did you mean 'committee'?"),
        ('parent = "council"', 'parent = "councils"', 9, "Did you mean 'council'?"),
        ('"Street Committee"', '"Council"', 8, "is a name of 'council' already"),
        ('"Streets Committee"', '"Streets; Roads"', 8, "cannot be told apart"),
        ('code = "streets"', 'code = "council"', 6, "is there already"),
        ("until = 2020-01-01", "until = 2000-01-01", 11, "cannot have ended"),
        ("aliases", "alias", 10, "Did you mean 'aliases'?"),
        ('name = "Streets Committee"', "", 5, "'name' is missing"),
    ],
)
def test_a_slip_in_the_bodies_is_told(was: str, slip: str, line: int, says: str) -> None:
    faults = told(bodies=BODIES.replace(was, slip))
    assert any(f"council/bodies.toml:{line}" in one and says in one for one in faults), faults


@pytest.mark.parametrize(
    ("was", "slip", "line", "says"),
    [
        ("{comment}", "{coment}", 12, "Did you mean 'comment'?"),
        ('effect = "reports"', 'effect = "report"', 4, "Did you mean 'reports'?"),
        ('effect = "reports"', "", 1, "'effect' is missing"),
        ('result = "approved"', "", 4, "needs 'result'"),
        ('effect = "reports"', 'effect = "schedules"', 4, "needs 'on'"),
        ('body = "body"', 'body = "comment"', 6, "is filled with comment"),
        ('body = "body"', 'body = "boody"', 6, "Did you mean 'body'?"),
        ('["committee"]', '["commitee"]', 8, "Did you mean 'committee'?"),
        ('slot = "comment"', 'slot = "coment"', 9, "Did you mean 'comment'?"),
        (', slot = "comment"', "", 9, "'slot' is missing"),
        ('name = "comment"', 'name = "body"', 9, "described twice"),
        ('code = "approved"', 'code = "other"', 2, "no sentence of the city means"),
        ('{ version = "1", text', "{ text", 12, "'version' is missing"),
        ("{body} approved", "{body}{comment} approved", 12, "A blank is there twice"),
        ("item(s) {comment}", "}item(s) {comment}", 12, "A brace stands by itself"),
        (" approved item(s) {comment}", "{comment}", 12, "Nothing stands between"),
        ('label = { en = "Approved" }', 'label = "Approved"', 3, "label is not a table"),
    ],
)
def test_a_slip_in_the_actions_is_told(was: str, slip: str, line: int, says: str) -> None:
    assert was in ACTIONS
    faults = told(actions=ACTIONS.replace(was, slip, 1))
    assert any(f"council/actions.toml:{line}" in one and says in one for one in faults), faults


def test_a_blank_that_no_template_has_is_told() -> None:
    faults = told(actions=ACTIONS.replace(" {comment}", ""))
    assert any("No template has the blank {comment}." in one for one in faults), faults


def test_two_wordings_of_one_version_are_told() -> None:
    second = '  { version = "1", text = "{body} approved item(s) {comment}." },\n]'
    faults = told(actions=ACTIONS.rstrip().removesuffix("]") + second)
    assert any("The version '1' is there twice." in one for one in faults), faults


@pytest.mark.parametrize(
    "text",
    [
        "{body} approved item(s) {comment}.",
        "{body} approved {comment}.",
        "{body} approved item(s) with care {comment}.",
        "{body} approved item(s) .",
    ],
)
def test_two_templates_that_read_one_sentence_are_told(text: str) -> None:
    second = f'  {{ version = "2", text = "{text}" }},\n]'
    faults = told(actions=ACTIONS.rstrip().removesuffix("]") + second)
    (fault,) = faults
    assert "council/actions.toml:13" in fault
    assert "could be read as approved (1) and as approved (2)" in fault


def test_templates_of_two_actions_that_read_one_sentence_are_told() -> None:
    other = MORE.replace("Mayor thanked {whom} for it.", "{whom} approved item(s) again.")
    (fault,) = told(actions=ACTIONS + other)
    assert "could be read as approved (1) and as mayor.thanked (1)" in fault


@pytest.mark.parametrize("missing", ["council", "bodies", "actions"])
def test_a_file_of_three_that_is_missing_is_told(missing: str) -> None:
    files = folder()
    del files[f"council/{missing}.toml"]
    faults = [str(fault) for fault in read(files).errors]
    assert any(f"council/{missing}.toml: error: The file is missing" in one for one in faults)


def test_a_file_of_another_name_is_told() -> None:
    (fault,) = read(folder() | {"council/action.toml": b""}).faults
    assert fault.what == "Nothing reads this file."
    assert fault.remedy == "Did you mean 'council/actions.toml'?"


PEOPLE = """\
[[seat]]
body = "council"
code = "1"
[[person]]
code = "demo-alder"
name = "Demo Alder"
sits = [{ body = "council", seat = "1", until = 2026-01-01 }]
[[person]]
code = "demo-birch"
name = "Demo Birch"
sits = [{ body = "council", seat = "1", since = 2026-01-01 }, { body = "streets", role = "chair" }]
"""


def peopled(people: str = PEOPLE) -> dict[str, bytes]:
    return folder() | {"council/people.toml": people.encode()}


def test_who_sits_in_the_council_is_read() -> None:
    people = of(peopled()).people
    assert [each.code for each in people.people] == ["demo-alder", "demo-birch"]
    assert [each.role for each in people.memberships] == ["member", "member", "chair"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("since = 2026-01-01", "since = 2025-12-31", "holds the seat '1' on some of these days"),
        ('"Demo Birch"', '"DEMO ALDER"', "is read as a name of 'demo-alder' already"),
        ('seat = "1", until', 'seat = "2", until', "There is no seat '2'"),
        ('body = "streets"', 'body = "roads"', "There is no body 'roads'"),
        ('"Demo Birch"', '"---"', "has no letters"),
    ],
)
def test_people_who_cannot_be_are_told_with_their_line(old: str, new: str, said: str) -> None:
    faults = list(read(peopled(PEOPLE.replace(old, new))).faults)
    assert any(said in str(fault) for fault in faults), faults
    assert all(fault.line for fault in faults)


@pytest.mark.django_db
def test_an_applied_folder_says_who_sits_where_on_a_day() -> None:
    city = applied(peopled())
    named = {
        day: [who.code for who in queries.members(city, "council", day)]
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert list(named.values()) == [["demo-alder"], ["demo-birch"]]
    city = applied(peopled(PEOPLE.replace("2026-01-01", "2026-02-01")))
    assert [who.code for who in queries.members(city, "council", date(2026, 1, 1))] == [
        "demo-alder"
    ]
    assert queries.names(city).find("ALDER") == "demo-alder"
