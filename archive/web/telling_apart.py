"""What differs between two records whose pictures look the same, as sentences for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from archive.catalogue.fields import FIELDS
from archive.descriptions import workflow
from archive.media.compared import Compared, Tone
from archive.media.sandbox import SandboxError
from archive.media.values import Refused, widths_for
from archive.web import fieldsets, labels
from archive.web.filters import date_words, file_size, listed, rights_label
from archive.web.request import parts, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph
    from archive.descriptions.texts import Described

LIGHT = 3.0  # of 100: less is not told
SPREAD = 0.08  # of the greater contrast
PROPORTION = 0.01  # of the longer side
CAPTION, OWN = ("caption", "caption_language"), ("date_text", "edtf", "rights", "kind", "visible_words")


@dataclass(frozen=True)
class Fact:
    """One thing told of the two: its name, and a sentence for each that it takes."""

    label: str
    sentences: tuple[str, ...]


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
    return _told(_fields(one, other))


def _told(facts: Sequence[tuple[str, tuple[str, ...]]]) -> Told:
    differs = tuple(Fact(label, sentences) for label, sentences in facts if sentences)
    return Told(differs, tuple(label for label, sentences in facts if not sentences))


def _files(one: Described, other: Described) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Size, format and bytes, as the files in force have them."""
    if one.picture is None or other.picture is None:
        return
    first, second = one.picture, other.picture
    names = one.photograph.accession, other.photograph.accession
    sizes = [(picture.width, picture.height) for picture in (first, second)]
    words = [_("%(width)s by %(height)s pixels", width=width, height=height) for width, height in sizes]
    yield _("Size in pixels"), () if sizes[0] == sizes[1] else (*_each(names, words), _larger(names, sizes))
    yield (
        _("File format"),
        () if first.format == second.format else _each(names, (first.format, second.format)),
    )
    weights = [described.photograph.current_images[0].bytes for described in (one, other)]
    yield _("File size"), () if weights[0] == weights[1] else _each(names, [file_size(n) for n in weights])


