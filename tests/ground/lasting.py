"""Laws that are tried for as long as one likes: ``TOWNLINE_FUZZ_SECONDS`` says how long."""

import functools
import os
import time
from collections.abc import Callable
from typing import Any

SECONDS = float(os.environ.get("TOWNLINE_FUZZ_SECONDS", "0"))


def lasting(law: Callable[..., None]) -> Callable[..., None]:
    """Try a law as Hypothesis does, then again with other examples until the time is over."""

    @functools.wraps(law)
    def again(*args: Any, **named: Any) -> None:
        until = time.monotonic() + SECONDS
        law(*args, **named)
        while time.monotonic() < until:
            law(*args, **named)

    return again
