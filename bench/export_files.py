"""Export of photographs with their words inside, beside bare exiftool writing the same words into them.

Both use two exiftool processes and write into an empty folder on the same disk. Bare exiftool is given the
very lines that the archive would send, in two argument files; it knows no catalogue, checks nothing and keeps
no list. Rounds alternate; the table gives medians and the ratio of each pair. Seconds of the clock are the
aim; seconds of processors, beside them, say the same on a machine that is busy with something else.
"""

import contextlib
import ctypes
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.config import Settings
from archive.descriptions import workflow
from archive.history import OPERATOR, Actor
from archive.ingest.outcome import Options
from archive.ingest.run import Run, bring_in
from archive.interop import files, filing
from archive.media import writing
from archive.parts import Parts, build
from bench import machine

COUNT = int(os.environ.get("BENCH_EXPORTS", "200"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SIZE = (1500, 1000)
ADOPT = 36  # PR_SET_CHILD_SUBREAPER of Linux
REVIEWER = Actor("reviewer", frozenset({"reviewer"}))
WORDS = {
    "headline": "Tram in the rain",
    "caption": "A tram waits at a stop in a made-up town on a wet morning; nobody gets on. " * 4,
    "caption_language": "en",
    "credit_line": "A. Maker/Made-up Press",
    "copyright_notice": "© 1936 A. Maker",
    "rights": "https://creativecommons.org/licenses/by/4.0/",
    "usage_terms": "Ask first, then print.",
    "licensor": "Made-up Press, https://example.org/rights",
    "date_text": "12 May 1936",
    "city": "Alicante",
    "country": "Spain",
    "creators": ("A. Maker",),
    "people": ("Ana Ruiz", "Ben Ó"),
    "keywords": ("tram", "rain", "street"),
}


def fill(parts: Parts, folder: Path) -> None:
    """Bring generated pictures in, and write the words of a finished record for each."""
    chance = random.Random(4)
    grain = Image.effect_noise(SIZE, 60).convert("RGB")
    for number in range(COUNT):
        flat = Image.new("RGB", SIZE, tuple(chance.randrange(256) for _ in range(3)))
        Image.blend(flat, grain, 0.3).save(folder / f"{number:05}.jpg", quality=85)
    receipt = bring_in(Run(parts.tools, OPERATOR, Options()), [folder])
    for outcome in receipt.of("added"):
        with parts.db.writing() as session:
            record = photographs.get(session, outcome.accession)
            photographs.amend(session, OPERATOR, outcome.accession, WORDS, version=record.version)
            for language, text in (("en", "A tram with two lamps."), ("es", "Un tranvía con dos faros.")):
                saved = workflow.save(
                    session, OPERATOR, record, workflow.Words("alt", language, text), version=0
                )
                if saved:
                    workflow.approve(session, REVIEWER, saved.id, version=saved.version)


def argument_files(parts: Parts, folder: Path, target: Path) -> list[Path]:
    """What the archive would send, as two files for exiftool."""
    told: list[list[str]] = [[], []]
    with parts.db.reading() as session:
        for number, record_id in enumerate(filing.everything(session)):
            record = session.get_one(Photograph, record_id)
            copy = files.plan(session, record, record.current_images[0], files.ORIGINAL)
            properties = copy.properties
            lines = writing.lines(properties.tags, properties.removed, recoded=properties.recoded)
            ends = [
                "-o",
                str(target / f"{copy.accession}.part"),
                str(parts.store.path(copy.sha256)),
                "-execute",
            ]
            told[number % 2] += lines + ends
    paths = [folder / "one.args", folder / "two.args"]
    for path, lines in zip(paths, told, strict=True):
        path.write_text("\n".join(lines) + "\n")
    return paths


def timed(work: Callable[[], float]) -> tuple[float, float]:
    """Seconds of the clock as `work` gives them, and seconds of processors that its processes used."""
    before = spent()
    seconds = work()
    return seconds, spent() - before


def spent() -> float:
    """Processor seconds of all children so far, with theirs that were left behind and adopted."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_bare(paths: list[Path], target: Path) -> float:
    """Seconds for two processes of exiftool."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    begun = time.perf_counter()
    # Twice quiet: originals without words of their own have nothing to be copied back, and say so each time.
    quiet = ["-common_args", "-q", "-q"]
    running = [
        subprocess.Popen(["exiftool", "-@", str(path), *quiet], stdout=subprocess.DEVNULL) for path in paths
    ]
    failed = sum(process.wait() != 0 for process in running)
    seconds = time.perf_counter() - begun
    written = sorted(target.iterdir())
    if failed or len(written) != COUNT or WORDS["headline"].encode() not in written[-1].read_bytes():
        sys.exit("Bare exiftool did not write every file; the figures would mean nothing.")
    return seconds


def run_export(home: Path, target: Path) -> float:
    """Seconds of `archive export files` from start to end."""
    shutil.rmtree(target, ignore_errors=True)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "archive", "export", "files", "--drafts", "--to", str(target)]
    subprocess.run(
        command, env=os.environ | {"ARCHIVE_HOME": str(home)}, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    print(f"Export of {COUNT} pictures of {SIZE[0]} x {SIZE[1]} pixels; {machine.line()}")
    if not shutil.which("exiftool"):
        print("  exiftool is not on this machine: nothing was measured")
        return
    ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)  # what a child leaves behind is waited for, and so counted
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        home, target = folder / "home", folder / "out"
        parts = build(Settings(home=home, database=home / "archive.db", children=2))
        fill(parts, folder / "in")
        arguments = argument_files(parts, folder, target)
        parts.close()
        rows = [
            (timed(lambda: run_export(home, target)), timed(lambda: run_bare(arguments, target)))
            for _ in range(ROUNDS)
        ]
    for name, place in (("archive export", 0), ("bare exiftool", 1)):
        clock, used = (machine.median([row[place][kind] for row in rows]) for kind in (0, 1))
        print(f"  {name}: {clock:.1f} s, {COUNT / clock:.1f} files a second, {used:.1f} s of processors")
    clock, used = (machine.median([row[0][kind] / row[1][kind] for row in rows]) for kind in (0, 1))
    print(f"  ratio {clock:.2f} (aim: at most 1.20), of processors {used:.2f}")


if __name__ == "__main__":
    main()
