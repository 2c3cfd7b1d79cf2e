"""What a folder says of reminders, and of votes that hold an ordinance over."""

from tests.founding.test_council_folder import ACTIONS, BODIES, COUNCIL
from townline.council.rules.settings import ReportSettings
from townline.founding.rules import council
from townline.founding.rules.council import CouncilDraft
from townline.founding.rules.faults import Faults

OVER = """\
[[action]]
code = "over"
label = { en = "Held over" }
effect = "decides"
result = "over"
votes = ["Adopted, Ordinance Over"]
blanks = []
templates = [{ version = "1", text = "Council held the ordinance over." }]
"""


def told(settings: str = COUNCIL, more: str = "") -> tuple[CouncilDraft, list[str]]:
    faults = Faults()
    files = {
        "council/council.toml": settings.encode(), "council/bodies.toml": BODIES.encode(),
        "council/actions.toml": (ACTIONS + more).encode(),
    }  # fmt: skip
    found = council.read(files, ("en",), faults)
    assert found is not None
    return found, [str(fault) for fault in faults.all()]


def test_reminders_are_seven_days_ahead_and_go_nowhere_unless_the_folder_says_so() -> None:
    assert told()[0].settings.reports == ReportSettings(remind_days=7, email="")
    said = COUNCIL + '[reports]\nremind_days = 3\nemail = "clerk@example.org"\n'
    found, faults = told(said)
    assert faults == []
    assert found.settings.reports == ReportSettings(remind_days=3, email="clerk@example.org")


def test_an_address_that_is_none_and_no_days_are_named_with_their_line() -> None:
    found, faults = told(COUNCIL + '[reports]\nremind_days = 0\nemail = "the clerk"\n')
    assert len(faults) == 2
    assert any("'the clerk' is no e-mail address" in fault for fault in faults)
    assert all("council/council.toml" in fault for fault in faults)
    assert found.settings.reports.email == ""


def test_words_of_a_vote_belong_to_one_kind_of_activity_with_a_result() -> None:
    found, faults = told(more=OVER)
    assert faults == []
    (over,) = (kind for kind in found.vocabulary.types if kind.code == "over")
    assert over.votes == ("Adopted, Ordinance Over",)
    again = OVER.replace('"over"\nlabel', '"again"\nlabel').replace("held the", "put the")
    (fault,) = told(more=OVER + again)[1]
    assert "is what a vote for 'over' came to already" in fault
    bare = OVER.replace('result = "over"\n', "").replace('"decides"', '"notes"')
    (fault,) = told(more=bare)[1]
    assert "Only an action with a result" in fault
