"""What stands in an archive while programs are killed around it: counts, and whether all of it is whole."""

from __future__ import annotations

import io
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import accounts, jobs
from archive.catalogue.models import Image, Photograph
from archive.config import Settings
from archive.db import Database
from archive.history import OPERATOR
from archive.ingest import staging
from archive.ingest.outcome import Options
from archive.media.store import STALE_SECONDS, Store, hash_of
from archive.media.values import widths_for
from archive.parts import Parts
from tests import builders

KILLS = int(os.environ.get("KILLS", "2"))  # `make faults` asks for 20 …
FILES = int(os.environ.get("FILES", "60"))  # … while 500 files come in
AFTER = 0.3  # seconds at most between a look at the catalogue and the kill


def chance(seed: int) -> random.Random:
    """When to kill: other moments in every run of `make faults`, the same in every test run."""
    return random.Random(int(os.environ.get("SEED", seed)))


def small_files(folder: Path) -> Path:
    """A folder of so many small pictures, each different."""
    folder.mkdir()
    for number in range(FILES):
        name = folder / f"{number:03}.jpg"
        builders.picture_file(name, width=420 + number % 60, height=300 + number // 60, seed=number)
    return folder


def confirmed(parts: Parts, folder: Path) -> int:
    """The files sent, previewed and confirmed as somebody does on the page; returns the waiting job."""
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ["archivist"], password=None)
    files = [(path.name, io.BytesIO(path.read_bytes())) for path in sorted(folder.iterdir())]
    preview = staging.stage(parts.tools, builders.ARCHIVIST, files, Options(publish=True))
    with parts.db.writing() as session:
        job = jobs.claim(session, (staging.PREVIEW,))
    assert job is not None
    staging.work(parts.tools, job)
    with parts.db.writing() as session:
        jobs.finish(session, preview)
    return staging.confirm(parts.tools, builders.ARCHIVIST, preview)


@contextmanager
def rows(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The catalogue as any program sees it."""
    connection = sqlite3.connect(f"file:{settings.database}?mode=ro", uri=True, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def finished(settings: Settings) -> bool:
    """Whether no job waits or runs."""
    with rows(settings) as connection:
        found = connection.execute("select count(*) from job where state in ('queued', 'running')")
        return bool(found.fetchone() == (0,))


def tidied(settings: Settings) -> bool:
    """Whether the import is over and its uploads are gone, which are removed after its last word."""
    return finished(settings) and not list((settings.images / "staged").glob("*"))


def count(settings: Settings, table: str = "photograph") -> int:
    """How many rows a table has."""
    with rows(settings) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def check_whole(settings: Settings) -> set[str]:
    """No half record: each has its file, its bytes, its derivatives and its event, and no file two records.

    Returns the hashes of the files that have a record.
    """
    database, store = Database(settings.database), Store(settings.images)
    with database.reading() as session:
        for photograph in session.query(Photograph):
            assert len(photograph.images) == 1, photograph.accession
        images = [(image.sha256, image.width) for image in session.query(Image)]
    database.close()
    shas = {sha256 for sha256, _width in images}
    assert len(shas) == len(images)
    for sha256, width in images:
        assert hash_of(store.path(sha256)) == sha256
        for size in widths_for(width):
            assert store.derived_path(sha256, size, "jpg").stat().st_size
            assert store.derived_path(sha256, size, "webp").stat().st_size
    with rows(settings) as connection:
        verbs = "select count(*) from event where verb = 'photograph.register'"
        assert connection.execute(verbs).fetchone() == (len(images),)
    return shas


def check_all_in(settings: Settings) -> None:
    """Every file has its row and every row its file, once; what was torn is swept away."""
    known = check_whole(settings)
    assert len(known) == count(settings) == FILES
    store = Store(settings.images)
    for part in (settings.images / "derived").glob("*/*/.*.part"):
        old = part.stat().st_mtime - 2 * STALE_SECONDS  # as they are when the sweep of a later day comes
        os.utime(part, (old, old))
    store.sweep()
    for folder in ("originals", "derived"):
        assert {path.name for path in (settings.images / folder).glob("*/*")} == known
    assert not list((settings.images / "derived").glob("*/*/.*"))
    assert not list((settings.images / "incoming").glob("*"))
    assert not list((settings.images / "staged").glob("*"))
