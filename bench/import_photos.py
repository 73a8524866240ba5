"""Import of generated 12-megapixel JPEGs, beside bare exiftool plus bare Pillow doing the same to them.

Both use two processes, read the metadata of the same files with the same options of exiftool, and write JPEG
and WebP at 400, 800 and 1600 pixels with the same settings. The bare programs keep no originals, catalogue
or index, and Pillow's processes stand ready before their clock starts. Rounds alternate; the table gives
medians and the ratio of each pair. Where exiftool is missing, neither side reads by it: the table says so.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from archive.media.derive import QUALITY, WEBP_EFFORT
from archive.media.exiftool import OPTIONS
from bench import machine

COUNT = int(os.environ.get("BENCH_PHOTOS", "200"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "1"))
SIZE = (4000, 3000)
WIDTHS = (1600, 800, 400)
PROCESSES = 2


def generate(folder: Path) -> list[Path]:
    """Pictures with edges, gradients and grain, about as hard to compress as photographs."""
    chance = random.Random(12)
    grain = Image.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 40).resize(SIZE).convert("RGB")
    paths = []
    for number in range(COUNT):
        small = Image.effect_noise((64, 48), 120).resize(SIZE, Image.Resampling.BICUBIC)
        tint = ImageOps.colorize(
            small, (chance.randrange(90), 40, 60), (255, 230, chance.randrange(120, 250))
        )
        pen = ImageDraw.Draw(tint)
        for _ in range(60):
            x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
            box = (x, y, x + chance.randrange(20, 700), y + chance.randrange(20, 500))
            pen.rectangle(box, fill=tuple(chance.randrange(256) for _ in range(3)))
        picture = Image.blend(tint.filter(ImageFilter.GaussianBlur(1)), grain, 0.12)
        path = folder / f"bench-{number:04}.jpg"
        picture.save(path, quality=88)
        paths.append(path)
    return paths


def bare(job: tuple[Path, Path]) -> None:
    """The same derivatives with nothing around them."""
    source, target = job
    with Image.open(source) as opened:
        opened.draft("RGB", (WIDTHS[0], WIDTHS[0] * 3 // 4))
        image = ImageOps.exif_transpose(opened).convert("RGB")
    for width in WIDTHS:
        if width < image.width:
            image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        image.save(target / f"{source.stem}-{width}.jpg", quality=QUALITY, progressive=True)
        image.save(target / f"{source.stem}-{width}.webp", quality=QUALITY, method=WEBP_EFFORT)


def read_bare(paths: list[Path]) -> None:
    """All metadata of the files as JSON, one exiftool for each process that may run."""
    program = shutil.which("exiftool")
    if program is None:
        return
    commands = [[program, *OPTIONS, *map(str, paths[place::PROCESSES])] for place in range(PROCESSES)]
    running = [subprocess.Popen([*command, "-q"], stdout=subprocess.PIPE) for command in commands if paths]
    with ThreadPoolExecutor(PROCESSES) as readers:  # a full pipe would hold a process up
        answers = list(readers.map(lambda process: process.communicate()[0], running))
    if sum(len(json.loads(answer)) for answer in answers) != len(paths):
        sys.exit("Bare exiftool did not read every file; the figures would mean nothing.")


def run_bare(paths: list[Path]) -> float:
    """Seconds for all pictures."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(len, [()] * PROCESSES)  # started before the clock is
        begun = time.perf_counter()
        read_bare(paths)
        pool.map(bare, [(path, Path(folder)) for path in paths], chunksize=1)
        return time.perf_counter() - begun


def run_import(folder: Path) -> tuple[float, float]:
    """(seconds, megabytes of the largest process) of `archive import` into an empty home."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"ARCHIVE_HOME": home}
        begun = time.perf_counter()
        command = [sys.executable, "-m", "archive", "import", str(folder), "--json"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(process.pid, 0)  # of this process and those that it started
        seconds = time.perf_counter() - begun
    if status:
        sys.exit("The import refused a generated picture; the figures would mean nothing.")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    print(f"Import of {COUNT} pictures of {SIZE[0]} x {SIZE[1]} pixels; {machine.line()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with get_context("spawn").Pool(1) as pool:  # elsewhere, so that this process stays small
            paths = pool.apply(generate, (folder,))
        rows = []
        for _ in range(ROUNDS):
            seconds, memory = run_import(folder)
            rows.append((seconds, run_bare(paths), memory))
    ours = machine.median([row[0] for row in rows])
    theirs = machine.median([row[1] for row in rows])
    ratio = machine.median([row[0] / row[1] for row in rows])
    print(f"  archive import: {ours:.1f} s, {COUNT / ours:.2f} photographs a second")
    tools = "exiftool and Pillow" if shutil.which("exiftool") else "Pillow (no exiftool here)"
    print(f"  bare {tools}: {theirs:.1f} s, {COUNT / theirs:.2f} photographs a second")
    print(f"  ratio {ratio:.2f} (aim: at most 1.30), largest process {max(row[2] for row in rows):.0f} MB")


if __name__ == "__main__":
    main()
