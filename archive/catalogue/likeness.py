"""Which photographs show the same picture: hashes of what is seen, not of bytes.

The smallest derivative of each front gets a 64-bit perceptual hash (pHash: the signs of the lowest 8 × 8
frequencies against their median). Two pictures count as alike where these differ in at most NEAR bits and
a second hash of another kind (dHash: brighter or darker than the neighbour) differs in at most NEAR too;
`tests/catalogue/test_likeness.py` prints the measurement behind both. Pictures that hold too little to tell
them apart (flat areas, smooth gradients, stripes) are left out: they would be like each other.

`Image.likeness` is the hash in 16 hexadecimal digits, empty where nobody has looked yet, or PLAIN, UNREAD,
BESIDE. Whoever puts a file in force empties it, and `tend` looks again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, delete, insert, select, text, update
from sqlalchemy.orm import Session

from archive.catalogue.models import Alike, Image, Photograph
from archive.db import Database
from archive.media.store import Store
from archive.media.values import widths_for

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

NEAR = 10  # differing bits, of 64
KEPT = 20  # pairs kept of one picture, the nearest first
BATCH = 100
SECONDS = 0.5  # after which a batch ends
CATCH_UP = 5.0  # seconds for fronts that nobody has looked at when an import wants to know them
PLAIN = "-plain"  # too little in it to be told from other pictures
UNREAD = "-unread"  # its derivative is missing or cannot be read; `again` has it tried once more
BESIDE = "-beside"  # a back, or another file of the record: only fronts are compared

_CELLS, _STEP, _STEPS = (9, 8), 3, 20  # neighbouring cells, grey levels between two, how many pairs
_BALANCE = range(30, 35)  # bits set in a hash whose frequencies are not mostly nothing
_STEADY = 4  # bits that may change when the picture is halved
# Written out, so that an index of files in force can serve.
_IN_FORCE = text("image.replaced = ''")


@dataclass(frozen=True)
class Looks:
    """The two hashes of one picture."""

    frequencies: int
    steps: int


def looks(path: Path) -> Looks | str:
    """The hashes of a picture of ours, or PLAIN, or UNREAD where the file is missing or broken."""
    from PIL import Image as Pictures

    try:
        with Pictures.open(path, formats=("JPEG",)) as opened:
            return _hashes(opened.convert("L"))
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return UNREAD


def _hashes(picture: Picture) -> Looks | str:
    import imagehash  # loads scipy, which only the worker needs
    from PIL import Image as Pictures

    cells = np.asarray(picture.resize(_CELLS, Pictures.Resampling.LANCZOS), dtype=np.int16)
    telling = int((abs(np.diff(cells, axis=1)) >= _STEP).sum())
    first = imagehash.phash(picture)
    half = picture.resize((max(picture.width // 2, 1), max(picture.height // 2, 1)))
    steady = int(first - imagehash.phash(half)) <= _STEADY
    if telling < _STEPS or int(first.hash.sum()) not in _BALANCE or not steady:
        return PLAIN
    return Looks(int(str(first), 16), int(str(imagehash.dhash(picture)), 16))


def distance(one: str, other: str) -> int | None:
    """Differing bits of two kept hashes; None where one of the two pictures has none."""
    if not (_told(one) and _told(other)):
        return None
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _told(likeness: str) -> bool:
    return bool(likeness) and not likeness.startswith("-")


def of(session: Session, photograph: Photograph) -> list[tuple[Photograph, int, str]]:
    """(other photograph, differing bits, who said that they are different), the nearest first.

    Kept pairs are held against the fronts in force now, and against what was withdrawn or merged since,
    so that one that stands no longer is never told of.
    """
    mine = _front(photograph)
    if not _stands(photograph) or not _told(mine):
        return []
    query = (
        select(Photograph, Alike.dismissed)
        .join(Alike, Alike.other_id == Photograph.id)
        .where(Alike.photograph_id == photograph.id)
    )
    found = []
    for other, dismissed in session.execute(query).unique():
        bits = distance(mine, _front(other))
        if _stands(other) and bits is not None and bits <= NEAR:
            found.append((other, bits, dismissed))
    return sorted(found, key=lambda one: (one[1], one[0].id))


def _front(photograph: Photograph) -> str:
    return next((image.likeness for image in photograph.current_images if image.role == "recto"), "")


def _stands(photograph: Photograph) -> bool:
    return photograph.merged_into_id is None and photograph.visibility != "withdrawn"


def tend(database: Database, store: Store) -> int:
    """Look at some pictures that nobody has looked at; returns how many, 0 where none waits.

    Decoding and comparing happen outside of the write, which is short; a kill in between loses nothing but
    that work. Raises Busy and Full, after which everything is as before.
    """
    with database.reading() as session:
        waiting = _waiting(session)
    seen: dict[_File, Looks | str] = {}
    end = time.monotonic() + SECONDS
    for file in waiting:
        seen[file] = looks(file.smallest(store)) if file.role == "recto" else BESIDE
        if time.monotonic() > end:
            break
    if seen:
        with database.reading() as session:
            pairs = _pairs(session, store, {f.photograph: s for f, s in seen.items() if isinstance(s, Looks)})
        with database.writing() as session:
            _keep(session, seen, pairs)
    return len(seen)


@dataclass(frozen=True)
class Fronts:
    """The fronts in force as they look, to hold a picture against that comes: photographs and hashes."""

    photographs: NDArray[np.int64]
    hashes: NDArray[np.uint64]


def fronts(session: Session, store: Store, seconds: float = CATCH_UP) -> Fronts:
    """Every front that was looked at, and those that wait for it, as far as so many seconds allow."""
    new: dict[int, Looks] = {}
    end = time.monotonic() + seconds
    for file in _files(session, Image.likeness == "", Image.role == "recto", every=True):
        if time.monotonic() > end:
            break
        if isinstance(seen := looks(file.smallest(store)), Looks):
            new[file.photograph] = seen
    return Fronts(*_known(session, new))


def near(session: Session, store: Store, known: Fronts, mine: Looks) -> list[int]:
    """Numbers of photographs among `known` that look like this picture, the nearest first."""
    bits = np.bitwise_count(known.hashes ^ np.uint64(mine.frequencies))
    close = np.flatnonzero(bits <= NEAR)
    nearest = sorted((int(bits[at]), int(known.photographs[at])) for at in close)[:KEPT]
    return [
        other
        for _bits, other in nearest
        if (theirs := _looked_at(session, store, other)) and agree(mine, theirs)
    ]


def agree(one: Looks, other: Looks) -> bool:
    """Whether both hashes of two pictures are close enough for them to count as alike."""
    steps = (one.steps ^ other.steps).bit_count()
    return (one.frequencies ^ other.frequencies).bit_count() <= NEAR and steps <= NEAR


def again(database: Database) -> None:
    """Have those pictures looked at once more whose derivative could not be read."""
    with database.writing() as session:
        session.execute(update(Image).where(Image.likeness == UNREAD, _IN_FORCE).values(likeness=""))


@dataclass(frozen=True)
class _File:
    """What is needed of a row of `image`, without what its file said of itself."""

    id: int
    photograph: int
    sha256: str
    page: int
    width: int
    role: str

    def smallest(self, store: Store) -> Path:
        return store.derived_path(self.sha256, widths_for(self.width)[0], "jpg", self.page)


def _files(session: Session, *conditions: ColumnElement[bool], every: bool = False) -> list[_File]:
    columns = (Image.id, Image.photograph_id, Image.sha256, Image.page, Image.width, Image.role)
    rows = session.execute(
        select(*columns).where(_IN_FORCE, *conditions).order_by(Image.id).limit(None if every else BATCH)
    )
    return [_File(*row) for row in rows]


def _waiting(session: Session) -> list[_File]:
    return _files(session, Image.likeness == "")


def _pairs(session: Session, store: Store, new: Mapping[int, Looks]) -> dict[tuple[int, int], int]:
    """Differing bits by pair of photographs, for photographs just looked at."""
    if not new:
        return {}
    ids, hashes = _known(session, new)
    pairs: dict[tuple[int, int], int] = {}
    for photograph, mine in new.items():
        bits = np.bitwise_count(hashes ^ np.uint64(mine.frequencies))
        close = np.flatnonzero((bits <= NEAR) & (ids != photograph))
        nearest = sorted((int(bits[at]), int(ids[at])) for at in close)
        for difference, other in nearest[:KEPT]:
            theirs = new.get(other) or _looked_at(session, store, other)
            if theirs is not None and (mine.steps ^ theirs.steps).bit_count() <= NEAR:
                pairs[photograph, other] = pairs[other, photograph] = difference
    return pairs


def _known(session: Session, new: Mapping[int, Looks]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Photographs and the hashes of their fronts: all that are kept, and the new ones."""
    query = select(Image.photograph_id, Image.likeness).where(_IN_FORCE, Image.likeness >= "0")
    kept = [(key, likeness) for key, likeness in session.execute(query) if key not in new]
    ids = np.array([key for key, _ in kept] + list(new), dtype=np.int64)
    before = np.frombuffer(bytes.fromhex("".join(likeness for _, likeness in kept)), dtype=">u8")
    added = np.array([one.frequencies for one in new.values()], dtype=np.uint64)
    return ids, np.concatenate([before.astype(np.uint64), added])


