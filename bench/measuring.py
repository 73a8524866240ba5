"""Times and memory of something, where it matters in a process of its own."""

import multiprocessing
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple


class Timed(NamedTuple):
    """Seconds by the clock and of this process's work, all threads."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Timed:
    """Do it once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Timed(time.perf_counter() - wall, time.process_time() - cpu)


def alone(work: Callable[..., Any], *given: object) -> Any:  # whatever the work answers
    """What a function of a module answers in a process that is started for it and ends with it."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *given).result()


def peak_mb() -> float:
    """The most memory that this process had at any time, in MB; of Linux only, 0 elsewhere."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1_000 if found else 0.0
