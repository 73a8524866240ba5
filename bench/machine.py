"""What the figures were taken on, and how they are summed up."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence

import PIL


def line() -> str:
    """Processor count and versions that matter."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, Pillow {PIL.__version__}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


def at(values: Sequence[float], part: float) -> float:
    """A percentile by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)
