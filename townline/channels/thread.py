"""What came in is put to the request that it is about."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.queries import LetterShown
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.actions import hand_over, messages
from townline.requests.actions.change import NoSuchRequest
from townline.requests.queries import NoSuchHandOver
from townline.requests.rules.submission import MOST_TEXT, Unfit


def put(
    city: City,
    letter_id: int,
    number: str,
    *,
    by: Actor,
    at: datetime,
    handed_id: int | None = None,
) -> bool:
    """
    Put a letter to a request's thread; whether it could be.

    What cannot stays with the letters that a person sorts: nothing of it is lost. Two who put the
    same letter: the first sorts it, and the second finds it sorted.

    :param handed_id: the hand-over that it is about, where another organisation wrote it
    """
    letter = heard.letter(city.id, letter_id)
    if letter is None or letter.sorted_as:
        return False
    try:
        contacts.sort_letter(letter_id=letter_id, as_="assigned", number=number, by=by, at=at)
    except contacts.AlreadySorted:
        return False
    try:
        _say(city, letter, number, handed_id, by=by, at=at)
    except (NoSuchRequest, NoSuchHandOver, Unfit):
        contacts.unsort_letter(letter_id=letter_id, by=by, at=at)
        return False
    contacts.clear_letter(letter_id=letter_id, by=by, at=at)
    return True


def _say(
    city: City, letter: LetterShown, number: str, handed_id: int | None, *, by: Actor, at: datetime
) -> None:
    text = letter.text[:MOST_TEXT]
    if handed_id is None:
        messages.receive_message(
            city=city, number=number, text=text, photos=letter.photos, by=by, at=at
        )
    else:
        partner = requests.acting(city, handed_id)
        hand_over.write(
            city=city, handed_id=handed_id, text=text, kept=letter.photos, by=partner, at=at
        )
