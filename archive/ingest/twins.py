"""Whether a file shows the very picture that a record has already, only with other words inside.

That is what a copy is that left the archive: other bytes, the same pixels. Its name begins with the
accession number of its record, which is where the picture is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue import images, photographs
from archive.catalogue.models import Photograph
from archive.ingest import uploads
from archive.ingest.pairs import Pair
from archive.ingest.sources import Source
from archive.ingest.tools import Tools
from archive.media.values import Attribution, Derived, Inspected, Refused, widths_for

_MOST_PARTS = 12  # of a name, held against accession numbers


def check(tools: Tools, source: Source, made: Derived | Inspected, folder: Path | None = None) -> None:
    """Raise Refused, with the record's number, where one that the file's name tells of has this picture.

    `folder` holds the file's derivatives; without it they are made for a moment, where sizes are the same.
    """
    with tools.db.reading() as session:
        there = [
            (record.accession, image.sha256, image.page)
            for record in _named(session, source)
            for image in record.current_images
            if (image.format, image.width, image.height) == (made.format, made.width, made.height)
        ]
    if not there:
        return
    if folder is None:
        with uploads.scratch(tools.store) as made_now:
            tools.sandbox.derive(source.path, made_now / "sizes", Attribution())
            check(tools, source, made, made_now / "sizes")
        return
    width = widths_for(made.width)[0]
    mine = _pixels(folder / f"{width}.jpg")
    for accession, sha256, page in there:
        if mine and mine == _pixels(tools.store.derived_path(sha256, width, "jpg", page)):
            raise Refused(
                f"This is the same picture as {accession} has, with other words in the file. Nothing was "
                "changed. To replace the record's file by this one, do so on its edit page; to change its "
                "words, edit the record."
            )


def check_place(tools: Tools, pair: Pair | None) -> None:
    """Raise Refused where the line's record has a picture already: which one it is, a person has to say."""
    if pair is None:
        return
    with tools.db.reading() as session:
        there = photographs.by_origin(session, pair.key)
        if there is not None and images.front(there):
            raise Refused(
                f"{pair.name}, is the record {there.accession}, which has another picture. It was left so. "
                "If this one is right, replace the picture on that record's edit page."
            )


def _named(session: Session, source: Source) -> Iterator[Photograph]:
    """Records that the name could be of: `T-1-tram-in-rain.jpg` of T-1-tram-in-rain, T-1-tram-in …, T."""
    parts = source.claims[0].split("-")[:_MOST_PARTS]
    for count in range(len(parts), 0, -1):
        found = photographs.find(session, "-".join(parts[:count])) if parts[0] else None
        if found is not None and found.merged_into_id is None:
            yield found


def _pixels(path: Path) -> bytes:
    """What is seen of a size of ours; nothing where it is missing or broken."""
    from PIL import Image

    try:
        with Image.open(path, formats=("JPEG",)) as opened:
            return opened.tobytes()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