def _looked_at(session: Session, store: Store, photograph: int) -> Looks | None:
    """The hashes of a front that was looked at before, from its derivative: only one of the two is kept."""
    for file in _files(session, Image.photograph_id == photograph, Image.role == "recto"):
        found = looks(file.smallest(store))
        return found if isinstance(found, Looks) else None
    return None


def _keep(session: Session, seen: Mapping[_File, Looks | str], pairs: Mapping[tuple[int, int], int]) -> None:
    """Write what was seen of files that are still in force where they were, and their pairs anew."""
    done = set()
    for file, one in seen.items():
        image = session.get(Image, file.id)
        if image is None or image.replaced or image.likeness or image.photograph_id != file.photograph:
            continue
        image.likeness = f"{one.frequencies:016x}" if isinstance(one, Looks) else one
        done.add(file.photograph)
        merged = select(Photograph.id).where(Photograph.merged_into_id == file.photograph)
        for column in (Alike.photograph_id, Alike.other_id):
            session.execute(delete(Alike).where((column == file.photograph) | column.in_(merged)))
    rows = [
        {"photograph_id": one, "other_id": other, "distance": bits, "dismissed": ""}
        for (one, other), bits in pairs.items()
        if one in done or other in done
    ]
    if rows:
        session.execute(insert(Alike).prefix_with("OR REPLACE"), rows)
