"""Errands: things that need Django, done in a fork while this process stays small."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import click

from townline.config import command, tied
from townline.config.supervisor import say


@dataclass(frozen=True)
class Errand:
    """Something under way in a fork of this process, which ends with it."""

    what: str
    pid: int
    began: float

    def end(self) -> None:
        """
        Wait for its end; say how long it took if TOWNLINE_TIMINGS is set.

        :raises SystemExit: with its exit code, if that is not 0
        """
        _, status = os.waitpid(self.pid, 0)
        if code := os.waitstatus_to_exitcode(status):
            sys.exit(code if code > 0 else 1)
        if os.environ.get("TOWNLINE_TIMINGS") == "1":
            say(f"{self.what}: {time.monotonic() - self.began:.2f} s")


def begin(what: str, environment: Mapping[str, str], do: Callable[[], None]) -> Errand:
    """Do it in a fork with that environment, with Django's settings loaded first."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        tied.end_with_parent(parent, signal.SIGKILL)
        os.environ.clear()
        os.environ.update(environment)
        _do_and_exit(do)
    return Errand(what, pid, began)


def _do_and_exit(do: Callable[[], None]) -> None:
    code = 1
    try:
        command.set_up()
        do()
        code = 0
    except KeyboardInterrupt:
        code = 130
    except click.ClickException as fault:
        fault.show()
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
