"""Reads all metadata embedded in a file: by exiftool where it is installed, else by Pillow.

exiftool runs as a separate process that is kept running inside the limited process, so its memory and time
are bounded too and no request ever writes. Options ``-n -e -G1 -struct -j``: codes instead of English
words, nothing computed, groups named, structures kept; values come back as text exactly as they stand.
"""

import contextlib
import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from archive.media import pages
from archive.media.sandbox import Sandbox
from archive.media.values import Embedded, Refused

SECONDS = 20.0
OPTIONS = ("-n", "-e", "-G1", "-struct", "-j")
# About the copy on this machine, not about the photograph.
_LEFT_OUT = ("SourceFile", "System:", "ExifTool:")
# What a record is made of comes first, so that a flood of other values cannot push it out.
_FIRST = (
    "XMP-dc:",
    "XMP-photoshop:",
    "XMP-xmpRights:",
    "XMP-iptc",
    "XMP-plus:",
    "IPTC:",
    "IFD0:",
    "ExifIFD:",
)
_UNREAD_XMP = re.compile(rb"Warning: .*XMP")


class WithExiftool:
    """What has exiftool work in the limited processes: its name or path, and the seconds for one file."""

    usual_seconds = SECONDS

    def __init__(
        self, sandbox: Sandbox, exiftool: str | None = "exiftool", *, seconds: float | None = None
    ) -> None:
        self._sandbox = sandbox
        self._seconds = self.usual_seconds if seconds is None else seconds
        self._program = shutil.which(exiftool) if exiftool else None


class MetadataReader(WithExiftool):
    """Reads metadata of files, from any thread; a context manager.

    ``exiftool`` is the program's name or path; None, or a program that is not there, means Pillow.
    ``seconds`` limits one file.
    """

    @property
    def tool(self) -> str:
        """``exiftool`` or ``pillow``: what reads."""
        return "exiftool" if self._program else "pillow"

    def read(self, path: Path) -> Embedded:
        """Everything embedded in a file. A bad file never raises: Pillow tries too, a note says why."""
        note = ""
        for program in dict.fromkeys((self._program, None)):
            try:
                answer = self._sandbox.metadata(path, program, seconds=self._seconds)
            except Refused as refused:
                note = f"The file's metadata could not be read. {refused.reason}"
                continue
            return Embedded(answer["raw"], answer["tool"], f"{note} {answer['note']}".strip())
        return Embedded({}, "pillow", note)

    def close(self) -> None:
        """Nothing is held here: the processes belong to the sandbox."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Tool:
    """One running exiftool, inside the limited process; started at the first file."""

    def __init__(self, program: str) -> None:
        from exiftool import ExifTool

        # An empty name for the configuration keeps the user's own, which may be code, from being run.
        self._process = ExifTool(program, common_args=None, config_file="", encoding="utf-8")

    def read(self, path: Path) -> list[tuple[str, Any]]:
        """Pairs of key and value, the record's properties first.

        Raises OSError, RuntimeError, ValueError; Refused for more pages than it reads in any useful time.
        """
        argument = _argument(path)
        pages.refuse_too_many(path)
        with _ending_is_an_error():
            if not self._process.running:
                self._process.run()
            answer = self._process.execute(*OPTIONS, argument, raw_bytes=True)
        if not answer.strip():
            return []
        kept = json.loads(
            answer.decode("utf-8", "replace"),
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            strict=False,
        )[0]
        return sorted(
            ((key, value) for key, value in kept.items() if not key.startswith(_LEFT_OUT)), key=_importance
        )

    def write(self, source: Path, target: Path, lines: list[str]) -> None:
        """Write a new file from another and the lines that change it; raises Refused with exiftool's reason.

        Also OSError, RuntimeError and ValueError, after which the process is of no use.
        """
        for more in ((), ("-XMP:all=",)):
            target.unlink(missing_ok=True)
            told = self._write(source, target, [*more, *lines])
            # XMP that exiftool does not understand is left as it is, ours unwritten: then it goes as a whole.
            if not _UNREAD_XMP.search(told):
                break
        if self._process.last_status or not target.is_file():
            raise Refused(_reason(told))

    def _write(self, source: Path, target: Path, lines: list[str]) -> bytes:
        """What exiftool says on its standard error."""
        ends = (b"-o", _argument(target), _argument(source))
        with _ending_is_an_error():
            if not self._process.running:
                self._process.run()
            self._process.execute(*(line.encode() for line in lines), *ends, raw_bytes=True)
        told: bytes = self._process.last_stderr or b""
        return told

    def close(self) -> None:
        """End the process."""
        if self._process.running:
            self._process.terminate()


@contextlib.contextmanager
def _ending_is_an_error() -> Iterator[None]:
    """The library waits for ever for the answer of a program that has ended; this ends the waiting.

    Only the limited process comes here, in its one thread; exiftool is the only program it starts.
    """

    def ended(_number: int, _frame: FrameType | None) -> None:
        raise RuntimeError("exiftool ended before it answered.")

    before = signal.signal(signal.SIGCHLD, ended)
    try:
        yield
    finally:
        signal.signal(signal.SIGCHLD, before)


def _reason(told: bytes) -> str:
    """A sentence from what exiftool says of a file it cannot write, without the file's name."""
    found = re.search(r"Error: (.+?)(?: - /.*)?$", told.decode("utf-8", "replace"), re.MULTILINE)
    why = f" ({found[1]})" if found else ""
    return f"The words cannot be written into a copy of this file{why}. The file itself is kept as it was."


def _importance(pair: tuple[str, Any]) -> int:
    return next((place for place, start in enumerate(_FIRST) if pair[0].startswith(start)), len(_FIRST))


def _argument(path: Path) -> bytes:
    """The path as one line of an argument file, so that no name can become an option; raises ValueError.

    It begins with ``/``. A line end must be written as an escape, and with it ``$`` and ``@`` cannot be.
    """
    name = os.fsencode(path.absolute())
    if not (b"\n" in name or b"\r" in name):
        return name
    if b"$" in name or b"@" in name:
        raise ValueError("exiftool cannot be given a file of this name.")
    for plain, escaped in ((b"\\", b"\\\\"), (b"\n", b"\\n"), (b"\r", b"\\r"), (b'"', b'\\"')):
        name = name.replace(plain, escaped)
    return b"#[CSTR]" + name
