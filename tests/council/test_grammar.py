"""Sentences of council files: what each means, and back to the letter in both media."""

import json
from datetime import date
from typing import Any

import pytest

from tests.council import los_angeles_council
from townline.council.rules.amendments import Amendment
from townline.council.rules.grammar import Grammar, NotAnActivity
from townline.council.rules.registry import SameName
from townline.council.rules.vocabulary import (
    ActionType,
    Activity,
    Body,
    BodyName,
    Medium,
    Parameter,
    Slot,
    Template,
    Vocabulary,
)
from townline.council.rules.wordings import BadTemplate

PAAW = "Personnel, Audits, and Animal Welfare Committee"
PLUM = "Planning and Land Use Management Committee"
ITGS = "Information, Technology, and General Services Committee"


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return los_angeles_council.grammar()


SENTENCES: list[tuple[str, str, dict[str, Any]]] = [
    ("Council action final.", "council.final", {}),
    (
        "Council continued item to/for November 1, 2022 .",
        "council.continued",
        {"to": date(2022, 11, 1), "comment": ""},
    ),
    (
        "Council continued item to TBD at 9.",
        "council.continued",
        {"to": "TBD", "comment": "at 9"},
    ),
    (
        "Council meeting of October 14, 2022 cancelled. Item continued to October 18, 2022.",
        "meeting.cancelled",
        {"meeting": date(2022, 10, 14), "to": date(2022, 10, 18)},
    ),
    (f"{PAAW} approved item(s) .", "committee.approved", {"body": PAAW, "comment": ""}),
    (
        f"{PAAW} continued item to/for for 30 days..",
        "committee.continued",
        {"body": PAAW, "when": "for 30 days."},
    ),
    (
        f"{PAAW} continued item to/for a date to be determined.",
        "committee.continued",
        {"body": PAAW, "when": "a date to be determined"},
    ),
    (
        f"{PAAW} noted and filed item(s). w/ further recommendation",
        "committee.noted_and_filed",
        {"body": PAAW, "comment": "w/ further recommendation"},
    ),
    (
        f"{PLUM} denied appeal(s) ; and thereby sustained the determination of the"
        " Harbor Area Planning Commission",
        "committee.denied_appeal",
        {
            "body": PLUM,
            "decision": "; and thereby sustained the determination of the"
            " Harbor Area Planning Commission",
        },
    ),
    (
        "Transportation Committee approved as amended",
        "committee.approved_as_amended",
        {"body": "Transportation Committee"},
    ),
    (
        "Arts, Parks, and City Facilities Committee concurred with the Public Works Committee's"
        " action of August 26, 2026 to approve the Motion dated August 21, 2026",
        "committee.concurred",
        {
            "body": "Arts, Parks, and City Facilities Committee",
            "other": "Public Works Committee",
            "date": date(2026, 8, 26),
            "comment": "to approve the Motion dated August 21, 2026",
        },
    ),
    (
        f"Corrected Referral per Council President to change referral to {PAAW}.",
        "referral.corrected",
        {"authority": "Council President", "to": (PAAW,)},
    ),
    (
        f"Motion referred to {PLUM}; {ITGS}; Council.",
        "referral.motion",
        {"to": (PLUM, ITGS, "Council")},
    ),
    (
        "Council adopted item as amended by Amending Motion 13A (Padilla for McOsker - Hutt),"
        " subject to reconsideration, pursuant to Council Rule 51.",
        "council.adopted_as_amended_r51",
        {
            "amendments": (
                Amendment(
                    title="Amending Motion", number="13A", movers=("Padilla for McOsker", "Hutt")
                ),
            ),
            "comment": "",
        },
    ),
    (
        "City Clerk transmitted file to Mayor.  Last day for Mayor to act is September 25, 2026.",
        "mayor.transmitted",
        {"last_day": date(2026, 9, 25), "comment": ""},
    ),
    (
        "Document submitted by Bureau of Sanitation, dated September 15, 2026.",
        "document.submitted",
        {"from": "Bureau of Sanitation", "dated": date(2026, 9, 15)},
    ),
    (
        "Community Impact Statement submitted by Atwater Village Neighborhood Council.",
        "cis.submitted",
        {"nc": "Atwater Village Neighborhood Council"},
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "parameters"), SENTENCES)
def test_a_sentence_has_one_meaning(
    grammar: Grammar, sentence: str, kind: str, parameters: dict[str, Any]
) -> None:
    activity = grammar.parse(sentence)
    assert (activity.type, dict(activity.parameters)) == (kind, parameters)
    assert grammar.candidates(sentence) == (activity,)
    assert grammar.render(activity) == sentence
    assert grammar.of_json(json.loads(json.dumps(grammar.as_json(activity)))) == activity


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " ",
        "Council action final",
        "Council action final. ",
        "Document submitted by the Mayor, City Administrative Officer report dated July 16, 2026.",
        "Document(s) submitted by Bureau of Street Services; Department of Transportation",
        "Adopted, (13); Absent: Fuentes, LaBonge (2)",
        "Motion (Alarcon - Rosendahl) Adopted to Continue, Unanimous Vote (10); Absent: Greuel (5)",
        "Recommended to Pass  BY VOICE VOTE",
        "On motion of , the Ordinance was Passed",
        "City Clerk scheduled item for Council on February 30, 2022.",
        "City Clerk scheduled item for Council on November 01, 2022.",
        "Sewer Committee approved item(s) .",
        f"Motion referred to {PLUM}, {ITGS}.",
        f"{PLUM} waived consideration of item  .",
        f"{PLUM} noted and filed item(s). ",
        f"{PLUM} scheduled item for committee meeting on March 2, 2022.\n",
    ],
)
def test_what_no_template_fits_is_kept_to_the_letter(grammar: Grammar, sentence: str) -> None:
    activity = grammar.parse(sentence)
    assert activity == Activity(type="other", parameters={"text": sentence})
    assert grammar.candidates(sentence) == ()
    assert grammar.render(activity, Medium.WEB) == sentence
    assert grammar.render(activity, Medium.PRINT) == sentence.rstrip(" ")
    assert grammar.of_json(grammar.as_json(activity)) == activity


