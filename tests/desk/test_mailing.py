"""What members are sent: they say so themselves, for their own departments."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.desk import fairview
from tests.desk.pages import text_of, words
from townline.cities.rules.city import City
from townline.staff.models import Mailing


def mailing(name: str) -> Mailing | None:
    user = get_user_model().objects.get(username=name)
    return Mailing.objects.filter(member__user=user).first()


def test_a_member_asks_for_letters_and_ends_them(supervisor: Client) -> None:
    page = "/desk/mail/"
    assert page in supervisor.get("/desk/worklist/").content.decode()
    said = {"email": "chief@example.org", "escalations": "on", "digests": ["lighting"]}
    assert supervisor.post(page, said).status_code == 302
    assert "Saved." in text_of(supervisor, page)
    kept = mailing("supervisor")
    assert kept is not None
    assert (kept.email, kept.escalations, kept.digests) == ("chief@example.org", True, ["lighting"])
    supervisor.post(page, {"email": ""})
    kept = mailing("supervisor")
    assert kept is not None
    assert (kept.email, kept.escalations, kept.digests) == ("", False, [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"email": "", "digests": ["lighting"]}, "Say where the letters are to be sent."),
        ({"email": "nonsense"}, "Error"),
        ({"email": "a@example.org", "digests": ["parks"]}, "Error"),
        ({"email": f"{'a' * 300}@example.org"}, "Error"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_kept(
    supervisor: Client, said: dict, told: str
) -> None:
    answer = supervisor.post("/desk/mail/", said)
    assert answer.status_code == 422
    assert told in words(answer)
    assert mailing("supervisor") is None


@pytest.mark.usefixtures("town")
def test_who_works_for_all_departments_may_ask_for_each(town: City) -> None:
    admin = fairview.signed_in("admin")
    page = text_of(admin, "/desk/mail/")
    for name in ("Street Lighting", "Parks", "Care"):
        assert name in page
    said = {"email": "a@example.org", "digests": ["parks", "care"]}
    assert admin.post("/desk/mail/", said).status_code == 302
