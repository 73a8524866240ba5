"""A small pool of limited processes that read strangers' files, so that a bad one harms nobody else."""

import contextlib
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from archive.media.compared import Compared
from archive.media.store import StoreFull
from archive.media.values import MAX_PIXELS, Attribution, Derived, Inspected, Refused, Size

START_SECONDS = 60.0
ANSWER_BYTES = 16 * 1024 * 1024
PIPE_BYTES = 65_536
DIED = (
    "Reading the file stopped the program that reads images: the file is damaged, or needs too much memory."
)

_ROOT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT")


class SandboxError(Exception):
    """The limited processes cannot be started here, whatever the file."""


class _TooSlow(Exception):
    pass


class _Gone(Exception):
    pass


class Sandbox:
    """Derives and inspects files in limited processes; thread-safe, a context manager.

    ``children`` processes at most, each with ``memory_mb`` of address space, started when first needed and
    replaced after ``files_per_child`` files, after a crash, and after a request that takes longer than
    ``seconds``. A request waits while all are busy; each is busy for a bounded time.
    """

    def __init__(
        self,
        *,
        children: int = 2,
        memory_mb: int = 1024,
        seconds: float = 60.0,
        max_pixels: int = MAX_PIXELS,
        files_per_child: int = 200,
    ) -> None:
        self.seconds = seconds
        self._files_per_child = files_per_child
        self._arguments = [str(memory_mb), str(int(seconds) + 1), str(max_pixels)]
        self._closed = False
        self._places: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._count = children
        for _ in range(children):
            self._places.put(None)

    def derive(self, source: Path, target_dir: Path, attribution: Attribution, page: int = 0) -> Derived:
        """As :func:`archive.media.derive.derive`; raises Refused, StoreFull, OSError, SandboxError."""
        return Derived.from_json(self._make("derive", source, target_dir, attribution, page))

    def derive_full(self, source: Path, target_dir: Path, attribution: Attribution, page: int = 0) -> Size:
        """As :func:`archive.media.derive.derive_full`; raises as `derive` does."""
        return Size(**self._make("full", source, target_dir, attribution, page))

    def animate(self, source: Path, target_dir: Path, attribution: Attribution) -> Size:
        """As :func:`archive.media.animation.animate`; raises as `derive` does."""
        return Size(**self._make("animate", source, target_dir, attribution, 0))

    def inspect(self, source: Path, look: Path | None = None) -> Inspected:
        """As :func:`archive.media.derive.inspect`, or as `look` where a small picture is to be written.

        Raises Refused, OSError, SandboxError, and StoreFull with `look`.
        """
        request = {"do": "inspect", "source": str(source.absolute())}
        if look is not None:
            request["look"] = str(look.absolute())
        return Inspected.from_json(self._ask(request, self.seconds, look.parent if look else None))

    def compare(self, one: Path, other: Path) -> Compared:
        """As :func:`archive.media.compare.compare`; raises Refused, SandboxError."""
        request = {"do": "compare", "one": str(one.absolute()), "other": str(other.absolute())}
        return Compared.from_json(self._ask(request, self.seconds))

    def metadata(self, source: Path, tool: str | None, *, seconds: float) -> dict[str, Any]:
        """``raw``, ``tool`` and ``note`` of a file; ``tool`` is exiftool's path or None for Pillow."""
        return self._ask({"do": "metadata", "source": str(source.absolute()), "tool": tool}, seconds)

    def write(
        self, source: Path, target: Path, lines: list[str], tool: str, *, seconds: float, bare: bool = False
    ) -> None:
        """Have exiftool write a changed copy of a file; `bare` as :func:`archive.media.bare.strip`.

        Raises Refused, OSError, SandboxError.
        """
        files = {"source": str(source.absolute()), "target": str(target.absolute())}
        self._ask({"do": "write", **files, "lines": lines, "tool": tool, "bare": bare}, seconds)

    def close(self) -> None:
        """End the processes, after the requests that run; later requests raise SandboxError."""
        self._closed = True
        for _ in range(self._count):
            child = self._places.get()
            if child:
                child.stop()
        for _ in range(self._count):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _make(
        self, what: str, source: Path, target_dir: Path, attribution: Attribution, page: int
    ) -> dict[str, Any]:
        request = {
            "do": what,
            "source": str(source.absolute()),
            "target": str(target_dir.absolute()),
            "attribution": attribution.bounded().to_json(),
            "page": page,
        }
        return self._ask(request, self.seconds, target_dir)

    def _ask(self, request: dict[str, Any], seconds: float, target: Path | None = None) -> dict[str, Any]:
        """The answer's content. A child that died is tried once more: it may not have been the file."""
        for last in (False, True):
            try:
                with self._child(target) as child:
                    answer = child.ask(request, seconds)
            except _TooSlow:
                reason = f"Reading the file took longer than {seconds:g} seconds, so it was stopped."
                raise Refused(reason) from None
            except _Gone:
                if last:
                    raise Refused(DIED) from None
                continue
            return _content(answer)
        raise AssertionError("unreachable")

    @contextlib.contextmanager
    def _child(self, target: Path | None) -> Iterator["_Child"]:
        """A running child for one request; goes back to the pool if it is still good."""
        child = self._places.get()
        back: _Child | None = None
        try:
            if self._closed:
                raise SandboxError("The programs that read images have been ended.")
            child = child or _Child(self._arguments)
            yield child
            back = child if child.files < self._files_per_child else None
        finally:
            if child and not back:
                child.stop()
                _remove_parts(target, child.pid)
            self._places.put(back)