@pytest.mark.parametrize(
    ("web", "printed"),
    [
        ("Council adopted item forthwith. ", "Council adopted item forthwith."),
        (
            "Council adopted item forthwith. (12-0)",
            "Council adopted item forthwith. (12-0)",
        ),
        ("Council adopted item urgent forthwith.", "Council adopted item urgent forthwith."),
        (f"{PLUM} noted and filed item(s).  ", f"{PLUM} noted and filed item(s)."),
        (f"{PLUM} noted and filed item(s). so ", f"{PLUM} noted and filed item(s). so"),
        (f"{PLUM} waived consideration of item .", f"{PLUM} waived consideration of item ."),
    ],
)
def test_page_and_print_mean_the_same(grammar: Grammar, web: str, printed: str) -> None:
    activity = grammar.parse(web)
    assert activity.type != "other"
    assert grammar.parse(printed) == activity
    assert grammar.render(activity, Medium.WEB) == web
    assert grammar.render(activity, Medium.PRINT) == printed


def test_a_committee_is_never_the_council(grammar: Grammar) -> None:
    for sentence in (
        "Council continued item to/for November 1, 2022 .",
        "Council approved item(s) .",
        "Council scheduled item for committee meeting on March 2, 2022.",
    ):
        assert "committee" not in grammar.parse(sentence).type
        assert all("committee" not in each.type for each in grammar.candidates(sentence))


def test_the_parse_of_a_sentence_does_not_hold_it(grammar: Grammar) -> None:
    for sentence, _kind, _parameters in SENTENCES:
        assert sentence not in json.dumps(grammar.as_json(grammar.parse(sentence)))


def test_a_line_of_2022_comes_back_in_the_words_of_2022(grammar: Grammar) -> None:
    old = grammar.parse("Council continued item to/for November 1, 2022 .")
    new = grammar.parse("Council continued item to November 1, 2022 .")
    assert old.type == new.type
    assert old.parameters == new.parameters
    assert (old.template, new.template) == ("2021", "2026")
    assert grammar.newest("council.continued").version == "2026"
    assert grammar.render(old) != grammar.render(new)


def test_a_committee_is_known_by_every_name_it_had(grammar: Grammar) -> None:
    activity = grammar.parse(f"Motion referred to {PAAW}; Personnel and Hiring Committee.")
    assert grammar.bodies(activity, "to") == ("personnel", "personnel")
    assert grammar.bodies(grammar.parse("Council action final."), "to") == ()
    assert grammar.registry.code_of("PLUM Committee") == "plum"


def of(kind: str, **parameters: Any) -> dict[str, Any]:
    """Return an activity in JSON."""
    return {"type": kind, "parameters": parameters}


