"""The server starts, refuses to start where it should, and leaves nothing behind."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.ground.databases import ROOT
from tests.start.conftest import Start, gone_within, processes_of, started

pytestmark = [
    pytest.mark.xdist_group("start"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
SCRIPT = (sys.executable, str(ROOT / "script" / "server"))


def test_a_port_in_use_is_refused_with_a_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for command in (None, SCRIPT):
            start = Start(home, taken.getsockname()[1])
            start.begin(command) if command else start.begin()
            assert start.ended() == 1
            assert f"port {start.port} is in use; choose another" in start.said()
            assert "Traceback" not in start.said()


def test_a_port_that_is_none_is_refused(home: Path) -> None:
    start = Start(home)
    os_port = os.environ.get("PORT")
    assert os_port is None or os_port.isdigit()
    start.begin(("env", "PORT=eighty", *SCRIPT))
    assert start.ended() == 2
    assert "PORT=eighty is no port" in start.said()


def test_a_second_start_on_a_running_home_says_so(home: Path) -> None:
    with started(home) as first:
        second = Start(home).begin()
        assert second.ended() == 1
        assert "already runs" in second.said()
        assert str(first.process.pid if first.process else "") in second.said()
        assert first.answers()


def test_of_two_starts_at_once_one_wins(fresh_home: Path) -> None:
    pair = [Start(fresh_home).begin(), Start(fresh_home).begin()]
    loser = next(s for s in _ending(pair))
    winner = next(s for s in pair if s is not loser)
    assert loser.ended() == 1
    assert "already runs" in loser.said()
    winner.until_it_answers()
    winner.signal(signal.SIGINT)
    assert winner.ended() == 0


def _ending(pair: list[Start]) -> list[Start]:
    """Return those of the starts that have ended, once there is one."""
    while True:
        for start in pair:
            if start.process is not None and start.process.poll() is not None:
                return [start]


def test_ctrl_c_stops_everything(home: Path) -> None:
    with started(home) as start:
        assert len(processes_of(home)) >= 5
        start.signal(signal.SIGINT)
        assert start.ended() == 0
        assert processes_of(home) == []
        assert "Traceback" not in start.said()


@pytest.mark.parametrize("after", ["at once", "when it answers"])
def test_a_killed_start_leaves_no_orphans(home: Path, after: str) -> None:
    start = Start(home).begin()
    while not processes_of(home):
        pass
    if after == "when it answers":
        start.until_it_answers()
    start.signal(signal.SIGKILL)
    start.ended()
    assert gone_within(home, 15), processes_of(home)


def test_a_start_after_a_killed_one_goes_well(home: Path) -> None:
    with started(home) as start:
        start.signal(signal.SIGKILL)
        start.ended()
    with started(home) as again:
        assert again.answers()


def test_a_second_start_takes_seconds(home: Path) -> None:
    start = Start(home).begin()
    took = start.until_it_answers()
    start.signal(signal.SIGINT)
    assert start.ended() == 0
    assert took < 30, start.said()  # a quarter of that on a machine that is not busy
    assert "preparing the database" not in start.said()
