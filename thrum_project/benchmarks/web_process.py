"""What does a web process weigh, and how soon does it serve?"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

from thrum_project.benchmarks import processes
from thrum_project.benchmarks.rows import Bench, Row


def measure(bench: Bench) -> Iterator[Row]:
    port = processes.free_port()
    with processes.web(bench, port, PUBLIC_BASE_URL=f"http://127.0.0.1:{port}") as process:
        seconds = processes.wait_until_healthy(port)
        for path in ("/chat/", "/privacy/", "/admin/login/") * 5:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).read()
        megabytes = processes.megabytes_of(process)
    yield Row("web process ready", f"{seconds:.1f} s", target="≤ 3 s", met=seconds <= 3)
    yield Row("web process, memory", f"{megabytes:.0f} MB", target="≤ 300 MB", met=megabytes <= 300)
