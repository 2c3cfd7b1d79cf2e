"""The environment that all scripts run in, made with nothing but Python (3.8 or newer)."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
NO_UV = """\
Townline makes its environment with uv, which is neither here nor could be installed: this
Python has no working venv and no pip. Install uv, or Debian's python3-venv, and start again."""


def make(purpose: str = "run", assets: bool = True) -> None:
    """Make the environment and the assets where they are missing or stale; else take no time.

    ``purpose`` is ``run``, or ``test`` for all that tests need beside. Without ``assets`` it is
    left to the command to bring them.
    """
    began = time.monotonic()
    if not _fresh(purpose):
        scratch = ROOT / ".uv"
        scratch.mkdir(exist_ok=True)
        with (scratch / "lock").open("w") as lock:
            _wait_for(lock)
            if not _fresh(purpose):
                _sync(purpose)
    timing("environment", began)
    if not assets:
        return
    began = time.monotonic()
    if subprocess.run([str(PYTHON), str(ROOT / "tools" / "assets.py")], check=False).returncode:
        sys.exit(1)
    timing("assets", began)


def variables() -> "dict[str, str]":
    """Return the environment variables for a command of Townline."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    home = os.environ.get("TOWNLINE_HOME") or str(ROOT / ".townline")
    return {**os.environ, "PYTHONPATH": path, "TOWNLINE_HOME": home}


def become(*args: str) -> None:
    """Become the command line ``townline`` with these arguments, in this very process."""
    command = [str(PYTHON), "-P", "-m", "townline.config.command", *args]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, variables())


def say(what: str) -> None:
    """Say what happens, or what is waited for."""
    print("townline: " + what, file=sys.stderr, flush=True)


def timing(what: str, began: float) -> None:
    """Say how long a step took, if TOWNLINE_TIMINGS is set."""
    if os.environ.get("TOWNLINE_TIMINGS") == "1":
        say("{}: {:.2f} s".format(what, time.monotonic() - began))


def _digest() -> str:
    return hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()


def _stamp(purpose: str) -> Path:
    return VENV / (".townline-" + purpose)


def _fresh(purpose: str) -> bool:
    """Return whether the environment was made for this lock file and purpose, or for tests."""
    if not PYTHON.exists():
        return False
    stamps = [_stamp(name) for name in {purpose, "test"}]
    return any(stamp.exists() and stamp.read_text() == _digest() for stamp in stamps)


def _wait_for(lock) -> None:  # type: ignore[no-untyped-def]
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another start to make the environment …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _sync(purpose: str) -> None:
    say("making the environment in .venv, once …")
    command = [_uv(), "sync", "--quiet", "--frozen", "--no-install-project", "--inexact"]
    if purpose == "run":
        command += ["--no-group", "dev"]
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
    environment["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    if subprocess.run(command, cwd=str(ROOT), env=environment, check=False).returncode:
        say("uv could not make the environment; what it said is above")
        sys.exit(1)
    _stamp(purpose).write_text(_digest())


def _uv() -> str:
    """Return the path of uv: the one installed, else our own, brought by pip into ``.uv/``."""
    own = ROOT / ".uv"
    places = [shutil.which("uv"), str(own / "venv/bin/uv"), str(own / "lib/bin/uv")]
    found = next((p for p in places if p and os.access(p, os.X_OK)), None)
    if found:
        return found
    say("bringing uv into .uv, once …")
    quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _works([sys.executable, *quietly, "--target", str(own / "lib"), UV]):
        return places[2]
    venv = [sys.executable, "-m", "venv", str(own / "venv")]
    if _works(venv) and _works([str(own / "venv/bin/python"), *quietly, UV]):
        return places[1]
    shutil.rmtree(str(own / "venv"), ignore_errors=True)
    say(NO_UV)
    sys.exit(1)


def _works(command: "list[str]") -> bool:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return done.returncode == 0
