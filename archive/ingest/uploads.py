"""Uploaded bytes on their way in: private files in `images/staged/`, gone when their import ends."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from archive.media.store import FULL, Store, StoreFull, TooLarge

CHUNK = 1 << 20


def staged(store: Store) -> Path:
    """The folder of uploads that wait."""
    return store.root / "staged"


def new_folder(store: Store) -> Path:
    """A private folder for one import."""
    folder = staged(store) / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def folder_of(store: Store, token: str) -> Path:
    """The folder with this token, which only ever holds hexadecimal digits."""
    if not token or set(token) - set("0123456789abcdef"):
        raise ValueError("A token has hexadecimal digits only.")
    return staged(store) / token


def forget(store: Store, token: str) -> None:
    """Remove the uploads of an import."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder_of(store, token))


def idle(store: Store, seconds: float) -> list[str]:
    """Tokens of folders that nothing was written to for so long."""
    before = time.time() - seconds
    try:
        folders = list(staged(store).iterdir())
    except FileNotFoundError:
        return []
    return [folder.name for folder in folders if folder.is_dir() and folder.stat().st_mtime < before]


def spool(store: Store, stream: IO[bytes], path: Path) -> int:
    """Write an upload to a file; returns its bytes. Raises TooLarge and StoreFull, then nothing is left."""
    size = 0
    try:
        with path.open("wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if store.max_bytes is not None and size > store.max_bytes:
                    raise TooLarge(store.max_bytes)  # noqa: TRY301 - the clean-up below is one for all
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in FULL:
            raise StoreFull from error
        raise
    return size


@contextmanager
def scratch(store: Store) -> Iterator[Path]:
    """A private folder for the time of the block; what a kill leaves of it is swept with old uploads."""
    folder = new_folder(store)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def spooled(store: Store, stream: IO[bytes]) -> Iterator[Path]:
    """One upload as a file for the time of the block."""
    with scratch(store) as folder:
        spool(store, stream, folder / "file")
        yield folder / "file"
