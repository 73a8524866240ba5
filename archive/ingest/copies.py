"""Whether a picture that comes in looks like one that is here: as a copy of ours, or only much alike.

Nothing in a file names its record for certain, and a name may have been changed on the way, so pictures are
held against each other by what is seen (`catalogue.likeness`). A copy of ours is one whose pixels are the
record's at a small size, everywhere in the picture, which is no larger, and in which the record's own words
stand: that is what a download is that comes back, renamed or made smaller. It is left out unless a person
decides otherwise; of whatever else is alike a person is told. In doubt a picture is not ours: frames of one
shoot have the same maker and credit, and differ in a corner.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from archive.catalogue import likeness
from archive.catalogue.likeness import Fronts, Looks
from archive.catalogue.models import Image, Photograph
from archive.config import message
from archive.descriptions import texts
from archive.ingest import uploads
from archive.ingest.merge import DESCRIPTIONS
from archive.ingest.outcome import Outcome
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.values import Derived, Inspected, widths_for

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

DECISION, LEAVE, NEW = "copy_of", "leave", "new"  # the name of a person's choice, and its two answers
AS_CHOSEN = message("Left out, as chosen in the preview.")
ALIKE, LOOKS = "alike", "looks"  # names in an outcome's detail
_SIDE = 48  # both pictures are held against each other as grey squares of so many pixels
# Grey levels of 255 by which a copy may differ, as JPEG and a smaller size leave them: anywhere (copies of
# the sample stay below 24, changed pictures begin at 41), and on average, which a lighter frame exceeds.
_ANYWHERE, _DIFFERENCE = 30, 4.0
_ROUNDING = 0.01  # by which the shape of a smaller copy, and a size, may differ
_MAKERS = ("creators", "credit_line", "copyright_notice", "usage_terms")


@dataclass(frozen=True)
class Seen:
    """What is known of a picture that comes in: its facts, a small JPEG of it, what its file says."""

    facts: Derived | Inspected
    small: Path
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What looks like a picture: a record, or an earlier item of the same import by its name."""

    accession: str = ""
    name: str = ""
    ours: bool = False

    def to_json(self) -> dict[str, Any]:
        """As an outcome's detail keeps it."""
        return {"accession": self.accession, "name": self.name, "ours": self.ours}


@dataclass(frozen=True)
class Asked:
    """What is to become of a picture, as far as somebody said so.

    `decision` is what was chosen for it, or ''; `wanted` brings in copies too; `target` is the record that
    its name or its line names, which it goes to as its `role`.
    """

    decision: str = ""
    wanted: bool = False
    target: str = ""
    role: str = "recto"


class Copies:
    """Holds the pictures of one import against the archive's; loads what it needs once, when first asked.

    `own` are records that earlier turns of the same import made: what is like them was handed in with them,
    and is no copy that comes back.
    """

    def __init__(self, tools: Tools, own: frozenset[str] = frozenset()) -> None:
        self._tools, self._own = tools, own
        self._lock = threading.Lock()
        self._fronts: Fronts | None = None

    def find(self, looks: Looks | None, seen: Seen) -> list[Found]:
        """Records whose picture looks like this one, copies of ours first; nothing where it has no looks."""
        if looks is None:
            return []
        with self._tools.db.reading() as session:
            near = likeness.near(session, self._tools.store, self._known(session), looks)
            there = [record for number in near if (record := _standing(session, number))]
            found = [Found(one.accession, ours=self._ours(session, one, seen)) for one in there]
        return sorted(found, key=lambda one: not one.ours)

    def hold(self, name: str, detail: dict[str, Any], seen: Seen, asked: Asked) -> Outcome | None:
        """Tell in the detail what looks like this picture; an outcome where it is left out."""
        looks = looks_of(seen.small)
        found = self.find(looks, seen)
        if found:
            detail[ALIKE] = [one.to_json() for one in found]
        if not _leaves(found, asked):
            detail.update(written(looks))
            return None
        told = detail | {"left": True}
        if asked.decision:
            told["findings"] = [*detail.get("findings", ()), AS_CHOSEN]
        return Outcome(name, "unchanged", found[0].accession if found else "", detail=told)

    def _known(self, session: Session) -> Fronts:
        with self._lock:
            if self._fronts is None:
                self._fronts = likeness.fronts(session, self._tools.store)
            return self._fronts

    def _ours(self, session: Session, record: Photograph, seen: Seen) -> bool:
        image = next((one for one in record.current_images if one.role == "recto"), None)
        if record.accession in self._own:
            return False
        if image is None or not _shape_of(image, seen.facts) or not _speaks_of(session, record, seen.said):
            return False
        width = widths_for(image.width)[0]
        kept = self._tools.store.derived_path(image.sha256, width, "jpg", image.page)
        return _same(seen.small, kept)


