"""The database itself keeps the record append-only, whoever tries."""

from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import CHIEF, NOON, WORKER
from townline.cities.rules.city import City
from townline.record import queries
from townline.requests import queries as requests
from townline.requests.actions import moderate, updating, work
from townline.requests.models import RequestEntry
from townline.requests.queries import proof
from townline.requests.rules.submission import Unfit

TABLES = ("requests_requestentry", "record_root")
CHANGES = (
    "UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE",
    "UPDATE {} SET hash = ''", "UPDATE {} SET at = at",
)  # fmt: skip
WAYS_ROUND = (
    "ALTER TABLE {} DISABLE TRIGGER ALL", "ALTER TABLE {} DISABLE TRIGGER USER",
    "SET session_replication_role = replica", "DROP TABLE {} CASCADE",
    "DROP TRIGGER {}_row ON {}", "DROP FUNCTION record_refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN RETURN NEW; END'",
    "ALTER TABLE {} OWNER TO CURRENT_USER", "GRANT UPDATE ON {} TO CURRENT_USER",
    "ALTER TABLE {} RENAME TO other", "SET ROLE postgres",
)  # fmt: skip


@pytest.fixture
def sealed(kept_town: City) -> City:
    """File a request in a database of the test's own, and seal its record."""
    build.file(kept_town)
    assert seal_all() == [2]
    return kept_town


@pytest.mark.usefixtures("as_application")
@pytest.mark.parametrize("table", TABLES)
def test_the_application_may_add_and_nothing_else(sealed: City, table: str) -> None:
    for change in (*CHANGES, *WAYS_ROUND):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table}")
        refused = False
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change.replace("{}", table))
                cursor.execute("SELECT relowner::regrole = current_user::regrole FROM pg_class"
                               f" WHERE oid = '{table}'::regclass")  # fmt: skip
                changed = cursor.fetchone()
                assert changed == (False,)
                cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table])
                # A grant by somebody without the right gives nothing and only warns.
                assert cursor.fetchone() == (False,), change
                refused = change.startswith("GRANT")
        except Error:
            refused = True
        assert refused, change
    assert not queries.verify().faults


def test_a_redacted_text_to_everyone_is_gone_in_all_its_languages(
    sealed: City, owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = RequestEntry.objects.earliest("id").subject.number
    told: dict[str, Any] = {"city": sealed, "number": number, "at": NOON}
    updating.update(words={"en": "A name.", "es": "Un nombre."}, by=WORKER, **told)
    as_owner(monkeypatch, owner)
    moderate.redact_note(seq=3, reason="Court order 1", by=CHIEF, **told)
    connection.close()
    monkeypatch.undo()
    for language in ("en", "es"):
        shown = requests.by_anyone(sealed, number, language=language, at=NOON)
        assert [line.note for line in shown.lines if line.verb == "request.updated"] == [""]
    (kept,) = requests.updates(sealed, number)
    assert dict(kept.words) == {}


@pytest.mark.usefixtures("as_application")
def test_the_application_cannot_redact_by_the_setting(sealed: City) -> None:
    refused = pytest.raises(Error, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL townline.redacting = 'on'")
        cursor.execute("UPDATE requests_requestentry SET note = ''")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_is_stopped_as_well(
    sealed: City, owner: psycopg.Connection[Any], table: str, change: str
) -> None:
    with pytest.raises(psycopg.Error, match="append-only"):
        owner.execute(change.replace("{}", table))
    assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests_requestentry SET note = 'other'",
        "UPDATE requests_requestentry SET note = '', data = '{}'",
        "UPDATE requests_requestentry SET note = '', note_digest = NULL",
        "UPDATE record_root SET entries = 7",
        "DELETE FROM requests_requestentry",
    ],
)
def test_redacting_lets_nothing_through_but_an_emptied_note(
    sealed: City, owner: psycopg.Connection[Any], change: str
) -> None:
    work.note(
        city=sealed, number=RequestEntry.objects.earliest("id").subject.number, text="A name.",
        by=WORKER, at=NOON,
    )  # fmt: skip
    owner.execute("SET townline.redacting = 'on'")
    with pytest.raises(psycopg.Error, match="append-only"):
        owner.execute(change)


def as_owner(monkeypatch: pytest.MonkeyPatch, owner: psycopg.Connection[Any]) -> None:
    """Let Django's connection be the owner's, as the command for it runs."""
    connection.close()
    for name, value in (("USER", owner.info.user), ("PASSWORD", owner.info.password)):
        monkeypatch.setitem(connection.settings_dict, name, value)


def test_a_redacted_note_is_gone_and_the_chain_proves(
    sealed: City, owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = RequestEntry.objects.earliest("id").subject.number
    work.note(city=sealed, number=number, text="A name in a note.", by=WORKER, at=NOON)
    seal_all()
    as_owner(monkeypatch, owner)
    told = {"city": sealed, "number": number, "by": CHIEF, "at": NOON}
    with pytest.raises(Unfit, match="no entry 9"):
        moderate.redact_note(seq=9, reason="Court order 1", **told)
    with pytest.raises(Unfit, match="law"):
        moderate.redact_note(seq=3, reason=" ", **told)
    moderate.redact_note(seq=3, reason="Court order 1", **told)
    connection.close()
    monkeypatch.undo()
    noted = RequestEntry.objects.get(seq=3)
    assert (noted.verb, noted.note) == ("request.noted", "")
    redacted = RequestEntry.objects.get(seq=4)
    assert redacted.data == {"what": "note 3", "reason": "Court order 1"}
    assert not queries.verify().faults
    assert not list(proof.disagreements())


@pytest.mark.usefixtures("as_application")
def test_the_application_cannot_redact_a_note_and_nothing_is_entered(sealed: City) -> None:
    number = RequestEntry.objects.earliest("id").subject.number
    with pytest.raises(Error, match="permission denied"):
        moderate.redact_note(
            city=sealed, number=number, seq=1, reason="Court order 1", by=CHIEF, at=NOON
        )
    assert build.verbs_of(number) == ["submitted", "routed"]


def test_redacted_words_leave_the_record_proving(sealed: City) -> None:
    number = build.file(sealed, description="A name.").number
    moderate.redact_words(city=sealed, number=number, reason="Court order", by=CHIEF, at=NOON)
    seal_all()
    assert not queries.verify().faults
