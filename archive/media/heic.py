"""Turns a HEIC or HEIF picture into a PNG with the platform's converter (libheif's), in a process of its own.

The converter is started by the limited process and so has its limits: memory, processor time, size of what it
writes; whoever stops that process stops the converter with it. Its output is read once and deleted.
"""

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.media.values import Refused

PROGRAMS = ("heif-dec", "heif-convert")  # newer and older name of one program
SECONDS = 60.0  # where nobody else keeps the time
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")
ABSENT = (
    "This is a HEIC picture, and the program that reads those (heif-convert, of libheif) is not on this "
    "machine. Have it installed, or export the picture as JPEG or TIFF and bring that in."
)
BROKEN = (
    "The file is damaged, or a kind of HEIC that cannot be read: export it as JPEG or TIFF and bring that in."
)

_CONTAINERS = (b"mif1", b"msf1")
_INFO = "heif-info"
_OUTPUT = "picture.png"
_MOST_BRANDS = 4096  # bytes


def recognised(start: bytes) -> bool:
    """Whether a file that begins so is HEIC or HEIF; AVIF, which shares the container, is not."""
    size = int.from_bytes(start[:4])  # absurd where these letters stand in a JPEG, by chance or on purpose
    if start[4:8] != b"ftyp" or size > _MOST_BRANDS:
        return False
    size = min(size, len(start))
    major, others = start[8:12], [start[at : at + 4] for at in range(16, size - 3, 4)]
    if major in _CONTAINERS:
        return not {b"avif", b"avis"} & set(others)
    return major in BRANDS


@contextlib.contextmanager
def converted(source: Path) -> Iterator[tuple[Path, int]]:
    """A PNG of the file's primary picture, turned as the file says, and how many pictures the file holds.

    The PNG is gone afterwards. Raises Refused where there is no converter, or where it cannot read the file.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise Refused(ABSENT)
    with tempfile.TemporaryDirectory(prefix="heic-") as folder:
        _run(program, source, Path(folder) / _OUTPUT)
        made = sorted(Path(folder).glob("*.png"), key=_number)
        if not made:
            raise Refused(BROKEN)
        yield made[_primary(source) if len(made) > 1 else 0], len(made)


def _run(program: str, source: Path, target: Path) -> None:
    # An absolute path begins with a slash, so that no name of a file is taken for an option.
    command = [program, str(source.absolute()), str(target)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"Reading the file took longer than {SECONDS:g} seconds, so it was stopped.") from None
    if done.returncode:
        raise Refused(BROKEN)


def _number(path: Path) -> int:
    """Several pictures are written as picture-1.png, picture-2.png and so on."""
    found = re.search(r"-(\d+)\.png$", path.name)
    return int(found[1]) if found else 0


def _primary(source: Path) -> int:
    """Which of several pictures the file itself calls its primary one; the first where nobody can tell."""
    program = shutil.which(_INFO)
    if program is None:
        return 0
    command = [program, str(source.absolute())]
    try:
        told = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        ).stdout
    except subprocess.TimeoutExpired:
        return 0
    lines = [line for line in told.splitlines() if line.startswith(b"image:")]
    return next((at for at, line in enumerate(lines) if line.rstrip().endswith(b"primary")), 0)
