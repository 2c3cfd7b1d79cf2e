"""What the clerk's desk refuses: each thing that cannot be, with words that say why."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.council import chamber
from tests.council.chamber import CLERK, COMMITTEE
from tests.desk import fairview
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.actions import NewItem, Said

pytestmark = pytest.mark.django_db
DESK = "/council/desk/"
NONE = "26-9999"
FUTURE, PAST = "2999-01-01", "2020-01-01"
PDF = b"%PDF-1.7\n%%EOF"
ZIP = b"PK\x03\x04 no word in it"
PROGRAM = b"\x7fELF\x02\x01\x01\x00"
INJECTIONS = [
    "1 eq 1; drop table council_councilfile",
    "MatterFile eq '' or 1 eq 1; delete from council_councilfile --'",
    "MatterId eq 1) or (select 1 from auth_user) eq 1",
    "MatterFile eq (select password from auth_user)",
    "password eq 'x'",
    "City/Users/any(u: u/password ne '')",
    "MatterTitle eq '%' union select 1",
    "pg_sleep(5) eq 1",
]


@pytest.fixture
def city(settings: Any, tmp_path: Any) -> City:
    settings.MEDIA_ROOT = tmp_path
    return chamber.found(people=True)


@pytest.fixture
def clerk(city: City) -> Client:
    return fairview.signed_in("clerk")


@pytest.fixture
def number(city: City) -> str:
    return chamber.introduced(city)


def set_for(city: City, hours: float, *files: str, posted: bool = False) -> str:
    """Set a regular meeting so many hours from now with files on its agenda; return its code."""
    now = timezone.now()
    before = now - timedelta(days=5)
    said = Said(body="council", starts_at=now + timedelta(hours=hours))
    code = actions.make_meeting(city=city, said=said, by=CLERK, at=before)
    items = [NewItem(section="heard", file=each) for each in files]
    actions.add_items(city=city, code=code, items=items, by=CLERK, at=before)
    if posted:
        actions.post_agenda(city=city, code=code, places=["Door"], by=CLERK, at=before)
    return code


def said_by(answer: Any) -> str:
    """Return what a refused form says, having seen that it was refused there and then."""
    page = answer.content.decode()
    assert answer.status_code in (200, 422), answer.status_code
    assert "<title>Error:" in page and 'role="alert"' in page
    return str(page)


@pytest.mark.parametrize(
    "rest",
    ["", "details/", "paper/", "restrict/", "act/", "act/council.final/", "statement/",
     "instruction/", "ordinance/", "entries/1/correct/", "entries/1/take-back/"],
)  # fmt: skip
def test_a_number_that_does_not_exist_opens_nothing(city: City, clerk: Client, rest: str) -> None:
    answer = clerk.get(f"{DESK}files/{NONE}/{rest}")
    assert answer.status_code == 404
    assert NONE in answer.content.decode()


def test_a_number_that_does_not_exist_is_named_where_it_is_typed(city: City, clerk: Client) -> None:
    sought = clerk.get(f"{DESK}number/", {"number": NONE}, follow=True)
    assert f"There is no council file {NONE}." in sought.content.decode()
    code = set_for(city, 200)
    said = {"section": "heard", "numbers": NONE}
    added = clerk.post(f"{DESK}meetings/{code}/add/", said, follow=True)
    assert f"There is no council file {NONE}." in added.content.decode()
    assert queries.items(city, code) == ()
    said = {"title": "A supplement", "supplement_to": NONE}
    assert f"There is no council file {NONE}." in said_by(clerk.post(f"{DESK}introduce/", said))


def test_two_files_never_have_one_number(city: City, clerk: Client) -> None:
    made = [clerk.post(f"{DESK}introduce/", {"title": "Same title"}) for _ in range(2)]
    first, second = (answer["Location"].split("/")[-2] for answer in made)
    assert first != second
    taken = chamber.source(second, title="Lamps in parks")
    came = actions.import_file(city=city, found=taken, by=CLERK, at=timezone.now())
    assert (came.identifier, came.fresh) == (second, False)
    assert set(queries.files(city, [first, second])) == {first, second}
    page = clerk.get(DESK).content.decode()
    assert "It was called “Same title”, and the source calls it “Lamps in parks”" in page


def test_a_file_is_on_an_agenda_once(city: City, clerk: Client, number: str) -> None:
    code = set_for(city, 200, number)
    said = {"section": "heard", "numbers": number}
    again = clerk.post(f"{DESK}meetings/{code}/add/", said, follow=True)
    assert "All of that is on the agenda already." in again.content.decode()
    assert len(queries.items(city, code)) == 1


def test_a_tally_that_its_ballots_do_not_give_is_refused(
    city: City, clerk: Client, number: str
) -> None:
    code = set_for(city, 0, number, posted=True)
    base = f"{DESK}meetings/{code}/"
    sit = [who.code for who in queries.members(city, "council", queries.meeting(city, code).day)]
    clerk.post(f"{base}roll/", {"here": sit})
    (item,) = queries.items(city, code)
    note = {"item": item.item.key, "type": "council.adopted_forthwith", "announced": "15 - 0 - 0"}
    page = said_by(clerk.post(f"{base}run/note/", note | {f"b-{sit[0]}": "no"}))
    assert "the ballots add up to 14 - 1 - 0" in page
    said_by(clerk.post(f"{base}run/note/", note | {"announced": "most of them"}))
    said_by(clerk.post(f"{base}run/note/", note | {f"b-{who}": "no" for who in sit}))
    assert queries.running(city, code)[0].outcomes == {}


def test_that_there_was_no_vote_stays_said_while_the_sentence_is_looked_at(
    city: City, clerk: Client, number: str
) -> None:
    code = set_for(city, 0, number, posted=True)
    base = f"{DESK}meetings/{code}/"
    sit = [who.code for who in queries.members(city, "council", queries.meeting(city, code).day)]
    clerk.post(f"{base}roll/", {"here": sit})
    (item,) = queries.items(city, code)
    note = {"item": item.item.key, "type": "council.adopted_forthwith", "preview": "1"}
    ticked = 'name="unvoted" id="unvoted" checked'
    assert ticked not in clerk.post(f"{base}run/note/", note).content.decode()
    assert ticked in clerk.post(f"{base}run/note/", note | {"unvoted": "on"}).content.decode()


@pytest.mark.parametrize(
    ("day", "says"), [(FUTURE, "is yet to come"), (PAST, "is before the file came")]
)
@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("act/council.final/", {"do": "enter"}),
        ("statement/", {"body": "nc-arleta", "position": "for"}),
        ("instruction/", {"body": "personnel", "text": "Report on waits"}),
    ],
)
def test_what_is_dated_before_its_file_or_in_the_future_is_refused(
    city: City, clerk: Client, number: str, rest: str, said: dict[str, str], day: str, says: str
) -> None:
    said = said | {"day": day, "seen": str(queries.file(city, number).seq)}
    assert says in said_by(clerk.post(f"{DESK}files/{number}/{rest}", said))
    assert queries.file(city, number).seq == int(said["seen"])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("referral.motion", {"b-to": ["Sewer and Moonlight Committee"]}),
        ("referral.motion", {"b-to": [COMMITTEE, "Nobody's Committee"]}),
        ("committee.approved", {"b-body": "Council", "b-comment": ""}),
        ("committee.scheduled", {"b-body": "<script>alert(1)</script>", "b-on": "2026-03-09"}),
    ],
)
def test_a_body_that_there_is_not_is_refused_by_its_name(
    city: City, clerk: Client, number: str, code: str, said: dict[str, Any]
) -> None:
    seen = queries.file(city, number).seq
    sent = {"day": "2026-03-02", "seen": str(seen), "do": "enter"} | said
    page = said_by(clerk.post(f"{DESK}files/{number}/act/{code}/", sent))
    assert "There is no body named" in page and "<script>alert" not in page
    assert "bodies.toml" not in page
    assert queries.file(city, number).seq == seen


def test_nothing_is_chosen_before_the_clerk_chose_it(
    city: City, clerk: Client, number: str
) -> None:
    base = f"{DESK}files/{number}/"
    page = said_by(clerk.post(f"{base}statement/", {"day": "2026-03-02"}))
    assert "Choose whose statement it is." in page and "Choose what it says." in page
    said = {"text": "Report on waits", "day": "2026-03-02"}
    assert "Choose who is to report back." in said_by(clerk.post(f"{base}instruction/", said))
    paper = {"title": "A paper", "content": SimpleUploadedFile("a.txt", b"Words.")}
    assert "Choose what it is." in said_by(clerk.post(f"{base}paper/", paper))
    assert queries.file(city, number).seq == 1


def test_an_agenda_that_is_posted_too_late_is_refused_with_the_last_moment(
    city: City, clerk: Client, number: str
) -> None:
    code = set_for(city, 71, number)
    page = f"{DESK}meetings/{code}/"
    assert "post/" not in clerk.get(page).content.decode().split("<main")[1]
    answer = clerk.post(f"{page}post/", {"places": "Door"})
    assert answer.status_code == 422
    assert "at least 72 hours before" in answer.content.decode()
    assert queries.meeting(city, code, behind=True).version == 0
    assert Client().get(f"/council/meetings/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("motion.pdf", b"We move.", "its content is something else"),
        ("motion.pdf", ZIP, "its content is something else"),
        ("motion.docx", PDF, "its content is something else"),
        ("motion.docx", ZIP, "its content is something else"),
        ("motion.txt", PROGRAM, "its content is something else"),
        ("motion", PROGRAM, "its content is something else"),
        ("motion.exe", PROGRAM, "this one ends in .exe"),
        ("motion.html", b"<script>alert(1)</script>", "this one ends in .html"),
        ("motion.pdf", b"", "The paper is empty."),
    ],
)
def test_a_paper_that_is_not_what_it_says_is_refused(
    city: City, clerk: Client, number: str, name: str, content: bytes, says: str
) -> None:
    said = {"kind": "motion", "title": "The motion", "content": SimpleUploadedFile(name, content)}
    assert says in said_by(clerk.post(f"{DESK}files/{number}/paper/", said))
    assert queries.documents(city, number, behind=True) == ()


@pytest.mark.parametrize("question", INJECTIONS)
@pytest.mark.parametrize("option", ["$filter", "$orderby", "$select", "$top", "$skip"])
def test_a_question_of_a_program_never_becomes_a_statement(
    city: City, number: str, option: str, question: str
) -> None:
    client = Client(raise_request_exception=False)
    for rows in ("matters", "events", "persons"):
        answer = client.get(f"/legistar/v1/lacity/{rows}", {option: question})
        assert answer.status_code == 400, (rows, answer.content[:200])
        told = answer.json()["Message"]
        assert told and "psycopg" not in told and "at character" not in told
    assert queries.file(city, number).title == "Street trees"


@pytest.mark.parametrize("entry", ["²", "9" * 5000, "-1", "x"])
def test_an_entry_that_is_no_number_opens_an_empty_form(
    city: City, clerk: Client, number: str, entry: str
) -> None:
    address = f"{DESK}files/{number}/ordinance/"
    clerk.post(address, {"title": "Shade trees"})
    (known,) = queries.follows(city, queries.file(city, number), on=date.max).ordinances
    assert "Shade trees" in clerk.get(address, {"entry": known.seq}).content.decode()
    answer = clerk.get(address, {"entry": entry})
    assert answer.status_code == 200
    assert "Shade trees" not in answer.content.decode()
