"""How fast are we, beside what, and is that enough? ``manage.py bench`` asks every question in here.

A module a question: each has ``measure(bench) -> Iterator[Row]``. Ours and its peer run in the same process,
minutes apart at most, so that the ratio holds on any machine; the absolute numbers are this machine's.
"""

from __future__ import annotations

from thrum_project.benchmarks.rows import Bench, Row

__all__ = ["OPT_IN", "QUESTIONS", "Bench", "Row"]

# In the order in which they are asked, the import into an empty database; each is a module of this package.
QUESTIONS = (
    "importing", "overlap", "encoder", "webhook", "retrieval", "recommending", "turn", "queue", "sending", "journey",
    "web_process", "engagement", "moderation",
)  # fmt: skip
# Asked only by name, for they take long: the question, its module and how many games (people) it wants.
OPT_IN = {
    "api": ("api", 100_000),
    "palette": ("palette", 1_000_000),
    "retrieval-1m": ("retrieval_1m", 1_000_000),
    "segments": ("segments", 1_000_000),
    "training-100k": ("training_100k", 100_000),
    "dashboards": ("dashboards", 1_000_000),
    "websockets": ("websockets", 0),
}