TWO = [{"form": "other", "text": "a\n\nb"}]


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ([], "An activity is an object"),
        ({"type": "council.final", "date": "2022-11-01"}, "no 'date'"),
        ({"type": "council.finale"}, "no wording '' of 'council.finale': it is no type"),
        ({"type": "council.final", "template": "1850"}, "its versions are 2021"),
        ({"type": 3}, "a text"),
        ({"type": "council.final", "parameters": []}, "are an object"),
        (of("council.final", comment=""), "it has no blanks"),
        (of("council.scheduled"), "lacks 'on'; its blanks are on"),
        (of("council.scheduled", on="1 November"), "on: '1 November' is no day"),
        (of("council.scheduled", on="2022-02-30"), "is no day"),
        (of("council.scheduled", on=20221101), "is no day"),
        (of("council.continued", to="soon", comment=""), "is none of 'TBD'"),
        (of("committee.approved", body="Council", comment=""), "no body named 'Council' among"),
        (of("committee.approved", body=PLUM, comment=" x"), "a blank at"),
        (of("committee.approved", body=PLUM, comment="x ."), "' .' at its end"),
        (of("committee.approved", body=PLUM, comment=None), "is no text"),
        (of("referral.motion", to=PLUM), "a list"),
        (of("referral.motion", to=[]), "one at least"),
        (of("document.submitted_list", **{"from": "Mayor", "items": []}), "a list"),
        (of("document.submitted_list", **{"from": "Mayor", "items": TWO}), "would not be read"),
        (of("council.adopted_as_amended_r51", amendments=["13A"], comment=""), "an amendment is"),
        ({"type": "other", "parameters": {"txt": "a"}}, "one parameter"),
        ({"type": "other", "template": "1", "parameters": {"text": "a"}}, "no template"),
    ],
)
def test_json_that_is_no_activity_is_refused(grammar: Grammar, plain: Any, says: str) -> None:
    with pytest.raises(NotAnActivity, match=says):
        grammar.of_json(plain)


def test_json_without_a_version_is_said_in_the_newest(grammar: Grammar) -> None:
    plain = {"type": "council.continued", "parameters": {"to": "2026-10-06", "comment": ""}}
    assert grammar.render(grammar.of_json(plain)) == "Council continued item to October 6, 2026 ."


def test_rendering_names_what_is_missing(grammar: Grammar) -> None:
    with pytest.raises(NotAnActivity, match="lacks 'on'"):
        grammar.render(Activity(type="council.scheduled", template="2021"))
    with pytest.raises(NotAnActivity, match="has no 'too'"):
        grammar.as_json(Activity(type="council.final", template="2021", parameters={"too": 1}))


def body(code: str, name: str, kind: str = "committee", **fields: Any) -> Body:
    return Body(code=code, kind=kind, names=(BodyName(text=name),), **fields)


def kind_of(text: str, *parameters: Parameter) -> ActionType:
    template = Template(version="1", text=text)
    return ActionType(code="t", label={"en": "t"}, templates=(template,), parameters=parameters)


def test_the_longest_name_is_meant() -> None:
    bodies = (body("a", "Housing"), body("b", "Housing and Jobs"), body("c", "Jobs"))
    to = Parameter(name="to", slot=Slot.BODIES)
    grammar = Grammar(Vocabulary(types=(kind_of("{to} and Jobs sat.", to),), bodies=bodies))
    assert grammar.parse("Housing and Jobs and Jobs sat.").parameters["to"] == ("Housing and Jobs",)
    assert grammar.parse("Housing and Jobs sat.").parameters["to"] == ("Housing",)
    both = grammar.parse("Jobs; Housing and Jobs and Jobs sat.")
    assert both.parameters["to"] == ("Jobs", "Housing and Jobs")


def test_a_sentence_may_begin_with_any_words() -> None:
    who = Parameter(name="who", slot=Slot.TEXT)
    grammar = Grammar(Vocabulary(types=(kind_of("{who} spoke.", who),)))
    assert grammar.parse("A resident of the city spoke.").parameters == {
        "who": "A resident of the city"
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{who} and {who}", "twice"),
        ("{who}{what}", "Nothing stands between"),
        ("{ what} said", "does not begin with a blank"),
        ("{where} said", "Nothing says what fills the blank"),
        ("{Who} said", "A brace stands by itself"),
        (" said", "begins with a word"),
        ("  ", "begins with a word"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(text: str, says: str) -> None:
    parameters = (Parameter(name="who", slot=Slot.TEXT), Parameter(name="what", slot=Slot.COMMENT))
    with pytest.raises(BadTemplate, match=says):
        Grammar(Vocabulary(types=(kind_of(text, *parameters),)))


def test_two_bodies_cannot_have_one_name() -> None:
    with pytest.raises(SameName, match="'Housing' is a name of a and of b"):
        Grammar(Vocabulary(bodies=(body("a", "Housing"), body("b", "Homes", aliases=("Housing",)))))
