"""The product's own processes, on the measurement's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import psutil
from django.conf import settings

from thrum_project.benchmarks.rows import Bench
from thrum_project.management.commands.run import web_command


@contextmanager
def running(command: list[str], bench: Bench, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env={**os.environ, "DATABASE_URL": bench.database_url, "LOG_LEVEL": "WARNING", **env},
        start_new_session=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cluster(bench: Bench, **env: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return running(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "qcluster"], bench, Q_CLUSTER_NAME="talk", **env
    )


def web(bench: Bench, port: int, **env: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return running(web_command(port), bench, **env)


@contextmanager
def play_twilio(bench: Bench, port: int, *, delay: float) -> Iterator[None]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "play_twilio", "--silent"]
    with running([*command, "--port", str(port), "--delay", str(delay)], bench):
        _wait_until_listening(port)
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(port: int) -> float:
    """Seconds until the web process serves."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health", timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError("the web process did not come up")


def _wait_until_listening(port: int) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("Twilio's stand-in did not come up")


def megabytes_of(process: subprocess.Popen[bytes]) -> float:
    """What it and its children hold that no other process shares, and their part of what is shared."""
    parent = psutil.Process(process.pid)
    return float(sum(one.memory_full_info().pss for one in (parent, *parent.children(recursive=True)))) / 2**20
