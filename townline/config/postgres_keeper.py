"""
The keeper: a small process beside an embedded PostgreSQL, which ends with its last user.

Everyone who uses the server holds a shared lock on one file for as long as they live. The keeper
stops the server once it gets that lock for itself; so a program that was killed leaves nothing
behind. Another lock comes with the file that is open as ``running``: the server takes it over, and
it is held until its last session has ended, so that no second server is started beside it. Run by
``postgres.py`` as a file of its own; it uses the standard library alone.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LOOK_S = 0.5
"""How often the keeper looks whether anybody still uses the server."""
FAST_STOP_S = 60
PR_SET_PDEATHSIG = 1


def keep(
    *, command: list[str], log: str, users: str, running: int, user: str | None, group: int | None
) -> int:
    """Run the server until it ends or nobody uses it; return its exit code."""
    keeper = os.getpid()
    with Path(log).open("ab") as output, Path(users).open("a") as lock:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            pass_fds=[running],
            preexec_fn=lambda: _end_with(keeper),
        )
        os.close(running)
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
        while server.poll() is None:
            time.sleep(LOOK_S)
            if _unused(lock.fileno()):
                return _stop(server)
        return server.returncode


def _unused(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop(server: "subprocess.Popen[bytes]") -> int:
    """Stop fast: sessions end, nothing is lost. Where that hangs, stop at once; it recovers."""
    server.send_signal(signal.SIGINT)
    try:
        return server.wait(FAST_STOP_S)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        return server.wait()


def _end_with(keeper: int) -> None:
    """Ask Linux to stop the server, fast and safely, if the keeper itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != keeper:
        os._exit(1)  # it was killed before we could ask


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # whoever called us need not wait for us, nor end us with Ctrl-C
    os.setsid()
    os.umask(0o077)
    sys.exit(keep(**json.loads(sys.argv[1])))
