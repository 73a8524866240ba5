"""Transcripts: what a screen reader said, kept as text beside the journeys, and compared line by line.

With RENEW_SAID=1 in the environment the kept ones are written anew; read the difference before committing it.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.readers.session import OrcaSession

FOLDER = Path(__file__).with_name("said")
DAY = re.compile(r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November"
                 r"|December) 20\d\d\b")  # fmt: skip
LEFT = re.compile(r"leaving .*|Browse mode")  # where one comes from, as far as the reader was there already
FOCUSABLE = re.compile(r" clickable\.$")  # said of what a link may bring the focus to, or not, by timing


class Transcript:
    """One journey as it is heard: lines `key: what was said`."""

    def __init__(self, orca: OrcaSession) -> None:
        self._orca = orca
        self.lines: list[str] = []

    def press(self, *keys: str) -> None:
        """Press keys and note what is said to each."""
        for key in keys:
            self._note(key, self._orca.press(key))

    def read_until(self, last: str) -> None:
        """Read line by line until this is said; where lines break is the font's business, and not noted."""
        said: list[str] = []
        while last not in said:
            assert len(said) < 200, f"{last!r} was never said, but {said}"
            said += self._orca.press("Down")
        self._note("read", [" ".join(said)])

    def open(self, address: str) -> None:
        """Open a page and note its heading."""
        self._orca.open(address)
        self._heading("open")

    def follow(self, key: str, *expected: str) -> None:
        """Press a key that leads to another page; note which of these are said of their own accord there.

        In what order, and with what of the window around, depends on timing.
        """
        heard = self._orca.follow(key)
        self._note(key, [line for line in expected if line in heard])

    def follow_to_heading(self, key: str, *expected: str) -> None:
        """The same, and note the heading of that page too, asked for by key: timing decides what is said."""
        self.follow(key, *expected)
        self._heading("heading")

    def retype(self, words: str, told: str) -> None:
        """The same in the place of what stands there; how choosing all of it is called depends on timing."""
        self._orca.press("ctrl+a")
        self.type(words, told)

    def _heading(self, key: str) -> None:
        self._orca.press("ctrl+Home")
        self._note(key, self._orca.press("1"))

    def type(self, words: str, told: str = "") -> None:
        """Type words, and wait for exactly this to be said once one pauses."""
        self._orca.type(words)
        self.lines.append(f"typed: {words}")
        if told:
            self._orca.expect(told)
            self.lines.append(f"  pausing: {told}")

    def _note(self, key: str, said: Iterable[str]) -> None:
        self.lines += [f"{key}:", *(f"  {_steady(line)}" for line in said if not LEFT.fullmatch(line))]


def _steady(line: str) -> str:
    return FOCUSABLE.sub(".", DAY.sub("<day>", line)).replace("..", ".")


def same(name: str, lines: Iterable[str]) -> None:
    """Fail with the difference where this is not the transcript of that name."""
    text = "".join(f"{line}\n" for line in lines)
    if os.environ.get("RENEW_SAID"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")
    before = kept(name)
    if text != before:
        pair = (before.splitlines(), text.splitlines())
        difference = difflib.unified_diff(*pair, f"{name}.txt, as kept", "as heard now", lineterm="")
        pytest.fail("\n".join(difference), pytrace=False)


def kept(name: str) -> str:
    """The transcript of this name."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
