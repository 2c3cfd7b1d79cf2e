"""
Run the ``measure`` of one bench in a process of its own, with Django set up on its home.

``python -m bench.measuring NAME`` reads what is asked from standard input and prints one JSON
document; whatever else is printed meanwhile goes to standard error.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

from bench.asked import Asked


def main() -> None:
    """Measure, and print what was measured."""
    asked = json.load(sys.stdin)
    answer, sys.stdout = sys.stdout, sys.stderr
    if asked["home"]:
        import django

        django.setup()
    measured = import_module(f"bench.{sys.argv[1]}").measure(
        Asked(
            home=Path(asked["home"]),
            requests=asked["requests"],
            seconds=asked["seconds"],
            port=asked["port"],
            key=asked["key"],
            say=lambda words: print(f"townline: {words}", file=sys.stderr, flush=True),
        )
    )
    print(json.dumps(measured), file=answer)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # the command that started us says so
        sys.exit(130)
