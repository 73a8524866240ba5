"""What a server process does before its first answers."""

from __future__ import annotations

import subprocess
import sys

WARMED = """
import gc, threading
from archive import serving
serving._warm(None)
for thread in threading.enumerate():
    if thread.name == "warm":
        thread.join()
print(gc.get_freeze_count())
"""


def test_what_is_loaded_for_good_is_not_looked_through_again_and_again() -> None:
    done = subprocess.run([sys.executable, "-c", WARMED], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 50_000
