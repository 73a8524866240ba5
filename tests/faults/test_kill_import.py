"""`kill -9` of the server in the middle of an import: whole records only, and the index catches up."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import accounts
from archive.catalogue.models import Image, Photograph
from archive.config import Settings
from archive.db import Database
from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.staging import confirm, stage
from archive.media.store import hash_of
from archive.parts import build
from archive.search import keeper
from tests import builders
from tests.server import kill, start, wait_for

KILLS = int(os.environ.get("KILLS", "3"))  # `make faults` asks for 20
PICTURES = KILLS * 10  # more than a quick machine brings in between the kills


@contextmanager
def rows(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The catalogue as any program sees it."""
    connection = sqlite3.connect(f"file:{settings.database}?mode=ro", uri=True, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def behind(address: str) -> int | None:
    """How many events the index has not seen, as the server says."""
    with urllib.request.urlopen(address + "/health") as answer:
        found: int | None = json.load(answer)["behind"]
        return found


def finished(settings: Settings) -> bool:
    with rows(settings) as connection:
        return connection.execute(
            "select count(*) from job where state in ('queued', 'running')"
        ).fetchone() == (0,)


def count(settings: Settings, table: str) -> int:
    with rows(settings) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def check_whole(settings: Settings) -> None:
    """No half record: each has its file, its bytes and its event, and no file has two records."""
    database = Database(settings.database)
    with database.reading() as session:
        for photograph in session.query(Photograph):
            assert len(photograph.images) == 1, photograph.accession
        shas = [image.sha256 for image in session.query(Image)]
    database.close()
    assert len(set(shas)) == len(shas)
    for sha256 in shas:
        path = settings.images / "originals" / sha256[:2] / sha256
        assert hash_of(path) == sha256
    with rows(settings) as connection:
        registered = connection.execute(
            "select count(*) from event where verb = 'photograph.register'"
        ).fetchone()
    assert registered == (len(shas),)


def test_kill_at_random_moments_of_an_import(tmp_path: Path) -> None:
    settings = builders.settings(tmp_path / "home")
    parts = build(settings)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(PICTURES):
        builders.picture_file(folder / f"{number}.jpg", width=1800, height=1200, seed=number)
    files = [(path.name, path.open("rb")) for path in sorted(folder.iterdir())]
    preview = stage(parts.tools, builders.ARCHIVIST, files, Options(publish=True))
    for _name, stream in files:
        stream.close()
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, "archivist", ["archivist"], password=None)
    server, _address = start(settings.home)
    wait_for(lambda: finished(settings))
    kill(server)
    confirm(parts.tools, builders.ARCHIVIST, preview)
    chance = random.Random(7)
    moments = []
    for _ in range(KILLS):
        server, _address = start(settings.home)
        try:
            enough = count(settings, "photograph") + chance.randrange(5)
            wait_for(lambda goal=enough: count(settings, "photograph") >= goal or finished(settings))  # type: ignore[misc]
            with pytest.raises(subprocess.TimeoutExpired):  # alive until we end it
                server.wait(chance.random() * 0.4)
        finally:
            kill(server)
        check_whole(settings)
        moments.append(count(settings, "photograph"))
        assert not finished(settings), "the import was over before the last kill; let it have more pictures"
    came = count(settings, "photograph")
    server, address = start(settings.home)
    try:
        wait_for(lambda: finished(settings), 120)
        wait_for(lambda: behind(address) == 0)
    finally:
        kill(server)
    check_whole(settings)
    assert count(settings, "photograph") == PICTURES
    assert keeper.exact(parts.db, parts.index)
    assert list((settings.images / "staged").iterdir()) == []
    parts.close()
    sys.stdout.write(
        f"killed {len(moments)} times, with so many in: {moments}; at last {came} of {PICTURES}\n"
    )
