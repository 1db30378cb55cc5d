"""The table of figures, for the screen and for docs/performance.md."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Figure, Sample

PAPER = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_HEADINGS = ("what", "median", "p99", "beside", "its median", "ratio", "goal", "met")


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table in Markdown."""
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *map(_cells, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def write(figures: Sequence[Figure]) -> None:
    """Put table, day and machine between the marks of docs/performance.md."""
    before, _begin, rest = PAPER.read_text(encoding="utf-8").partition(BEGIN)
    _old, _end, after = rest.partition(END)
    text = f"{before}{BEGIN}\n\n{_machine()}\n\n{table(figures)}\n{END}{after}"
    PAPER.write_text(text, encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    ours, peer, ratio = figure.ours, figure.peer, figure.ratio
    met = {None: "", True: "yes", False: "**no**"}[figure.is_met]
    beside = f"{figure.beside} ({figure.note})" if figure.note else figure.beside
    return (
        figure.what,
        _amount(ours, ours.median),
        _amount(ours, ours.most if figure.of_most else ours.p99) + " most" * figure.of_most,
        beside,
        _amount(peer, peer.median) if peer else "",
        f"{ratio:.3g}" if ratio is not None else "",
        _goal(figure),
        met,
    )


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    if figure.peer:
        return f"{figure.goal:.3g}"
    return _amount(figure.ours, figure.goal)


def _amount(sample: Sample, value: float) -> str:
    number = f"{value:.2f}" if sample.unit == "ms" and value < 100 else f"{value:,.0f}"
    return f"{number} {sample.unit}"


def _machine() -> str:
    told = (
        f"{date.today().isoformat()}; {_cpu()}, {os.cpu_count()} cores",
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"SQLite {sqlite3.sqlite_version}",
    )
    return "; ".join(told) + "."


def _cpu() -> str:
    """The processor's model, as Linux names it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
