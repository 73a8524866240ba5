"""Datasette beside the archive's search page: from PyPI, in an environment of its own, with the same texts.

Its page searches FTS5 and counts two facets; its own suggestions of facets are off, and its limit on
the time that facets may take is raised so that it always counts them. It gets the texts of the yardstick.
"""

import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from archive.search.fields import SEARCHED
from bench.questions import Question

VERSION = "0.65.1"
COLUMNS = ("story", "decade")  # as in the archive: collection and decade
_SETTINGS = {
    "suggest_facets": "off",
    "facet_time_limit_ms": "10000",
    "sql_time_limit_ms": "10000",
    "default_page_size": "20",
    "num_sql_threads": "3",
}


def installed(folder: Path) -> Path | None:
    """Its program; None where it cannot be had, which is printed with pip's last line."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    wanted = [str(folder / "bin" / "pip"), "install", "--quiet", f"datasette=={VERSION}"]
    done = subprocess.run(wanted, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"Datasette could not be installed: {(done.stderr.splitlines() or ['no reason given'])[-1]}")
        return None
    return folder / "bin" / "datasette"


def ready(words: Path, folder: Path) -> Path:
    """A database as Datasette searches one: the yardstick's texts in a plain table with its FTS5 beside."""
    path = folder / "photographs.db"
    texts = ", ".join(SEARCHED)
    with sqlite3.connect(path) as db:
        db.execute("ATTACH ? AS given", (str(words),))
        columns = ", ".join(f"w.{name}" for name in SEARCHED)
        db.execute(f"CREATE TABLE photographs (id INTEGER PRIMARY KEY, {texts}, story, decade, day INTEGER)")
        db.execute(
            f"INSERT INTO photographs SELECT p.id, {columns}, p.collection, p.decade, p.first "  # noqa: S608  # own names
            "FROM given.photograph p JOIN given.words w ON w.rowid = p.id"
        )
        db.execute(
            f"CREATE VIRTUAL TABLE photographs_fts USING fts5({texts}, content=photographs, "
            'content_rowid=id, tokenize="porter unicode61 remove_diacritics 2")'
        )
        db.execute("INSERT INTO photographs_fts (photographs_fts) VALUES ('rebuild')")
    return path


@contextmanager
def served(program: Path, database: Path) -> Iterator[str]:
    """The address of its table while it serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [word for pair in _SETTINGS.items() for word in ("--setting", *pair)]
    command = [str(program), "serve", str(database), "--port", str(port), *settings]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}/{database.stem}/photographs"
    try:
        _answers(f"http://127.0.0.1:{port}/-/versions.json")
        yield base
    finally:
        server.terminate()
        server.wait()


def address(base: str, asked: Question) -> str:
    """Its page of a query; it has no order by how well something answers, and lists by row."""
    given = [("_searchmode", "raw"), ("_size", "20"), *(("_facet", name) for name in COLUMNS)]
    if asked.match:
        given.append(("_search", asked.match))
    if asked.first:
        given += [("day__gte", str(asked.first)), ("day__lt", str(asked.last))]
    return f"{base}?{urlencode(given)}"


def _answers(url: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                answer.read()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
