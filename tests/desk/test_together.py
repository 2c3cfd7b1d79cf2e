"""Two people at one request: neither overwrites the other without knowing it."""

from django.test import Client

from tests.desk import fairview
from tests.desk.pages import seen, text_of, words
from townline.cities.rules.city import City


def test_the_second_of_two_is_told_what_is_new_and_loses_nothing_typed(town: City) -> None:
    first, second = fairview.signed_in("worker"), fairview.signed_in("colleague")
    number = fairview.submit()
    page = f"/desk/requests/{number}/"
    as_seen = seen(second, f"{page}close/")
    first.post(f"{page}ask/", {"seen": seen(first, f"{page}ask/"), "question": "Which pole?"})

    answer = second.post(
        f"{page}close/", {"seen": as_seen, "outcome": "private", "remark": "Not our lamp."}
    )

    assert answer.status_code == 409
    told = words(answer)
    assert "Somebody changed it meanwhile" in told
    assert "Which pole?" in told
    assert "Demo worker" in told
    assert "Not our lamp." in told
    assert 'value="private"' in answer.content.decode()
    assert "Waiting for the reporter" in text_of(second, page)

    again = seen_in(answer.content.decode())
    done = second.post(
        f"{page}close/", {"seen": again, "outcome": "private", "remark": "Not our lamp."}
    )
    assert done.status_code == 302
    assert "The light belongs to its neighbours." in text_of(second, page)


def test_what_can_no_longer_be_done_is_said_and_the_words_stay_to_be_copied(town: City) -> None:
    first, second = fairview.signed_in("worker"), fairview.signed_in("colleague")
    number = fairview.submit()
    page = f"/desk/requests/{number}/"
    as_seen = seen(second, f"{page}ask/")
    first.post(f"{page}close/", {"seen": as_seen, "outcome": "working"})

    answer = second.post(f"{page}ask/", {"seen": as_seen, "question": "A long, careful question?"})

    assert answer.status_code == 409
    assert "can no longer be done" in words(answer)
    assert "A long, careful question?" in words(answer)
    assert 'type="submit">Ask the reporter' not in answer.content.decode()


def test_pressing_a_button_twice_does_it_once(worker: Client) -> None:
    number = fairview.submit()
    page = f"/desk/requests/{number}/"
    sent = {"seen": seen(worker, page)}
    assert worker.post(f"{page}start/", sent).status_code == 302
    again = worker.post(f"{page}start/", sent)
    assert again.status_code == 409
    assert "Work started" in words(again)
    assert text_of(worker, page).count("Work started Tue") <= 1


def test_a_note_is_added_whatever_happened_meanwhile(town: City) -> None:
    first, second = fairview.signed_in("worker"), fairview.signed_in("colleague")
    number = fairview.submit()
    page = f"/desk/requests/{number}/"
    as_seen = seen(second, page)
    first.post(f"{page}start/", {"seen": as_seen})
    assert second.post(f"{page}note/", {"seen": as_seen, "text": "Seen too."}).status_code == 302
    assert "Seen too." in text_of(first, page)


def test_a_form_without_what_was_seen_writes_nothing(worker: Client) -> None:
    number = fairview.submit()
    assert worker.post(f"/desk/requests/{number}/start/", {}).status_code == 422
    assert "Work started" not in text_of(worker, f"/desk/requests/{number}/")


def seen_in(html: str) -> str:
    """Return the last entry that a form brings along."""
    return html.split('name="seen" value="')[1].split('"')[0]
