"""Photographs as files that leave the archive: copies that carry the record's words inside."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue.models import Image, Photograph
from archive.interop import said
from archive.interop.properties import FORMATS, Properties, properties
from archive.interop.said import Words
from archive.media.derive import WEBP_SIDE
from archive.media.sandbox import Sandbox
from archive.media.store import Store
from archive.media.values import Attribution, Refused, widths_for
from archive.media.writing import MetadataWriter

ORIGINAL = "original"
# format: (ending, media type) of what leaves; nothing else is ever told to a browser.
TYPES = {
    "JPEG": ("jpg", "image/jpeg"),
    "PNG": ("png", "image/png"),
    "TIFF": ("tif", "image/tiff"),
    "WEBP": ("webp", "image/webp"),
    "GIF": ("gif", "image/gif"),
    "AVIF": ("avif", "image/avif"),
    "HEIC": ("heic", "image/heic"),
    "JPEG 2000": ("jp2", "image/jp2"),
}
_DERIVED = {"jpg": "JPEG", "webp": "WEBP"}
_WHAT = re.compile(r"(?:([2-9])-)?(?:original|([1-9][0-9]{0,4})\.(jpg|webp))")
_TITLE_CHARS = 60
_NAME_BYTES = 220  # of 255 that file systems take: endings and the names of unfinished copies need some
NO_FILE = "The original file is not in the archive's folder. Restore it from a backup, then try again."
UNWRITABLE = "Words cannot be written into a file of this format. Take one of the sizes instead."


@dataclass(frozen=True)
class Means:
    """What copies are made with."""

    store: Store
    sandbox: Sandbox
    writer: MetadataWriter


def means(store: Store, sandbox: Sandbox, exiftool: str | None) -> Means:
    """The means of an archive; `exiftool` is the program's name, None for none."""
    return Means(store, sandbox, MetadataWriter(sandbox, exiftool))


@dataclass(frozen=True)
class Copy:
    """One file to be made: which bytes, how it is called, what it is to say.

    `what` is `original` or a size such as `800.jpg`; `width` is 0 for the original. `mark` names these very
    words and bytes: another mark means that the file must be made anew.
    """

    accession: str
    role: str
    what: str
    name: str
    type: str
    sha256: str
    page: int
    width: int
    suffix: str
    location: bool
    revision: int
    properties: Properties
    attribution: Attribution

    @property
    def mark(self) -> str:
        """Bytes, shape and words in one name."""
        # "-bare": earlier copies had nothing here, and still had places in odd fields; they are made anew.
        place = "-with-location" if self.location else "-bare"
        told = repr((sorted(self.properties.tags.items()), sorted(self.properties.removed)))
        words = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
        return f"{self.sha256}-{self.page}-{self.what}-{self.revision}-{words}{place}"


def words(session: Session, photograph: Photograph) -> Words:
    """The approved alt texts and long descriptions in every language, and what else waits of them."""
    return said.of(session, [photograph.id])[photograph.id]


def sizes(image: Image) -> list[str]:
    """What a picture can be had as, largest first, JPEG before WebP; never larger than itself."""
    found = []
    for width in reversed(widths_for(image.width)):
        found.append(f"{width}.jpg")
        if round(image.height * width / max(image.width, 1)) <= WEBP_SIDE:
            found.append(f"{width}.webp")
    return found


def choose(photograph: Photograph, what: str) -> tuple[Image, str] | None:
    """The picture and its form that `800.webp`, `original` or, for the second picture, `2-original` name."""
    found = _WHAT.fullmatch(what)
    number = int(found[1] or 1) if found else 0
    images = photograph.current_images
    if not 1 <= number <= len(images):
        return None
    image, form = images[number - 1], what.removeprefix(f"{number}-")
    return (image, form) if form == ORIGINAL or form in sizes(image) else None


