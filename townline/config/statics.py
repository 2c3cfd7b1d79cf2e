"""Static files: collected once for each state of them, with names that browsers may keep."""

import hashlib
import json
import shutil
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def stale(home: Path) -> bool:
    """Return whether the files of the rooms are others than those collected."""
    stamp = home / "static" / ".stamp"
    return not stamp.exists() or stamp.read_text() != _digest()


def collect() -> None:
    """Collect the files of all rooms into the home; a half-made collection has no stamp."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    digest = _digest()
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    (root / ".stamp").write_text(digest)


def _digest() -> str:
    found = []
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            about = path.stat()
            found.append((str(path.relative_to(PACKAGE)), about.st_size, about.st_mtime_ns))
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
