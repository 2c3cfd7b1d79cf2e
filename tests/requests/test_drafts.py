"""Drafts: kept under what only their browser knows, and never beyond a week."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.requests.build import NOON
from townline.cities.rules.city import City
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests import queries
from townline.requests.actions import drafts
from townline.requests.models import KeptDraft, KeptPicture
from townline.requests.rules.submission import Unfit

TOKEN = "a-token-of-a-browser"


def picture() -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG")
    return out.getvalue()


def keep(town: City, **changes: object) -> None:
    """Keep a draft for a lamp."""
    told = {
        "city": town, "service_code": "lamp", "token": TOKEN, "fields": {"address": ["1 A St"]},
        "most_photos": 2, "by": RESIDENT, "at": NOON,
    }  # fmt: skip
    drafts.keep(**told | changes)  # type: ignore[arg-type]


def test_a_draft_comes_back_to_its_own_browser_alone(town: City) -> None:
    keep(town)
    found = queries.draft(town, "lamp", TOKEN, at=NOON)
    assert found is not None
    assert found.fields == {"address": ["1 A St"]}
    assert queries.draft(town, "lamp", "another", at=NOON) is None
    assert queries.draft(town, "pick-up", TOKEN, at=NOON) is None


def test_the_database_does_not_know_the_token(town: City) -> None:
    keep(town)
    assert TOKEN.encode() not in bytes(KeptDraft.objects.get().token)


def test_a_second_keeping_takes_the_place_of_the_first_and_adds_photos(town: City) -> None:
    keep(town, photos=[picture()])
    keep(town, fields={"address": ["2 B St"]}, photos=[picture()])
    found = queries.draft(town, "lamp", TOKEN, at=NOON)
    assert found is not None
    assert (found.fields["address"], found.photos) == (["2 B St"], 2)
    assert len(queries.draft_photos(town, "lamp", TOKEN, at=NOON)) == 2


def test_one_photo_too_many_changes_nothing(town: City) -> None:
    keep(town, photos=[picture()])
    with pytest.raises(Unfit, match="2 photos at most"):
        keep(town, fields={"address": ["2 B St"]}, photos=[picture()] * 2)
    found = queries.draft(town, "lamp", TOKEN, at=NOON)
    assert found is not None
    assert (found.fields["address"], found.photos) == (["1 A St"], 1)


@pytest.mark.parametrize("text", ["\x00", "x" * (drafts.MOST_CHARACTERS + 1)])
def test_what_cannot_be_kept_is_refused(town: City, text: str) -> None:
    with pytest.raises(Unfit):
        keep(town, fields={"description": [text]})
    assert not KeptDraft.objects.exists()


def test_an_old_draft_is_not_shown_and_then_forgotten_with_its_photos(town: City) -> None:
    keep(town, photos=[picture()])
    week = NOON + timedelta(days=7)
    assert queries.draft(town, "lamp", TOKEN, at=week - timedelta(seconds=1)) is not None
    assert queries.draft(town, "lamp", TOKEN, at=week) is None
    assert drafts.sweep(by=SYSTEM, at=week) == 1
    assert not KeptPicture.objects.exists()


def test_a_draft_is_dropped_with_its_photos(town: City) -> None:
    keep(town, photos=[picture()])
    drafts.drop(city=town, service_code="lamp", token=TOKEN, by=RESIDENT, at=NOON)
    assert not KeptDraft.objects.exists()
    assert not KeptPicture.objects.exists()
