"""The limited process that touches strangers' bytes: one JSON request a line in, one JSON answer a line out.

``python -m archive.media.child MEMORY_MB SECONDS MAX_PIXELS [SCRATCH]``. It ends when its standard input
ends, that is, when its parent is gone; SCRATCH, a folder for temporary files, is deleted then. It loads no
web framework and no database library.
"""

import contextlib
import errno
import json
import os
import resource
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from archive.media import animation, bare, compare, derive, fallback
from archive.media.exiftool import Tool
from archive.media.store import StoreFull
from archive.media.tidy import tidy
from archive.media.values import Attribution, Refused

OPEN_FILES = 64
FILE_BYTES = 512 * 1024 * 1024


def limit(memory_mb: int) -> None:
    """Bound memory, files and their size for good; raises ValueError where the system forbids it."""
    memory = memory_mb * 1024 * 1024
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901 - the same limit, lowered
        resource.setrlimit(what, (most, most))


def limit_time(seconds: int) -> None:
    """Let the next request use so much processor time; counts from now, whatever was used before.

    The parent's clock stops a slow request; this stops one whose parent is gone.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


class Worker:
    """Answers requests; keeps one exiftool running between them."""

    def __init__(self, max_pixels: int) -> None:
        self.max_pixels = max_pixels
        self.tool: Tool | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """One of ``done``: content, ``refused``: reason, ``full``: true, ``system``: [errno, text]."""
        try:
            return {"done": getattr(self, f"_{request['do']}")(request)}
        except Refused as refused:
            return {"refused": refused.reason}
        except StoreFull:
            return {"full": True}
        except MemoryError:
            return {"refused": derive.MEMORY}
        except OSError as error:
            return {"system": [error.errno or errno.EIO, error.strerror or str(error)]}
        except Exception as error:  # noqa: BLE001 - one file must not end the others' process
            return {
                "refused": f"The file could not be read: reading it failed in a new way ({_kind(error)})."
            }

    def close(self) -> None:
        """End exiftool."""
        if self.tool:
            self.tool.close()

    def _derive(self, request: dict[str, Any]) -> dict[str, Any]:
        attribution = Attribution.from_json(request["attribution"])
        source, target = Path(request["source"]), Path(request["target"])
        return derive.derive(source, target, attribution, self.max_pixels, request.get("page", 0)).to_json()

    def _full(self, request: dict[str, Any]) -> dict[str, Any]:
        attribution = Attribution.from_json(request["attribution"])
        source, target = Path(request["source"]), Path(request["target"])
        page = request.get("page", 0)
        return asdict(derive.derive_full(source, target, attribution, self.max_pixels, page))

    def _animate(self, request: dict[str, Any]) -> dict[str, Any]:
        attribution = Attribution.from_json(request["attribution"])
        source, target = Path(request["source"]), Path(request["target"])
        return asdict(animation.animate(source, target, attribution, self.max_pixels))

    def _inspect(self, request: dict[str, Any]) -> dict[str, Any]:
        source = Path(request["source"])
        if request.get("look"):
            return derive.look(source, Path(request["look"]), self.max_pixels).to_json()
        return derive.inspect(source, self.max_pixels).to_json()

    def _compare(self, request: dict[str, Any]) -> dict[str, Any]:
        return compare.compare(Path(request["one"]), Path(request["other"])).to_json()

    def _metadata(self, request: dict[str, Any]) -> dict[str, Any]:
        source, note = Path(request["source"]), ""
        if request["tool"]:
            try:
                self.tool = self.tool or Tool(request["tool"])
                return {"raw": tidy(self.tool.read(source)), "tool": "exiftool", "note": ""}
            except Exception as error:  # noqa: BLE001 - the other reader is there for exactly this
                self.tool = None
                note = f"exiftool failed ({_kind(error)}); Pillow read instead. "
        raw, trouble = fallback.read(source)
        return {"raw": tidy(raw.items()), "tool": "pillow", "note": (note + trouble).strip()}

    def _write(self, request: dict[str, Any]) -> dict[str, Any]:
        source, target = Path(request["source"]), Path(request["target"])
        try:
            self.tool = self.tool or Tool(request["tool"])
            self.tool.write(source, target, request["lines"])
        except (OSError, RuntimeError, ValueError) as error:
            self.tool = None
            raise Refused(f"The words could not be written: exiftool failed ({_kind(error)}).") from error
        if request.get("bare"):
            bare.strip(target)
        return {}


def _kind(error: Exception) -> str:
    return type(error).__name__


def _own_pipe() -> BinaryIO:
    """The pipe to the parent, moved away from where libraries print."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)
    return pipe


def main(arguments: list[str]) -> None:
    """Serve until standard input ends."""
    memory_mb, seconds, max_pixels = (int(argument) for argument in arguments[:3])
    pipe = _own_pipe()
    limit(memory_mb)
    worker = Worker(max_pixels)
    with contextlib.suppress(BrokenPipeError):
        _say(pipe, {"ready": True})
        for line in sys.stdin.buffer:
            limit_time(seconds)
            _say(pipe, worker.answer(json.loads(line)))
    worker.close()
    for folder in arguments[3:]:
        shutil.rmtree(folder, ignore_errors=True)


def _say(pipe: BinaryIO, value: dict[str, Any]) -> None:
    rest = memoryview(json.dumps(value).encode() + b"\n")
    while rest:
        rest = rest[pipe.write(rest) :]


if __name__ == "__main__":
    main(sys.argv[1:])