def plan(
    session: Session,
    photograph: Photograph,
    image: Image,
    what: str,
    *,
    location: bool = False,
    texts: Words | None = None,
) -> Copy:
    """What a copy of a picture of this record is to be; raises Refused for a format that takes no words.

    `texts` are the descriptions where they are known already. Only an original can carry its location.
    """
    original = what == ORIGINAL
    taken = image.format if original else _DERIVED[what.rpartition(".")[2]]
    if taken not in FORMATS:
        raise Refused(UNWRITABLE)
    texts = texts if texts is not None else words(session, photograph)
    raw = image.embedded.get("raw", {}) if original and isinstance(image.embedded, dict) else {}
    ending, media_type = TYPES[taken]
    told = properties(photograph, texts, taken, raw, location=location and original)
    return Copy(
        accession=photograph.accession,
        role=image.role,
        what=what,
        name=f"{speaking(photograph, image)}.{ending}",
        type=media_type,
        sha256=image.sha256,
        page=image.page,
        width=0 if original else int(what.partition(".")[0]),
        suffix=ending,
        location=location and original,
        revision=photograph.revision,
        properties=told,
        attribution=_attribution(photograph, texts),
    )


def speaking(photograph: Photograph, image: Image) -> str:
    """A file's name that tells what it is, in letters and digits of any script, without an ending."""
    parts = [photograph.accession, photograph.headline[:_TITLE_CHARS]]
    if image.role != "recto":
        parts.append(image.role)
    name = "-".join(filter(None, (plain(part) for part in parts))) or "photograph"
    if len(name.encode()) <= _NAME_BYTES:
        return name
    role = f"-{parts[2]}" if len(parts) > 2 else ""  # noqa: PLR2004 - number, title and role
    kept = name.removesuffix(role).encode()[: _NAME_BYTES - len(role)].decode(errors="ignore")
    return kept.rstrip("-.") + role


def plain(text: str) -> str:
    """Letters, digits, dots, hyphens and underscores alone; never empty at the front of a name, or hidden."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-.")


def make(tools: Means, copy: Copy, target: Path) -> None:
    """Make the file under a name that is not taken; raises Refused in words, StoreFull, OSError.

    A size is made anew where it is missing, and always without exiftool: then it carries creator, credit,
    rights and alt text alone. An original cannot go out then, since its places could not be taken out.
    """
    if copy.width and not tools.writer.available:
        _derive_anew(tools, copy, target)
        return
    source = _source(tools, copy)
    told = copy.properties
    tools.writer.write(source, target, told.tags, told.removed, location=copy.location, recoded=told.recoded)


def _derive_anew(tools: Means, copy: Copy, target: Path) -> None:
    """A size with the words of this moment; the kept one may be waiting for the worker."""
    folder = target.with_name(f"{target.name}.sizes")
    try:
        tools.sandbox.derive(_kept(tools, copy), folder, copy.attribution, copy.page)
        (folder / f"{copy.width}.{copy.suffix}").replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _kept(tools: Means, copy: Copy) -> Path:
    path = tools.store.path(copy.sha256)
    if not path.is_file():
        raise Refused(NO_FILE)
    return path


def _source(tools: Means, copy: Copy) -> Path:
    if not copy.width:
        return _kept(tools, copy)
    path = tools.store.derived_path(copy.sha256, copy.width, copy.suffix, copy.page)
    if not (path.is_file() and path.stat().st_size):
        folder = tools.store.derived_folder(copy.sha256, copy.page)
        tools.sandbox.derive(_kept(tools, copy), folder, copy.attribution, copy.page)
    if not path.is_file():
        raise Refused(NO_FILE)
    return path


def _attribution(photograph: Photograph, texts: Words) -> Attribution:
    return Attribution(
        creators=photograph.creators,
        credit_line=photograph.credit_line,
        copyright_notice=photograph.copyright_notice,
        usage_terms=photograph.usage_terms,
        rights=photograph.rights,
        alt=dict(texts.alt),
    )
