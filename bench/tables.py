"""Tables of 100,000 records: written, and previewed when they come back; seconds and megabytes at the peak.

Each command runs in a process of its own, whose largest size is asked of the system. `python -m bench.tables
[RECORDS]`.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import insert

from archive.catalogue.models import Authority, Named, Photograph
from archive.config import Settings
from archive.descriptions.models import Description
from archive.history import OPERATOR
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.parts import build
from bench import machine
from bench.made_words import Maker

RECORDS = 100_000
PAGE = 5_000
MOMENT = "2026-01-01T00:00:00Z"
NAMES = 2_000
Told = tuple[float, float, float]


def _settings(home: Path) -> Settings:
    return Settings(home=home, database=home / "archive.db", children=1, port=0)


def fill(home: Path, records: int) -> None:
    """Records with the words that press photographs have, made directly in the database."""
    parts = build(_settings(home))
    maker = Maker()
    with parts.db.writing() as session:
        names = [{"id": n + 1, "kind": "person", "name": f"{maker.text(2)} {n}"} for n in range(NAMES)]
        session.execute(insert(Authority), names)
        for start in range(1, records + 1, PAGE):
            numbers = range(start, min(start + PAGE, records + 1))
            session.execute(insert(Photograph), [_photograph(maker, number) for number in numbers])
            named = [{"photograph_id": n, "authority_id": n % NAMES + 1, "position": 0} for n in numbers]
            session.execute(insert(Named), named)
            session.execute(insert(Description), [_text(maker, number) for number in numbers])
    parts.close()


def _photograph(maker: Maker, number: int) -> dict[str, object]:
    return {
        "id": number,
        "accession": f"2026-{number:06}",
        "headline": maker.text(6),
        "caption": maker.text(35),
        "caption_language": "en",
        "date_text": "about 1936",
        "edtf": "1936~",
        "earliest": "1935-01-01",
        "latest": "1937-12-31",
        "city": maker.text(1),
        "country": "Portugal",
        "credit_line": "Made-up Press",
        "rights": "http://rightsstatements.org/vocab/CNE/1.0/",
        "alternatives": {"caption": {"es": maker.text(35)}} if number % 4 == 0 else {},
        "sources": {},
        "registered": MOMENT,
        "visibility": "published",
    }


def _text(maker: Maker, number: int) -> dict[str, object]:
    moments = {"author": "describer", "created": MOMENT, "changed": MOMENT, "status": "approved"}
    return {"photograph_id": number, "kind": "alt", "language": "en", "text": maker.text(18)} | moments


def preview(home: Path, table: Path) -> None:
    """What `archive import --dry-run` does before it prints, without bringing the search index up to date."""
    parts = build(_settings(home))
    receipt = bring_in(Run(parts.tools, OPERATOR, Options(dry_run=True)), [table])
    parts.close()
    if receipt.of("refused"):
        sys.exit("Rows were refused; the figures would mean nothing.")


def _previewed(home: Path, table: Path) -> Told:
    return run(home, "preview", str(table), module="bench.tables")


def run(home: Path, *words: str, module: str = "archive") -> Told:
    """(seconds, seconds of processor, megabytes at the peak) of one command."""
    environment = os.environ | {"ARCHIVE_HOME": str(home)}
    begun = time.perf_counter()
    command = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"“{' '.join(words)}” failed; the figures would mean nothing.")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _say(what: str, told: Told, aim: str = "") -> None:
    print(f"  {what:32} {told[0]:6.1f} s, processor {told[1]:6.1f} s, {told[2]:4.0f} MB{aim}")


def _unnumbered(table: Path, target: Path) -> None:
    """The same table without numbers and versions, so that every row is a new record."""
    with table.open(encoding="utf-8-sig", newline="") as old, target.open("w", newline="") as new:
        reader, writer = csv.reader(old), csv.writer(new)
        for row in reader:
            writer.writerow(row[2:])


def main(records: int = RECORDS) -> None:
    """Print the table."""
    print(f"Tables of {records:,} records; {machine.line()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "home"
        home.mkdir()
        with get_context("spawn").Pool(1) as pool:  # elsewhere, so that this process stays small
            pool.apply(fill, (home, records))
        table, new = folder / "records.csv", folder / "new.csv"
        _say("export as CSV", run(home, "export", "table", "--to", str(table)))
        print(f"  the file has {table.stat().st_size / 1e6:.0f} MB")
        aim = "  (aim: at most 60 s and 300 MB)"
        _say("preview, nothing changed", _previewed(home, table), aim)
        _unnumbered(table, new)
        _say("preview, every row a new record", _previewed(home, new), aim)
        _say("export as XLSX", run(home, "export", "table", "--to", str(folder / "records.xlsx")))


if __name__ == "__main__":
    if sys.argv[1:2] == ["preview"]:
        preview(Path(os.environ["ARCHIVE_HOME"]), Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
