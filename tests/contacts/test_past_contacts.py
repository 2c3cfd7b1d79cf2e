"""Contacts of the past, kept many at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts.models import Contact
from townline.record.verbs import SYSTEM

AT = datetime(2018, 1, 2, 8, tzinfo=ZoneInfo("America/Los_Angeles"))
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def test_past_contacts_are_kept_letter_for_letter_in_their_order(town: City) -> None:
    said = [("web", "en", AT), ("a\tcall\\n\r\n\\", "es", AT), ("\\N", "", AT), ("web", "en", NOW)]
    keys = actions.hear_many(city_id=town.id, contacts=said, by=SYSTEM, at=NOW)
    kept = Contact.objects.in_bulk(keys)
    assert [(kept[k].channel, kept[k].language, kept[k].started_at) for k in keys] == said
    assert {one.purpose for one in kept.values()} == {"request"}


def test_where_nobody_got_in_touch_no_contact_is_kept(town: City) -> None:
    assert actions.hear_many(city_id=town.id, contacts=[], by=SYSTEM, at=NOW) == []
    assert not Contact.objects.exists()
