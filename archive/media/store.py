"""Keeps originals by the sha256 of their bytes, so that what was acknowledged is on the disk."""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.media.values import FULL_NAME, PLAY_NAME, UNPLAYED_NAME, page_name

CHUNK = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")
PAGE = re.compile(r"([0-9a-f]{64})(-[0-9]+)?")
SUFFIXES = ("jpg", "webp")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
STALE_SECONDS = 3600
MOST_FIRST = 1_000  # files that a store remembers to have been the first to put


class StoreFull(Exception):
    """The disk or the quota is full; nothing of the file was kept."""

    def __init__(self) -> None:
        super().__init__(
            "The disk that keeps the photographs is full. "
            "Nothing of this file was kept; make room and try again."
        )


class TooLarge(Exception):
    """The file has more bytes than the archive takes; nothing of it was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The file is larger than {limit / 1e6:,.0f} MB, which is the most the archive takes."
        )
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is safely on the disk; ``new`` is false when the same bytes were there already."""

    sha256: str
    bytes: int
    path: Path
    new: bool


def hash_of(path: Path) -> str:
    """The sha256 of a file's bytes as 64 hexadecimal digits; memory stays bounded."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store:
    """The ``images`` folder: ``originals/ab/abcd…`` kept for good, ``derived/ab/abcd…/`` disposable.

    ``max_bytes`` limits one file (None: no limit). Bytes are written to ``incoming/`` first, in the same
    file system, made durable (fsync of file and folders), and only then given their name; a reader never
    meets half a file. Several processes may use one store.
    """

    def __init__(self, root: Path, *, max_bytes: int | None = None) -> None:
        self.root = root
        self.max_bytes = max_bytes
        self._durable: set[Path] = set()
        self._first: dict[str, int] = {}

    def put(self, stream: BinaryIO) -> Kept:
        """Keep all of a stream; raises :class:`StoreFull`, :class:`TooLarge`, or what reading it raises."""
        with _plain_when_full(), self._incoming() as (descriptor, temporary):
            sha256, size = self._copy(stream, descriptor)
            target = self.path(sha256)
            if _is_intact(target, sha256, size) and self._renewed(target):
                # Whoever renamed it may have died before the folder was made durable.
                _sync_folder(target.parent)
                return Kept(sha256, size, target, new=False)
            os.fchmod(descriptor, 0o444)
            os.fsync(descriptor)
            self._make_folder(target.parent)
            self._name(temporary, target)
            _sync_folder(target.parent)
            return Kept(sha256, size, target, new=True)

    def take_back(self, sha256: str, seconds: float | None = None) -> bool:
        """Remove an original that no record names; returns whether it was. The caller knows that none does.

        Only what this store put where nothing was, and nobody has put again since: whoever did counts on it.
        With `seconds`, whatever was put for the last time so long ago, by whomever.
        """
        path = self.path(sha256)
        if not path.is_file():
            return False
        with self._naming():
            first = self._first.pop(sha256, None)
            try:
                put = path.stat().st_atime_ns
            except FileNotFoundError:
                return False
            old = seconds is not None and put <= time.time_ns() - int(seconds * 1e9)
            if put != first and not old:
                return False
            path.unlink()
        return True

    def hashes(self, seconds: float) -> Iterator[list[str]]:
        """Hashes of what is kept or derived and so old, folder by folder; each as often as met."""
        before = time.time() - seconds
        for folder in sorted((*self.root.glob("originals/*/"), *self.root.glob("derived/*/"))):
            yield [
                found[1]
                for entry in os.scandir(folder)
                if (found := PAGE.fullmatch(entry.name)) and _written(entry) < before
            ]

    def path(self, sha256: str) -> Path:
        """Where the original of this hash is, or would be; raises ValueError for anything but a hash."""
        return self.root / "originals" / _checked(sha256)[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the original is there (not whether it is intact: compare :func:`hash_of`)."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """The original's bytes for reading; raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    hash_of = staticmethod(hash_of)

    @staticmethod
    def write_once(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
        """Write a small file durably unless it is there already; returns whether it was written.

        Two processes may try at once: one wins, the file is whole from the first moment on.
        """
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        with _plain_when_full():
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            try:
                _write(descriptor, data)
                os.fsync(descriptor)
                os.link(temporary, path)
            except FileExistsError:
                return False
            finally:
                os.close(descriptor)
                temporary.unlink()
            _sync_folder(path.parent)
        return True

    def derived_folder(self, sha256: str, page: int = 0) -> Path:
        """The folder of the derivatives of one page of an original, whether or not it is there."""
        return self.root / "derived" / _checked(sha256)[:2] / page_name(sha256, page)

    def derived_path(self, sha256: str, width: int, suffix: str, page: int = 0) -> Path:
        """Where a derivative is, or would be: pixels wide, suffix ``jpg`` or ``webp``; raises ValueError."""
        if suffix not in SUFFIXES or width < 1:
            raise ValueError(f"There is no derivative {width}.{suffix}: suffixes are jpg and webp.")
        return self.derived_folder(sha256, page) / f"{int(width)}.{suffix}"

    def full_path(self, sha256: str, page: int = 0) -> Path:
        """Where the full-size derivative is, or would be: made when somebody looks closely."""
        return self.derived_folder(sha256, page) / FULL_NAME

    def play_path(self, sha256: str) -> Path:
        """Where the moving derivative of an animated file is, or would be: made when somebody asks for it."""
        return self.derived_folder(sha256) / PLAY_NAME

    def why_unplayed(self, sha256: str) -> str:
        """Why it cannot be made, as :meth:`note_unplayed` was told; empty where that is not known."""
        try:
            return (self.derived_folder(sha256) / UNPLAYED_NAME).read_text("utf-8")
        except FileNotFoundError:
            return ""

    def note_unplayed(self, sha256: str, reason: str) -> None:
        """Keep the reason beside the derivatives: disposable as they are."""
        folder = self.derived_folder(sha256)
        with _plain_when_full():
            folder.mkdir(parents=True, exist_ok=True)
            self.write_once(folder / UNPLAYED_NAME, reason.encode())

    @contextlib.contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Whether nobody else does this just now, in any process; then nobody can until the block ends."""
        with _plain_when_full():
            descriptor = os.open(self.root / f".{what}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            yield False
            return
        try:
            yield True
        finally:
            os.close(descriptor)

    def forget_derived(self, sha256: str, page: int = 0) -> None:
        """Delete the derivatives of one page, and of no other; they can be made again."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.derived_folder(sha256, page))

    def sweep(self) -> int:
        """Delete temporary files whose writer is dead; returns how many. Files being written now stay."""
        swept = sum(_remove_if_abandoned(path) for path in (self.root / "incoming").glob("*.part"))
        old = time.time() - STALE_SECONDS
        for path in (self.root / "derived").glob("*/*/.*.part"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < old:
                    path.unlink()
                    swept += 1
        return swept

    @contextlib.contextmanager
    def _naming(self) -> Iterator[None]:
        """Alone, in all processes, in giving originals their names and in taking these away."""
        descriptor = os.open(self.root / "originals", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _renewed(self, target: Path) -> bool:
        """Whether a file is still there; its time of access says from now on that it was put again."""
        with self._naming():
            self._first.pop(target.name, None)
            try:
                os.utime(target, ns=(time.time_ns(), target.stat().st_mtime_ns))
            except (FileNotFoundError, PermissionError):  # another's file is not ours to touch: put it anew
                return False
        return True

    def _name(self, temporary: Path, target: Path) -> None:
        """Give a file its name, and remember whether nothing had that name."""
        with self._naming():
            first = not target.exists()
            temporary.rename(target)
            os.utime(target, ns=(time.time_ns(), target.stat().st_mtime_ns))
            self._first.pop(target.name, None)
            if first:
                self._first[target.name] = target.stat().st_atime_ns
            if len(self._first) > MOST_FIRST:
                del self._first[next(iter(self._first))]

    @contextlib.contextmanager
    def _incoming(self) -> Iterator[tuple[int, Path]]:
        """A locked temporary file; the lock dies with the process, which is how a sweep knows it is stale."""
        folder = self.root / "incoming"
        self._make_folder(folder)
        descriptor, path = _new_locked(folder)
        try:
            yield descriptor, path
        finally:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            os.close(descriptor)

    def _make_folder(self, folder: Path) -> None:
        """Create a folder and its parents, each durable in its own parent.

        Also where it exists: another process may have made it a moment ago and not come so far.
        """
        if folder in self._durable or (folder == self.root.parent and folder.is_dir()):
            return
        if folder.parent != folder:
            self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)
        self._durable.add(folder)

    def _copy(self, stream: BinaryIO, descriptor: int) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if self.max_bytes is not None and size > self.max_bytes:
                raise TooLarge(self.max_bytes)
            digest.update(chunk)
            _write(descriptor, chunk)
        return digest.hexdigest(), size


def _checked(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise ValueError("A file is named by its sha256: 64 digits 0-9 and a-f.")
    return sha256


@contextlib.contextmanager
def _plain_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFull from error
        raise


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _new_locked(folder: Path) -> tuple[int, Path]:
    while True:
        path = folder / f"{uuid.uuid4().hex}.part"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor, path
        os.close(descriptor)  # a sweep came between creating and locking


def _remove_if_abandoned(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    finally:
        os.close(descriptor)
    return True


def _written(entry: os.DirEntry[str]) -> float:
    """When a file was written, or something in a folder was made; now where it is gone."""
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _is_intact(path: Path, sha256: str, size: int) -> bool:
    """Whether these very bytes are there; a torn or rotten file of that name is written anew."""
    try:
        return path.stat().st_size == size and hash_of(path) == sha256
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
