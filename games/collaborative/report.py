"""The tables of an evaluation, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.collaborative.evaluation import TABLES, Comparison, Row


def as_json(rows: Sequence[Row], comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """An object a strategy; what concerns players with few games stands under ``few_games``."""
    main, few = TABLES
    objects = []
    for row in (row for row in rows if row.table == main):
        told = _object(row, comparisons)
        told["few_games"] = next((_object(one, comparisons) for one in rows if _is(one, few, row.strategy)), None)
        objects.append(told)
    return objects


def as_text(rows: Sequence[Row], comparisons: Sequence[Comparison]) -> str:
    lines = []
    for table in TABLES:
        lines += [
            f"Players with {table}:"
            if table != TABLES[1]
            else "Players with few games (one tested, one to three known):",
            "",
        ]
        lines.append(
            f"{'strategy':22}{'recall@10':>23}{'ndcg@10':>23}{'coverage':>10}{'novelty':>9}{'fit s':>8}{'serve ms':>10}"
        )
        for row in sorted((row for row in rows if row.table == table), key=lambda row: (bool(row.missing), row.ndcg)):
            lines.append(_line(row))
        lines.append("")
        for comparison in (found for found in comparisons if found.table == table):
            low, high = comparison.interval
            lines.append(
                f"{comparison.ours} less {comparison.other}: NDCG@10 {comparison.difference:+.4f}"
                f" ({low:+.4f} … {high:+.4f}), {comparison.relative:+.1%}"
            )
        lines.append("")
    return "\n".join(lines)


def _is(row: Row, table: str, strategy: str) -> bool:
    return (row.table, row.strategy) == (table, strategy)


def _line(row: Row) -> str:
    if row.missing:
        return f"{row.strategy:22}  {row.missing}"
    return (
        f"{row.strategy:22}{_with_interval(row.recall, row.recall_interval):>23}"
        f"{_with_interval(row.ndcg, row.ndcg_interval):>23}"
        f"{row.coverage:>10.3f}{row.novelty:>9.2f}{row.fit_s:>8.1f}{row.serve_ms:>10.2f}"
        f"  {row.asked:,} asked{'; ' + row.settings if row.settings else ''}"
    )


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.3f} ({interval[0]:.3f}…{interval[1]:.3f})"


def _object(row: Row, comparisons: Sequence[Comparison]) -> dict[str, Any]:
    if row.missing:
        return {"strategy": row.strategy, "missing": row.missing}
    told: dict[str, Any] = {
        "strategy": row.strategy,
        "recall@10": round(row.recall, 5),
        "ndcg@10": round(row.ndcg, 5),
        "coverage": round(row.coverage, 5),
        "novelty": round(row.novelty, 4),
        "fit_s": round(row.fit_s, 3),
        "serve_ms": round(row.serve_ms, 4),
        "recall@10_interval": [round(bound, 5) for bound in row.recall_interval],
        "ndcg@10_interval": [round(bound, 5) for bound in row.ndcg_interval],
        "asked": row.asked,
    }
    if row.settings:
        told["settings"] = row.settings
    for found in comparisons:
        if found.table == row.table and found.other == row.strategy:
            told["ours_above_by"] = {
                "ndcg@10": round(found.difference, 5),
                "interval": [round(bound, 5) for bound in found.interval],
                "relative": round(found.relative, 4),
            }
    return told