class _Child:
    """One limited process and the pipes to it; used by one thread at a time."""

    def __init__(self, arguments: list[str]) -> None:
        environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        self._scratch = tempfile.mkdtemp(prefix="archive-")  # it must vanish with a process that is killed
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "archive.media.child", *arguments, self._scratch],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={
                **environment,
                "PYTHONPATH": str(_ROOT),
                "LANG": "C.UTF-8",
                "MALLOC_ARENA_MAX": "2",
                "TMPDIR": self._scratch,
            },
            start_new_session=True,
        )
        self.files = 0
        self.pid = self._process.pid
        self._in, self._out = self._pipes()
        try:
            self._read(time.monotonic() + START_SECONDS)
        except (_Gone, _TooSlow) as error:
            self.stop()
            raise SandboxError("The program that reads images did not start.") from error

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """One request and its answer; raises _TooSlow or _Gone, after which the child is of no use."""
        self.files += 1
        deadline = time.monotonic() + seconds
        self._write(json.dumps(request).encode() + b"\n", deadline)
        answer: dict[str, Any] = json.loads(self._read(deadline))
        return answer

    def stop(self) -> None:
        """Kill it and what it started, at once: nothing of its own needs saving."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _pipes(self) -> tuple[int, int]:
        if not self._process.stdin or not self._process.stdout:
            raise SandboxError("The program that reads images has no pipes.")
        ends = self._process.stdin.fileno(), self._process.stdout.fileno()
        for end in ends:
            os.set_blocking(end, False)
        return ends

    def _write(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            _wait(self._in, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._in, rest[:PIPE_BYTES]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise _Gone from error

    def _read(self, deadline: float) -> bytes:
        answer = b""
        while not answer.endswith(b"\n"):
            _wait(self._out, select.POLLIN, deadline)
            try:
                part = os.read(self._out, PIPE_BYTES)
            except BlockingIOError:
                continue
            if not part or len(answer) > ANSWER_BYTES:
                raise _Gone
            answer += part
        return answer


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise _TooSlow


def _content(answer: dict[str, Any]) -> dict[str, Any]:
    if "refused" in answer:
        raise Refused(answer["refused"])
    if "full" in answer:
        raise StoreFull
    if "system" in answer:
        raise OSError(*answer["system"])
    content: dict[str, Any] = answer["done"]
    return content


def _remove_parts(folder: Path | None, process: int) -> None:
    """Delete what a killed child was writing."""
    if folder and folder.is_dir():
        for part in folder.glob(f".*.{process}.part"):
            part.unlink(missing_ok=True)
