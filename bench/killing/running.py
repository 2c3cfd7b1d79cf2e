"""One run of the kill test: a town of its own, load and kills, quiet, and the verdict."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation, Unusable, held
from bench.killing import clients, evidence
from bench.killing.clients import Town
from bench.killing.killer import Killer
from bench.killing.ledger import Ledger
from bench.killing.reports import Report
from bench.killing.sink import Sink
from bench.killing.town import Serving, free_port
from bench.killing.verdict import judge
from townline.config import postgres, postgres_place

PROGRAMS, RESIDENTS, CREWS = 3, 1, 1
REPORTS = 400
SETTLED_S = 240
"""How long letters may take that were owed at the last kill, those of dead couriers included."""
Say = Callable[[str], None]


def run(
    *, kills: int, seed: int, between_s: float, folder: Path | None, say: Say,
    progress: Callable[[int], None],
) -> dict[str, Any]:  # fmt: skip
    """
    Return the verdict of so many kills, with how long service took to come back from each.

    :param folder: a home that is kept, for looking into it; a temporary one without
    :raises Unusable: if the installation cannot be made, or does not come back for good
    """
    with held(folder, say) as installation, Sink() as sink:
        say("making a town …")
        for words in (["db", "prepare"], ["demo", "prepare"]):
            installation.townline(*words)
        reports = _reports(installation)
        key = installation.key()
        owner = postgres.url(postgres_place.of(installation.home), postgres.OWNER)
        evidence.let_letters_out(owner)
        postgres.leave(installation.home)  # from now on it lives and dies with those it serves
        serving = Serving(installation.home, free_port(), _environment(installation, sink.port))
        serving.start()
        try:
            serving.wait_until_ready()
            return _under_load(
                installation, serving, Town(serving.port, key, reports, Ledger()), sink,
                kills=kills, seed=seed, between_s=between_s, say=say, progress=progress,
            )  # fmt: skip
        finally:
            serving.stop()


def _under_load(
    installation: Installation, serving: Serving, town: Town, sink: Sink, *, kills: int, seed: int,
    between_s: float, say: Say, progress: Callable[[int], None],
) -> dict[str, Any]:  # fmt: skip
    threads = _begin(town, seed)
    data = postgres_place.of(installation.home).data
    killer = Killer(serving, data, town.ledger, random.Random(seed), between_s)
    began = time.monotonic()
    killer.run(kills, progress)
    lasted = time.monotonic() - began
    say("the last kill is done; waiting for quiet …")
    serving.wait_until_ready()
    town.stop.set()
    for thread in threads:
        while thread.is_alive():
            thread.join(1)
            serving.look()
    return {
        "kills": kills,
        "seed": seed,
        **_judged(installation, serving, town, sink, killer, lasted),
    }


def _judged(
    installation: Installation, serving: Serving, town: Town, sink: Sink, killer: Killer,
    lasted: float,
) -> dict[str, Any]:  # fmt: skip
    """Wait until nothing is owed any more, and return what was kept, and how service came back."""
    owner = postgres.url(postgres_place.of(installation.home), postgres.OWNER)
    settled_s = evidence.wait_until_settled(owner, SETTLED_S)
    serving.stop()
    postgres.ensure(installation.home)
    found = evidence.gathered(owner, installation.environment)
    verdict = judge(town.ledger.given, town.ledger.told, found, sink.letters)
    failed = sum(times for code, times in town.ledger.answers.items() if code.startswith("50"))
    return {
        **verdict.as_dict(),
        "faults": verdict.faults + len(killer.never_back),
        "never_back": killer.never_back,
        "last_words": killer.last_words,
        "kills_per_s": round(sum(killer.killed.values()) / lasted, 2),
        "lasted_s": round(lasted, 1),
        "settled_s": round(settled_s, 1),
        "answers": dict(sorted(town.ledger.answers.items())),
        "answers_500": failed - town.ledger.answers["503"],
        "odd_answers": town.ledger.odd,
        "started_from_outside": serving.started - 1,
        "killed": dict(sorted(killer.killed.items())),
        "recovery": killer.recovery(),
    }


def _begin(town: Town, seed: int) -> list[threading.Thread]:
    kinds = [clients.program] * PROGRAMS + [clients.resident] * RESIDENTS + [clients.crew] * CREWS
    threads = [
        threading.Thread(target=kind, args=(town, seed * 100 + turn), daemon=True)
        for turn, kind in enumerate(kinds)
    ]
    for thread in threads:
        thread.start()
    return threads


def _reports(installation: Installation) -> list[Report]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.killing.reports", str(REPORTS)],
        env=installation.environment | {"DJANGO_SETTINGS_MODULE": "townline.config.settings"},
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Unusable("the reports of the kill test could not be made")
    return [Report(**one) for one in json.loads(done.stdout)]


def _environment(installation: Installation, smtp_port: int) -> dict[str, str]:
    return installation.environment | {
        "TOWNLINE_SMTP": f"smtp+plain://127.0.0.1:{smtp_port}",
        "TOWNLINE_DEMO": "1",  # lets the demo crew sign in
        "TOWNLINE_PROXIES": "1",  # each resident has an address of their own
    }
