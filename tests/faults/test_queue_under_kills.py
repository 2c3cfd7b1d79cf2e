"""Contacts that wait while processes are killed: none is lost, and none is offered twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.killing.queue_verdict import QueueVerdict, judge
from tests.ground.databases import ROOT

CONTACTS = 200
CLEAN = {
    "not_over": 0, "decisions": 2, "offered_twice": 0, "passed_over": 0, "left": 0,
    "audit_faults": 0,
}  # fmt: skip
FAULTY = ("contacts_lost", "deeds_lost", "not_over", "offered_twice", "passed_over", "left",
          "audit_faults")  # fmt: skip


def verdict(told: list[tuple[str, int]], kept: dict[int, dict[str, int]]) -> QueueVerdict:
    return judge(told, kept, CLEAN)


def test_what_was_told_must_be_there() -> None:
    told = [("contact.queued", 1), ("contact.answered", 1), ("contact.queued", 2)]
    whole = {1: {"contact.queued": 1, "contact.answered": 1}, 2: {"contact.queued": 1}}
    assert verdict(told, whole).faults == 0
    assert verdict(told, whole | {3: {"contact.queued": 1}}).faults == 0, "nobody heard of it"


def test_what_is_lost_is_counted() -> None:
    told = [("contact.queued", 1), ("contact.answered", 1), ("contact.queued", 2)]
    found = verdict(told, {1: {"contact.queued": 1}})
    assert (found.contacts_lost, found.deeds_lost) == (1, 2)
    twice = [("contact.answered", 1), ("contact.answered", 1)]
    assert verdict(twice, {1: {"contact.answered": 1}}).deeds_lost == 1


def run(*args: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "townline.config.command", "contacts", "kill-test", *args]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_folder_that_is_used_otherwise_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("of somebody")
    done = run("--home", str(tmp_path))
    assert done.returncode == 2, done.stderr
    assert "not made for benches" in done.stderr


@pytest.mark.server
@pytest.mark.xdist_group("kills")
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_contacts_outlive_their_processes() -> None:
    done = run("--contacts", str(CONTACTS), "--seconds-between", "1", "--seed", "3", "--json")
    assert done.stdout, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert {name: found[name] for name in FAULTY if found[name]} == {}, found
    assert done.returncode == 0
    assert found["contacts"] >= found["contacts_told"] >= CONTACTS
    assert found["kills"] >= 5
    assert found["decisions"] > CONTACTS / 2
