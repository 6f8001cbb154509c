"""Child processes that belong together: started, watched, restarted, stopped as one."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psutil

_GRACE_SECONDS = 12.0
_STEADY_SECONDS = 30.0
_LONGEST_WAIT = 30.0
# In the environment of all that we start: whose child it is, for the case that nobody is left to ask.
MARK = "THRUM_SUPERVISOR"
_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be loaded.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """``env`` is added to our own environment."""

    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    restart_at: float | None = None

    def start(self) -> None:
        # A group of its own: Ctrl-C reaches us alone, and we stop the children in order.
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **self.env}, start_new_session=True, preexec_fn=_end_with_parent
        )
        self.started_at = time.monotonic()
        self.restart_at = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


class Supervisor:
    """``say`` gets one line about each child that died; ``owner`` names the clone (see ``end_leftovers``)."""

    def __init__(self, children: Sequence[Child], *, owner: str, say: Callable[[str], None]) -> None:
        self._children = children
        for child in children:
            child.env[MARK] = f"{os.getpid()} {owner}"
        self._say = say
        self._stopping = False

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self._children:
            child.start()

    def watch(self) -> None:
        """Return when a signal asked us to stop. A child that dies is started again, ever more slowly."""
        while not self._stopping:
            now = time.monotonic()
            for child in self._children:
                self._look_after(child, now)
            time.sleep(0.2)

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def stop(self) -> None:
        for child in self._children:
            # The queue's sentinel ends by its parent; only the parent gets the polite signal.
            if child.process is not None and child.is_running:
                child.process.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        while any(child.is_running for child in self._children) and time.monotonic() < deadline:
            time.sleep(0.1)
        for child in self._children:
            child.send(signal.SIGKILL)

    def _look_after(self, child: Child, now: float) -> None:
        if child.is_running:
            return
        if child.restart_at is None:
            code = child.process.returncode if child.process else None
            child.failures = 1 if now - child.started_at > _STEADY_SECONDS else child.failures + 1
            wait = min(2.0 ** (child.failures - 1), _LONGEST_WAIT)
            child.restart_at = now + wait
            child.send(signal.SIGKILL)  # what a dead parent left behind
            self._say(f"{child.name} ended (code {code}); starting it again in {wait:.0f} s")
        elif now >= child.restart_at:
            child.start()

    def _on_signal(self, number: int, frame: object) -> None:
        self._stopping = True


def end_leftovers(owner: str) -> int:
    """End what killed supervisors of this owner left behind, grandchildren too; returns how many processes."""
    left = [process for process in psutil.process_iter() if _is_leftover(process, owner)]
    for process in left:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(left, timeout=10)
    return len(left)


def _is_leftover(process: psutil.Process, owner: str) -> bool:
    try:
        supervisor, _, whose = process.environ().get(MARK, "").partition(" ")
        return whose == owner and supervisor not in {str(parent.pid) for parent in process.parents()}
    except psutil.Error:  # not ours, or gone
        return False


def _end_with_parent() -> None:
    """Where the kernel can: a supervisor that is killed leaves nobody behind who holds its port and its queue."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
