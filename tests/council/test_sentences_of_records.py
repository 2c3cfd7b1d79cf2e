"""Every sentence of two real files, and every line of real referral sheets, both ways."""

import csv
import json
from collections import Counter

from tests.council import los_angeles_council
from tests.council.los_angeles_council import DATA, NEEDS_DATA
from townline.council.rules import document_lines
from townline.council.rules.document_lines import Form
from townline.council.rules.vocabulary import Medium

SENTENCES = DATA / "activities.tsv"
SHEETS = DATA / "hotsheet_samples.tsv"
pytestmark = NEEDS_DATA


def lines() -> list[tuple[str, str, Medium]]:
    """Return the sentences, with the type that each is said to have, and where it was read."""
    rows = [row.split("\t") for row in SENTENCES.read_text(encoding="utf-8").splitlines()[1:]]
    return [
        (json.loads(row[3]), row[2], Medium.PRINT if row[4] == "seed report" else Medium.WEB)
        for row in rows
    ]


def test_every_sentence_is_typed_once_and_comes_back_to_the_letter() -> None:
    grammar, found = los_angeles_council.grammar(), Counter[Medium]()
    for sentence, kind, medium in lines():
        activity = grammar.parse(sentence)
        assert activity.type == kind
        assert grammar.candidates(sentence) == (activity,)
        assert grammar.render(activity, medium) == sentence
        plain = json.dumps(grammar.as_json(activity))
        assert grammar.render(grammar.of_json(json.loads(plain)), medium) == sentence
        printed = grammar.render(activity, Medium.PRINT)
        assert printed == sentence.rstrip(" ")
        assert grammar.parse(printed) == activity
        found[medium] += 1
    assert found == {Medium.PRINT: 28, Medium.WEB: 34}


def test_every_line_of_a_paper_comes_back_to_the_letter() -> None:
    with SHEETS.open(encoding="utf-8", newline="") as file:
        rows = [row[2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    grammar = los_angeles_council.grammar()
    listed = [grammar.parse(s).parameters.get("items", ()) for s, _kind, _medium in lines()]
    read = [
        *(document_lines.read(row) for row in rows),
        *(line for each in listed for line in each),
    ]
    assert len(read) == 22
    assert [document_lines.write(line) for line in read[:19]] == rows
    forms = Counter(line.form for line in read)
    assert forms == {Form.REPORT: 14, Form.MOTION: 7, Form.SUBMISSION: 1}


def test_bodies_on_referral_sheets_are_in_the_registry() -> None:
    with SHEETS.open(encoding="utf-8", newline="") as file:
        rows = [row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    registry = los_angeles_council.grammar().registry
    names = {name.removeprefix("To ") for row in rows for name in row.split("|")}
    assert {name for name in names if not registry.has(name, ("committee", "council"))} == set()
