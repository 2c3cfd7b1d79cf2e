"""What the database holds once all is quiet, read as its owner and by nobody's models."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import psycopg

from bench.installation import ROOT
from bench.killing.verdict import Found, Kept, Owed

REAL = "UPDATE cities_city SET demo = false"
NOTHING_OWED = "UPDATE contacts_notice SET given_up_at = now() WHERE sent_at IS NULL"
REQUESTS = """
SELECT r.number, r.seq,
       coalesce(array_agg(e.verb ORDER BY e.seq) FILTER (WHERE e.id IS NOT NULL), '{}'),
       EXISTS (SELECT FROM requests_words w WHERE w.request_id = r.id)
         AND EXISTS (SELECT FROM contacts_contact c WHERE c.id = r.contact_id)
FROM requests_servicerequest r LEFT JOIN requests_requestentry e ON e.subject_id = r.id
WHERE r.origin = 'live'
GROUP BY r.id
"""
KEYS = """
SELECT CASE WHEN k.scope = 'web' THEN 'form ' || k.key ELSE k.key END, r.number
FROM requests_key k JOIN requests_servicerequest r ON r.id = k.request_id
"""
NOTICES = """
SELECT n.id, n.data->>'number', n.given_up_at IS NOT NULL
FROM contacts_notice n JOIN requests_servicerequest r
  ON r.city_id = n.city_id AND r.number = n.data->>'number'
WHERE r.origin = 'live'
"""
STRAYS = """
SELECT (SELECT count(*) FROM requests_requestentry x WHERE NOT EXISTS
          (SELECT FROM requests_servicerequest r WHERE r.id = x.subject_id))
     + (SELECT count(*) FROM requests_words x WHERE NOT EXISTS
          (SELECT FROM requests_servicerequest r WHERE r.id = x.request_id))
     + (SELECT count(*) FROM requests_key x WHERE NOT EXISTS
          (SELECT FROM requests_servicerequest r WHERE r.id = x.request_id))
     + (SELECT count(*) FROM requests_photo x WHERE NOT EXISTS
          (SELECT FROM requests_servicerequest r WHERE r.id = x.request_id))
"""
UNSETTLED = """
SELECT (SELECT count(*) FROM contacts_notice WHERE sent_at IS NULL AND given_up_at IS NULL),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing')
"""
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"


def let_letters_out(owner: str) -> None:
    """Make the town send its letters as a real one does, and owe none to its demo people."""
    with psycopg.connect(owner) as connection:
        connection.execute(REAL)
        connection.execute(NOTHING_OWED)


def wait_until_settled(url: str, patience_s: float) -> float:
    """
    Wait until nothing is owed any more and no job is under way; return how long it took.

    Jobs are brief, so that a moment without one comes soon, unless one waits for its rescue.
    """
    began = time.monotonic()
    while (waited := time.monotonic() - began) < patience_s:
        try:
            with psycopg.connect(url) as owner:
                row = owner.execute(UNSETTLED).fetchone()
        except psycopg.OperationalError:
            row = None
        if row == (0, 0):
            return waited
        time.sleep(0.3)
    return waited


def gathered(url: str, environment: Mapping[str, str]) -> Found:
    """Return what is there; nothing may be running on it any more."""
    with psycopg.connect(url) as owner:
        requests = {
            number: Kept(seq, tuple(verbs), whole)
            for number, seq, verbs, whole in owner.execute(REQUESTS).fetchall()
        }
        keys = {str(key): str(number) for key, number in owner.execute(KEYS).fetchall()}
        notices = [Owed(*row) for row in owner.execute(NOTICES).fetchall()]
        strays, jobs = (_one(owner, query) for query in (STRAYS, JOBS))
    return Found(requests, keys, notices, strays, jobs, len(audit(environment)["faults"]))


def audit(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``townline audit`` says of the whole record."""
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", "audit", "--json"],
        env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _one(owner: psycopg.Connection[Any], query: str) -> int:
    row = owner.execute(query).fetchone()
    return int(row[0]) if row else 0