@contextmanager
def small_picture(tools: Tools, source: Source) -> Iterator[Path]:
    """Where a small picture of a file is made: to be shown in the preview, or for a moment."""
    if source.look is not None:
        yield source.look
        return
    with uploads.scratch(tools.store) as folder:
        yield folder / "look.jpg"


def looks_of(small: Path) -> Looks | None:
    """How a picture looks, by a small JPEG of ours; None where there is too little in it."""
    found = likeness.looks(small)
    return found if isinstance(found, Looks) else None


def written(looks: Looks | None) -> dict[str, str]:
    """Looks as an outcome's detail keeps them, for the rest of an import that is taken up again."""
    return {LOOKS: f"{looks.frequencies:016x}{looks.steps:016x}"} if looks else {}


class Earlier:
    """Pictures of one import in the order in which they came, by what they look like."""

    def __init__(self) -> None:
        self._kept: list[tuple[Looks, Found]] = []

    def add(self, detail: Mapping[str, Any], name: str, accession: str) -> None:
        """Remember an item that comes in as a record."""
        told = str(detail.get(LOOKS, ""))
        if told:
            self._kept.append((Looks(int(told[:16], 16), int(told[16:], 16)), Found(accession, name)))

    def tell(self, detail: dict[str, Any]) -> None:
        """Add to an item's detail what came before it and looks like it."""
        told = str(detail.get(LOOKS, ""))
        if not told:
            return
        mine = Looks(int(told[:16], 16), int(told[16:], 16))
        before = detail.get(ALIKE, [])
        here = {one["accession"] for one in before}
        more = [found for other, found in self._kept if likeness.agree(mine, other)]
        if new := [one.to_json() for one in more if not one.accession or one.accession not in here]:
            detail[ALIKE] = [*before, *new]


def _leaves(found: Sequence[Found], asked: Asked) -> bool:
    """Whether a picture is left out: as was chosen, else as a copy whose name says nothing else."""
    if asked.decision:
        return asked.decision == LEAVE
    if asked.wanted or not found or not found[0].ours:
        return False
    if not asked.target:
        return True
    its_front = (one.accession for one in found if one.ours and asked.role == "recto")
    return asked.target in its_front


def _standing(session: Session, number: int) -> Photograph | None:
    record = session.get(Photograph, number)
    stands = record is not None and record.merged_into_id is None and record.visibility != "withdrawn"
    return record if stands else None


def _shape_of(image: Image, facts: Derived | Inspected) -> bool:
    """Whether a file of this size can be a copy: of the same shape, and no larger."""
    larger = facts.width > image.width * (1 + _ROUNDING) or facts.height > image.height * (1 + _ROUNDING)
    across, down = facts.width * image.height, facts.height * image.width
    return not larger and abs(across - down) <= _ROUNDING * max(across, down)


def _speaks_of(session: Session, record: Photograph, said: Mapping[str, Any]) -> bool:
    """Whether the file says of itself what only the record says.

    That is its caption in some language; in a file without one a description of it, or its rights with its
    maker, credit or notice, where none of these is another. A caption of its own tells another picture.
    """
    values = record.values()
    if own := said.get("caption"):
        return own in {values["caption"], *(record.alternatives or {}).get("caption", {}).values()}
    alts = set(texts.alts(session, record).values())
    if any(one.text in alts for one in said.get(DESCRIPTIONS, ())):
        return True
    told = [name for name in _MAKERS if said.get(name)]
    of_record = bool(told) and all(said[name] == values.get(name) for name in told)
    return of_record and bool(said.get("rights")) and said["rights"] == values["rights"]


def _same(one: Path, other: Path) -> bool:
    """Whether two pictures are the same in all their parts; not where one cannot be read."""
    from PIL import Image as Pictures
    from PIL import ImageChops, ImageStat

    try:
        sides = _grey(one), _grey(other)
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return False
    found = ImageStat.Stat(ImageChops.difference(*sides))
    return found.extrema[0][1] <= _ANYWHERE and found.mean[0] <= _DIFFERENCE


def _grey(path: Path) -> Picture:
    from PIL import Image as Pictures

    with Pictures.open(path, formats=("JPEG",)) as opened:
        return opened.convert("L").resize((_SIDE, _SIDE), Pictures.Resampling.BOX)
