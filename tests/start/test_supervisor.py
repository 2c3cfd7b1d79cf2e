"""Web and worker are kept running, and are given up when they do not stay up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ground.databases import ROOT
from townline.config.supervisor import PAUSES_S, SHORT_LIFE_S, Child, Ended


@pytest.fixture
def child() -> Iterator[Child]:
    """Return a child that sleeps."""
    made = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
    made.start()
    yield made
    made.stop()
    made.wait(time.monotonic() + 5)


def fall(child: Child) -> None:
    """Kill the child's process, and wait for its end."""
    assert child.process is not None
    child.process.send_signal(signal.SIGKILL)
    child.process.wait()


def test_a_child_that_falls_after_a_while_is_started_again(child: Child) -> None:
    child.began -= SHORT_LIFE_S
    before = child.process
    fall(child)
    child.look()
    assert child.process is not before
    assert child.process is not None
    assert child.process.poll() is None


def test_a_child_that_falls_before_all_was_ever_ready_is_given_up(child: Child) -> None:
    fall(child)
    with pytest.raises(Ended, match="the sleeper ended with code -9"):
        child.look()


def test_a_child_that_keeps_falling_later_is_started_again_and_again_after_a_pause(
    child: Child, capfd: pytest.CaptureFixture[str]
) -> None:
    for pause in PAUSES_S[:3]:
        before = child.process
        fall(child)
        child.look(proved=True)
        assert (child.process is before) is (pause > 0), "the first time it is not waited"
        until_started_again(child, before)
    said = capfd.readouterr().err
    assert "started again in 0.5 s" in said
    assert "started again in 1 s" in said


def test_a_child_that_has_lived_long_again_is_not_kept_waiting(child: Child) -> None:
    child.short_lives = 5
    child.began -= SHORT_LIFE_S
    before = child.process
    fall(child)
    child.look(proved=True)
    assert child.process is not before


def until_started_again(child: Child, before: object) -> None:
    """Look, as the supervisor does, until another process is there."""
    until = time.monotonic() + 10
    while child.process is before:
        assert time.monotonic() < until
        child.look(proved=True)
        time.sleep(0.02)


def test_a_child_that_does_not_end_is_killed() -> None:
    deaf = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    child = Child("deaf one", [sys.executable, "-c", deaf], dict(os.environ))
    child.start()
    time.sleep(0.5)
    child.stop()
    child.wait(time.monotonic() + 0.2)
    assert child.process is not None
    assert child.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel keeps this promise on Linux")
def test_a_child_that_hears_no_request_to_end_does_not_outlive_a_killed_supervisor() -> None:
    parent = (
        "import os, signal, sys, time\n"
        "from townline.config.supervisor import Child\n"
        "deaf = 'import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)'\n"
        "child = Child('deaf one', [sys.executable, '-c', deaf], dict(os.environ),"
        " dies_by=signal.SIGKILL)\n"
        "child.start()\n"
        "print(child.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        orphan = int(supervisor.stdout.readline())
        time.sleep(0.5)
        supervisor.kill()
    assert gone_within_s(orphan, 5)


def gone_within_s(pid: int, seconds: float) -> bool:
    """Return whether a process ends within that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False
