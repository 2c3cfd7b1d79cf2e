"""The home: the one folder that an installation keeps on disk, secrets and uploads included."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def folder() -> Path:
    """Return ``TOWNLINE_HOME``, else ``.townline`` where we run; made if missing."""
    path = Path(os.environ.get("TOWNLINE_HOME") or ".townline").expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(home: Path, name: str) -> str:
    """Return a secret kept in the home, made on first use and readable by its owner alone."""
    path = home / "secrets" / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()
