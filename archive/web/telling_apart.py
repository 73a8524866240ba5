"""What differs between two records whose pictures look the same, as sentences for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from archive.catalogue.fields import FIELDS, NAMES
from archive.descriptions import workflow
from archive.media.compared import Compared, Tone
from archive.media.sandbox import SandboxError
from archive.media.values import Refused, widths_for
from archive.web import fieldsets, labels
from archive.web.filters import date_language, date_words, file_size, listed, rights_label
from archive.web.request import parts, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph
    from archive.descriptions.texts import Described, Picture

LIGHT = 3.0  # of 100: less is not told
SPREAD = 0.08  # of the greater contrast
PROPORTION = 0.01  # of the longer side
PROSE = ("headline", "content_advisory", "usage_terms", "instructions")  # in the caption's language
SHOWN_APART = ("caption", "caption_language", "date_text", "edtf", "rights", "kind", "visible_words")


@dataclass(frozen=True)
class Line:
    """A sentence about both, or what one of them (`record`) has, in its own language."""

    words: str
    record: str = ""
    language: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing told of the two: its name, and what is said of it."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """What differs, and the names of what is the same."""

    differs: tuple[Fact, ...]
    same: tuple[str, ...]


def pictures(one: Described, other: Described) -> Told:
    """What differs between the two pictures and their files."""
    return _told([*_files(one, other), *_looks(one, other)])


def records(one: Photograph, other: Photograph) -> Told:
    """What differs between the two records, without their captions, which are shown word by word."""
    return _told(list(_fields(one, other)))


def _told(facts: Sequence[Fact]) -> Told:
    return Told(
        tuple(fact for fact in facts if fact.lines), tuple(fact.label for fact in facts if not fact.lines)
    )


def _files(one: Described, other: Described) -> Iterator[Fact]:
    """Size, format and bytes, as the files in force have them."""
    if one.picture is None or other.picture is None:
        return
    pictures, names = (one.picture, other.picture), (one.photograph.accession, other.photograph.accession)
    sizes = [(picture.width, picture.height) for picture in pictures]
    words = [_("%(width)s by %(height)s pixels", width=width, height=height) for width, height in sizes]
    more = (Line(_larger(names, sizes)),) if sizes[0] != sizes[1] else ()
    yield Fact(_("Size in pixels"), _each(names, words) + more)
    yield Fact(_("File format"), _each(names, [picture.format for picture in pictures]))
    weights = [described.photograph.current_images[0].bytes for described in (one, other)]
    alike = weights[0] == weights[1]
    yield Fact(_("File size"), () if alike else _each(names, [_weight(size, weights) for size in weights]))


def _weight(size: int, both: Sequence[int]) -> str:
    """Bytes as people count them, all of them where both would be called the same."""
    if file_size(both[0]) != file_size(both[1]):
        return file_size(size)
    return str(_("%(count)s bytes", count=size))


def _each(
    names: Sequence[str], words: Sequence[str], languages: Sequence[str] = ("", "")
) -> tuple[Line, ...]:
    """What each of the two has, where that differs."""
    if words[0] == words[1]:
        return ()
    return tuple(
        Line(word.rstrip(".") or _("nothing"), name, language if word else "")
        for name, word, language in zip(names, words, languages, strict=True)
    )


def _larger(names: Sequence[str], sizes: Sequence[tuple[int, int]]) -> str:
    areas = [width * height for width, height in sizes]
    at = areas.index(max(areas))
    share = round(100 * min(areas) / max(areas))
    if share == 100:  # noqa: PLR2004 - per cent
        return str(_("Both have nearly as many pixels."))
    small, large = names[1 - at], names[at]
    words = _("%(small)s has %(share)s%% of the pixels of %(large)s.", small=small, share=share, large=large)
    return str(words)


def _looks(one: Described, other: Described) -> Iterator[Fact]:
    """What was measured of what is seen; a sentence where nothing could be."""
    if one.picture is None or other.picture is None:
        return
    pictures, names = (one.picture, other.picture), (one.photograph.accession, other.photograph.accession)
    store = parts().store
    files = [store.derived_path(one.sha256, widths_for(one.width)[0], "jpg") for one in pictures]
    try:
        found = parts().sandbox.compare(*files)
    except (Refused, SandboxError):
        sentence = _("They could not be measured: a small version of one of them is missing or being made.")
        yield Fact(_("Light, colour and what is cut off"), (Line(sentence),))
        return
    yield _about(_("What is cut off"), _cut(names, found) or _stretched(pictures, found))
    yield _about(_("Colour"), _colour(names, found))
    yield _about(_("Light"), _light(names, found.one, found.other))
    yield _about(_("Contrast"), _contrast(names, found.one, found.other))


def _about(label: str, sentence: str) -> Fact:
    return Fact(label, (Line(sentence),) if sentence else ())


def _cut(names: Sequence[str], found: Compared) -> str:
    """Which shows less, and where."""
    if not found.shorter:
        return ""
    less, more = names if found.shorter == "one" else names[::-1]
    edges = (_("the left edge"), _("the top"), _("the right edge"), _("the bottom"))
    lost = [
        _("%(share)s%% at %(edge)s", share=share, edge=edge)
        for share, edge in zip(found.cut, edges, strict=True)
        if share
    ]
    words = _(
        "%(less)s does not show all of %(more)s: about %(lost)s are missing.",
        less=less, more=more, lost=listed(lost),
    )  # fmt: skip
    return str(words)


def _stretched(pictures: Sequence[Picture], found: Compared) -> str:
    """What follows from the proportions alone, where no cut was seen."""
    ratios = [picture.width / picture.height for picture in pictures]
    missing = 1 - min(ratios) / max(ratios)
    if found.shorter or missing <= PROPORTION:
        return ""
    words = _(
        "The proportions differ. If one was cut out of the other, at least %(share)s%% of its width or "
        "height is missing; if not, one is stretched.",
        share=round(100 * missing),
    )
    return str(words)


def _colour(names: Sequence[str], found: Compared) -> str:
    if found.one.coloured == found.other.coloured:
        return ""
    coloured, grey = names if found.one.coloured else names[::-1]
    return str(_("%(one)s has colour or a tint; %(other)s is black and white.", one=coloured, other=grey))


def _light(names: Sequence[str], one: Tone, other: Tone) -> str:
    by = other.light - one.light
    if abs(by) < LIGHT:
        return ""
    light, dark = names[::-1] if by > 0 else names
    points = round(abs(by))
    words = _(
        "%(light)s is brighter than %(dark)s, by %(points)s of 100.", light=light, dark=dark, points=points
    )
    return str(words)


def _contrast(names: Sequence[str], one: Tone, other: Tone) -> str:
    greater = max(one.spread, other.spread)
    if greater == 0 or abs(one.spread - other.spread) / greater < SPREAD:
        return ""
    strong, weak = names if one.spread > other.spread else names[::-1]
    share = round(100 * min(one.spread, other.spread) / greater)
    words = _(
        "%(strong)s has more contrast; %(weak)s has %(share)s%% of it.", strong=strong, weak=weak, share=share
    )
    return str(words)


def _fields(one: Photograph, other: Photograph) -> Iterator[Fact]:
    """Every field that either record has something in."""
    both = one, other
    names, values = [record.accession for record in both], [record.values() for record in both]
    written = [record.caption_language for record in both]
    yield Fact(_("Date created"), _each(names, *_dates(both)))
    for name in FIELDS:
        if name in SHOWN_APART or not any(value[name] for value in values):
            continue
        words = [", ".join(value[name]) if name in NAMES else value[name] for value in values]
        yield Fact(str(fieldsets.LABELS[name]), _each(names, words, written if name in PROSE else ("", "")))
    yield Fact(_("Rights"), _each(names, [rights_label(value["rights"]) for value in values]))
    homes = [record.collection for record in both]
    titles = [home.title if home else _("in no collection") for home in homes]
    yield Fact(_("Collection"), _each(names, titles, [home.language if home else "" for home in homes]))
    yield Fact(_("Visibility"), _each(names, [_visibility(record) for record in both]))
    yield Fact(_("Approved texts"), _each(names, [_approved(record) for record in both]))


def _dates(both: Sequence[Photograph]) -> tuple[list[str], list[str]]:
    """Dates in words and their languages; with their reading where the same words are read differently."""
    words = [date_words(record) for record in both]
    if words[0] == words[1] and both[0].edtf != both[1].edtf:
        words = [f"{date_words(record)} ({record.edtf or _('not read')})" for record in both]
    return words, [date_language(record) for record in both]


def _visibility(record: Photograph) -> str:
    return str(_("published") if record.visibility == "published" else _("a draft"))


def _approved(record: Photograph) -> str:
    texts = [text for text in workflow.of(reading(), record) if text.status == "approved"]
    return listed([labels.named_text(text) for text in texts]) or str(_("none"))
