"""What the media modules say to each other: plain values, light to import, able to cross a pipe as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

MAX_PIXELS = 120_000_000
"""Largest picture taken, in pixels: above any press camera, below what a limited process can hold."""

WIDTHS = (400, 800, 1600)
"""Widths in pixels of the derivatives, smallest first."""


def widths_for(width: int) -> tuple[int, ...]:
    """Widths of the derivatives of a picture of this width, smallest first: never larger than itself."""
    return tuple(one for one in WIDTHS if one <= width) or (width,)


FULL_NAME = "full.jpg"
PLAY_NAME = "play.webp"
UNPLAYED_NAME = "play.txt"
"""Why an animation cannot be played, so that nobody has it tried again and again."""

FULL_SIDE = 6000
"""Longest side in pixels of the full-size derivative that staff look closely at."""


def full_size(width: int, height: int) -> tuple[int, int]:
    """Width and height in pixels of the full-size derivative of a picture of this size: never larger."""
    longest = max(width, height, 1)
    if longest <= FULL_SIDE:
        return width, height
    return max(round(width * FULL_SIDE / longest), 1), max(round(height * FULL_SIDE / longest), 1)


PAGES_SHOWN = 2
"""Pages that are shown of one file: front and back of a photograph."""


def page_name(sha256: str, page: int) -> str:
    """What the folder and the address of a page are called: page 1 of a file gets `-2` behind its hash."""
    return f"{sha256}-{page + 1}" if page else sha256


FIELD_CHARS = 1000
ATTRIBUTION_BYTES = 40_000
"""Of an attribution once escaped; one JPEG segment holds 65,533 bytes, and the packet's frame needs some."""

_MARKUP_BYTES = 80
_ESCAPED_BYTES = 4


class Refused(Exception):
    """A file that is not taken; ``reason`` is one plain sentence for a person, without any path."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that every derivative carries inside the file, under IPTC's names and meanings.

    ``rights`` is the URI of the licence or rights statement; ``alt`` maps BCP 47 language to alt text.
    """

    creators: tuple[str, ...] = ()
    credit_line: str = ""
    copyright_notice: str = ""
    usage_terms: str = ""
    rights: str = ""
    alt: Mapping[str, str] = field(default_factory=dict)

    def bounded(self) -> Self:
        """The same, cut so that it fits one JPEG segment: long fields first, then the last languages."""
        shorter = replace(
            self,
            creators=tuple(name[:FIELD_CHARS] for name in self.creators[:50] if name.strip()),
            credit_line=self.credit_line[:FIELD_CHARS],
            copyright_notice=self.copyright_notice[:FIELD_CHARS],
            usage_terms=self.usage_terms[: 4 * FIELD_CHARS],
            rights=self.rights[:FIELD_CHARS],
            alt={language[:35]: text[:FIELD_CHARS] for language, text in self.alt.items() if text.strip()},
        )
        while _weight(shorter) > ATTRIBUTION_BYTES and (shorter.alt or shorter.creators):
            if shorter.alt:
                shorter = replace(shorter, alt=dict(list(shorter.alt.items())[:-1]))
            else:
                shorter = replace(shorter, creators=shorter.creators[:-1])
        return shorter

    def to_json(self) -> dict[str, Any]:
        """A dictionary of strings, lists and one dictionary; :meth:`from_json` reads it back."""
        return asdict(replace(self, alt=dict(self.alt)))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The attribution that :meth:`to_json` wrote."""
        return cls(**{**values, "creators": tuple(values.get("creators", ()))})


def _weight(attribution: Attribution) -> int:
    """Bytes that the words take in XML, at most."""
    texts = (
        attribution.credit_line,
        attribution.copyright_notice,
        attribution.usage_terms,
        attribution.rights,
        *attribution.creators,
        *attribution.alt.values(),
    )
    escaped = sum(text.count(character) for text in texts for character in "&<>") * _ESCAPED_BYTES
    return escaped + sum(len(text.encode(errors="replace")) + _MARKUP_BYTES for text in texts)


@dataclass(frozen=True, slots=True)
class Size:
    """One derivative file: pixels, ``jpg`` or ``webp``, and bytes on disk."""

    width: int
    height: int
    suffix: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file truly is: format by content, pixels as shown (orientation applied), number of frames.

    ``pages`` are shown of it: 2 where the file is a TIFF of front and back, else 1.
    """

    format: str
    width: int
    height: int
    frames: int
    pages: int = 1

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain values; :meth:`from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The value that :meth:`to_json` wrote."""
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a file truly is, and the derivatives made of it, largest first, JPEG before WebP.

    ``pages`` as in :class:`Inspected`; sizes are of the page that was asked for.
    """

    format: str
    width: int
    height: int
    frames: int
    sizes: tuple[Size, ...]
    pages: int = 1

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain values; :meth:`from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The value that :meth:`to_json` wrote."""
        return cls(**{**values, "sizes": tuple(Size(**size) for size in values["sizes"])})


@dataclass(frozen=True, slots=True)
class Embedded:
    """Metadata as read from a file, JSON-safe, and which tool read it; ``note`` says what went wrong.

    Keys are exiftool's with its group in front (``XMP-dc:Creator``, ``IPTC:By-line``); every single value
    is text, also where it looks like a number. ``truncated`` lists keys that were cut or left out.
    """

    raw: dict[str, Any]
    tool: str
    note: str = ""