def _each(names: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    return tuple(_("%(record)s: %(words)s.", record=n, words=w) for n, w in zip(names, words, strict=True))


def _larger(names: Sequence[str], sizes: Sequence[tuple[int, int]]) -> str:
    areas = [width * height for width, height in sizes]
    at = areas.index(max(areas))
    share = round(100 * min(areas) / max(areas))
    if share == 100:  # noqa: PLR2004 - per cent
        return str(_("Both have nearly as many pixels."))
    words = _(
        "%(small)s has %(share)s%% of the pixels of %(large)s.",
        small=names[1 - at],
        share=max(share, 1),
        large=names[at],
    )
    return str(words)


def _looks(one: Described, other: Described) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was measured of what is seen; a sentence where nothing could be."""
    if one.picture is None or other.picture is None:
        return
    names = one.photograph.accession, other.photograph.accession
    files = [
        parts().store.derived_path(picture.sha256, widths_for(picture.width)[0], "jpg")
        for picture in (one.picture, other.picture)
    ]
    try:
        found = parts().sandbox.compare(*files)
    except (Refused, SandboxError):
        sentence = _("They could not be measured: a small version of one of them is missing or being made.")
        yield _("Light, colour and what is cut off"), (sentence,)
        return
    yield _("What is cut off"), _cut(names, found, one, other)
    yield _("Colour"), _colour(names, found)
    yield _("Light"), _light(names, found.one, found.other)
    yield _("Contrast"), _contrast(names, found.one, found.other)


def _cut(names: Sequence[str], found: Compared, one: Described, other: Described) -> tuple[str, ...]:
    """Which shows less and where; else what follows from the proportions alone."""
    if found.shorter:
        less, more = names if found.shorter == "one" else names[::-1]
        edges = (_("the left edge"), _("the top"), _("the right edge"), _("the bottom"))
        lost = [
            _("%(share)s%% at %(edge)s", share=share, edge=edge)
            for share, edge in zip(found.cut, edges, strict=True)
            if share
        ]
        words = _(
            "%(less)s does not show all of %(more)s: about %(lost)s are missing.",
            less=less,
            more=more,
            lost=listed(lost),
        )
        return (words,)
    if one.picture is None or other.picture is None:
        return ()
    ratios = [picture.width / picture.height for picture in (one.picture, other.picture)]
    missing = 1 - min(ratios) / max(ratios)
    if missing <= PROPORTION:
        return ()
    words = _(
        "The proportions differ. If one was cut out of the other, at least %(share)s%% of its width or "
        "height is missing; if not, one is stretched.",
        share=round(100 * missing),
    )
    return (words,)


def _colour(names: Sequence[str], found: Compared) -> tuple[str, ...]:
    if found.one.coloured == found.other.coloured:
        return ()
    coloured, grey = names if found.one.coloured else names[::-1]
    return (_("%(one)s has colour or a tint; %(other)s is black and white.", one=coloured, other=grey),)


def _light(names: Sequence[str], one: Tone, other: Tone) -> tuple[str, ...]:
    by = other.light - one.light
    if abs(by) < LIGHT:
        return ()
    light, dark = names[::-1] if by > 0 else names
    points = round(abs(by))
    return (
        _(
            "%(light)s is brighter than %(dark)s, by %(points)s of 100.",
            light=light,
            dark=dark,
            points=points,
        ),
    )


def _contrast(names: Sequence[str], one: Tone, other: Tone) -> tuple[str, ...]:
    greater = max(one.spread, other.spread)
    if greater == 0 or abs(one.spread - other.spread) / greater < SPREAD:
        return ()
    strong, weak = names if one.spread > other.spread else names[::-1]
    share = round(100 * min(one.spread, other.spread) / greater)
    words = _(
        "%(strong)s has more contrast; %(weak)s has %(share)s%% of it.", strong=strong, weak=weak, share=share
    )
    return (words,)


def _fields(one: Photograph, other: Photograph) -> list[tuple[str, tuple[str, ...]]]:
    """Every field that either record has something in."""
    names = one.accession, other.accession
    values = one.values(), other.values()
    found = [_named(_("Date created"), names, (date_words(one), date_words(other)), (one.edtf, other.edtf))]
    for name in FIELDS:
        both = values[0][name], values[1][name]
        if name in (*CAPTION, *OWN) or not any(both):
            continue
        words = [", ".join(value) if isinstance(value, tuple) else value for value in both]
        found.append(_named(str(fieldsets.LABELS[name]), names, words))
    rights = [rights_label(value["rights"]) for value in values]
    found.append(_named(_("Rights"), names, rights))
    homes = [
        record.collection.title if record.collection else _("in no collection") for record in (one, other)
    ]
    found.append(_named(_("Collection"), names, homes))
    found.append(_named(_("Visibility"), names, [_visibility(record) for record in (one, other)]))
    found.append(_named(_("Approved texts"), names, [_approved(record) for record in (one, other)]))
    return found


def _named(
    label: str, names: Sequence[str], words: Sequence[str], exact: Sequence[str] = ("", "")
) -> tuple[str, tuple[str, ...]]:
    """One field; `exact` tells two values apart whose words are alike."""
    if words[0] == words[1] and exact[0] == exact[1]:
        return label, ()
    told = [one or _("nothing") for one in words]
    if words[0] == words[1]:
        told = [f"{one} ({code or _('not read')})" for one, code in zip(told, exact, strict=True)]
    return label, _each(names, [one.rstrip(".") for one in told])


def _visibility(record: Photograph) -> str:
    return str(_("published") if record.visibility == "published" else _("a draft"))


def _approved(record: Photograph) -> str:
    texts = [text for text in workflow.of(reading(), record) if text.status == "approved"]
    return listed([labels.named_text(text) for text in texts]) or str(_("none"))
