"""Which benches there are, what each needs, and one run of one."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation, Unusable, held

NAMES = (
    "clock", "console", "council", "distribute", "import", "intake", "locate", "pages", "reads",
    "search", "streams", "worklist",
)  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """One bench, as its module says of itself in constants; it is not imported for that."""

    name: str
    module: str
    says: str
    """Its module's docstring."""
    needs_home: bool
    """Whether it asks a city at all."""
    needs_requests: bool
    """Whether the city has to be grown first."""
    needs_server: bool
    needs_files: bool = False
    """Whether it asks for council files: then these are grown, as many as are named."""


def there() -> dict[str, Bench]:
    """Return the benches whose module is there, by name."""
    found = {}
    for name in NAMES:
        for module in (name, f"{name}_"):
            path = ROOT / "bench" / f"{module}.py"
            if path.exists():
                found[name] = _read(name, module, path)
    return found


def _read(name: str, module: str, path: Path) -> Bench:
    parsed = ast.parse(path.read_text())
    said = {
        target.id: node.value.value
        for node in parsed.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return Bench(
        name=name,
        module=module,
        says=ast.get_docstring(parsed) or "",
        needs_home=bool(said.get("NEEDS_HOME", True)),
        needs_requests=bool(said.get("NEEDS_REQUESTS", True)),
        needs_server=bool(said["NEEDS_SERVER"]),
        needs_files=bool(said.get("NEEDS_FILES", False)),
    )


def run(
    bench: Bench, *, home: Path | None, requests: int, seconds: float, say: Callable[[str], None]
) -> dict[str, Any]:
    """
    Measure on an installation that is made or kept for it, and return the figures.

    :raises Unusable: if there can be no such installation, or if the bench fails
    """
    if not bench.needs_home:
        return measure(bench, None, requests=requests, seconds=seconds)
    with held(home, say) as installation:
        installation.prepare()
        if bench.needs_requests:
            installation.grow(requests)
        if bench.needs_files:
            installation.grow_files(requests)
        return measure(bench, installation, requests=requests, seconds=seconds)


def measure(
    bench: Bench, installation: Installation | None, *, requests: int, seconds: float
) -> dict[str, Any]:
    """Measure on an installation that is prepared, in a child process."""
    grows = bench.needs_requests or bench.needs_files
    grown = requests if grows and installation else 0
    asked: dict[str, Any] = {"home": "", "requests": grown, "seconds": seconds}
    asked |= {"port": 0, "key": ""}
    environment = None
    with ExitStack() as stack:
        if installation:
            asked["home"] = str(installation.home)
            environment = installation.environment | {
                "DJANGO_SETTINGS_MODULE": "townline.config.settings"
            }
        if installation and bench.needs_server:
            asked["key"] = installation.key()
            asked["port"] = stack.enter_context(installation.served())
        done = subprocess.run(
            [sys.executable, "-m", "bench.measuring", bench.module],
            input=json.dumps(asked),
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Unusable(f"the bench {bench.name} failed; what it said is above")
    found: dict[str, Any] = json.loads(done.stdout)
    return {"bench": bench.name, "requests": grown, **found}
