"""The thread of a request: for its reporter and staff, and for nobody else."""

import pytest

from tests.requests import build
from tests.requests.build import AGENT, NOON, STRANGER, WORKER
from tests.requests.pictures import jpeg
from townline.cities.rules.city import City
from townline.contacts.models import Notice
from townline.record.verbs import RESIDENT, NotAllowed
from townline.requests import queries
from townline.requests.actions import messages, work
from townline.requests.actions.change import NoSuchRequest, Stale
from townline.requests.rules.submission import Unfit

SECRET_TEXT = "My name is Demo Ana and the gate code is 4321."


def write(town: City, number: str, text: str = SECRET_TEXT, **more) -> bool:
    return messages.receive_message(
        city=town, number=number, text=text, by=RESIDENT, at=NOON, **more
    )


def test_a_message_is_read_by_reporter_and_staff_and_by_nobody_else(town: City) -> None:
    receipt = build.file(town, "hole")
    write(town, receipt.number)
    messages.reply(city=town, number=receipt.number, text="We come by.", by=WORKER, at=NOON)
    read = {"language": "en", "at": NOON}
    own = queries.by_reporter(town, receipt.number, receipt.secret, **read)
    staff = queries.by_staff(town, receipt.number, WORKER, **read)
    for seen in (own, staff):
        assert [line.note for line in seen.lines if line.note] == [SECRET_TEXT, "We come by."]
    everyone = queries.by_anyone(town, receipt.number, **read)
    assert not {"request.written", "request.replied"} & {line.verb for line in everyone.lines}
    assert "4321" not in repr(everyone)


def test_a_message_changes_neither_status_nor_what_everyone_sees(town: City) -> None:
    number = build.file(town).number
    before = build.row(number)
    write(town, number)
    after = build.row(number)
    assert (after.status, after.due_at) == (before.status, before.due_at)
    assert after.updated_at == before.updated_at


def test_a_reply_to_a_question_answers_it(town: City) -> None:
    number = build.file(town).number
    work.ask(city=town, number=number, question="Which side?", by=WORKER, at=NOON)
    assert write(town, number, "The north side.") is True
    assert build.verbs_of(number)[-1] == "answered"
    assert build.row(number).status == "in_progress"
    assert build.row(number).paused_at is None


def test_one_may_write_about_what_is_closed_and_it_stays_closed(town: City) -> None:
    number = build.file(town).number
    work.close(city=town, number=number, outcome="done", by=WORKER, at=NOON)
    assert write(town, number, "Thank you.") is False
    assert build.row(number).status == "closed"


def test_a_message_waits_to_be_read_until_staff_does_something(town: City) -> None:
    number = build.file(town).number
    assert build.row(number).unread_since is None
    write(town, number)
    write(town, number, "And one more thing.")
    assert build.row(number).unread_since == NOON
    work.note(city=town, number=number, text="Seen.", by=WORKER, at=NOON)
    assert build.row(number).unread_since is None


def test_the_reporter_is_told_of_a_reply(town: City) -> None:
    number = build.file(town).number
    messages.reply(city=town, number=number, text=" We come by. ", by=AGENT, at=NOON)
    told = Notice.objects.get(template="replied")
    assert told.data == {"number": number, "reply": "We come by."}


def test_others_do_not_reply_and_a_reply_sees_what_came_before(town: City) -> None:
    number = build.file(town).number
    with pytest.raises(NotAllowed):
        messages.reply(city=town, number=number, text="Hello.", by=STRANGER, at=NOON)
    seen = build.row(number).seq
    write(town, number)
    with pytest.raises(Stale):
        messages.reply(city=town, number=number, text="Hi.", by=WORKER, at=NOON, seen=seen)
    assert "replied" not in build.verbs_of(number)


def test_photos_come_with_a_message_as_far_as_there_is_room(town: City) -> None:
    number = build.file(town).number
    kept = messages.keep_photos(photos=[jpeg(), b"no photo"], by=RESIDENT, at=NOON)
    write(town, number, "", photos=kept)
    assert build.row(number).photos.count() == 1
    assert build.verbs_of(number)[-2:] == ["photographed", "written"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "null \x00"])
def test_what_cannot_be_kept_is_refused_whole(town: City, text: str) -> None:
    number = build.file(town).number
    before = build.row(number).seq
    with pytest.raises(Unfit):
        write(town, number, text)
    with pytest.raises(Unfit):
        messages.reply(city=town, number=number, text=text, by=WORKER, at=NOON)
    assert build.row(number).seq == before


def test_nobody_writes_about_a_request_that_is_not_there(town: City) -> None:
    with pytest.raises(NoSuchRequest):
        write(town, "26-999999-9")
