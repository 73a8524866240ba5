"""What a picture's own metadata says of it, as a partial draft and findings (IPTC Photo Metadata 2025.1).

XMP is believed first, then IIM, then EXIF; where they differ, a finding names both. Nothing is
corrected: what looks garbled, cut off or impossible is said, with a proposal where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive import languages
from archive.catalogue.checks import clean, in_language
from archive.ingest.embedded import artwork, cuts, garbled, handling, spoken, tags
from archive.ingest.embedded.draft import Draft, same, short
from archive.ingest.merge import Finding, Partial, Words

__all__ = ["Finding", "Partial", "Read", "Words", "garbled", "read"]

# What cameras write where a person should.
_CAMERA_TEXTS = re.compile(
    r"(?i)(?:(?:olympus|minolta|konica minolta|kodak|samsung) )?digital (?:still )?camera|sony dsc|dcim\\.*"
    r"|(?:dsc|img|dscn|dscf|pict)[_-]?\d+|binary comment|untitled|default"
)
_FILE_NAME = re.compile(r"(?i)[^/\\]{1,200}\.(?:jpe?g|tiff?|png|webp|gif|avif|heic|psd|nef|cr2|dng|arw)")


@dataclass(frozen=True)
class Read:
    """The fields that the metadata fill, and what a person should know about them."""

    partial: Partial
    findings: tuple[Finding, ...]


def read(raw: Mapping[str, Any], language: str = "en") -> Read:
    """Read embedded metadata as exiftool gives it with `-G1 -struct -j` (values as text or JSON).

    `language` is assumed for texts that do not name theirs. Positions on Earth are never read.
    Never raises for what a file may hold.
    """
    draft = Draft(raw, languages.normal(language) or "en")
    _read_caption(draft)
    _read_headline(draft)
    origins = {name: draft.choose(name, keys) for name, keys in tags.SINGLE.items()}
    for name in ("copyright_notice", "usage_terms"):
        spoken.read_languages(draft, name, origins[name])
    _read_place_names(draft)
    draft.choose_names("keywords", tags.KEYWORDS)
    _read_people(draft)
    _read_codes(draft)
    adopted = artwork.read_makers(draft)
    artwork.read_date(draft, adopted=adopted)
    handling.read_licensor(draft)
    handling.read_rights(draft)
    handling.check_source_type(draft)
    handling.find_embargo(draft)
    _read_descriptions(draft)
    cuts.find_cuts(draft, origins)
    return Read(draft.partial, tuple(draft.findings))


def _read_caption(draft: Draft) -> None:
    key = draft.choose("caption", tags.CAPTION)
    text = draft.text("caption")
    if not text:
        return
    if _CAMERA_TEXTS.fullmatch(text):
        del draft.partial["caption"]
        draft.say(
            "camera-text", f"“{short(text)}” was written by a camera and not taken as caption.", "caption"
        )
        return
    draft.partial["caption_language"] = spoken.caption_language(draft, key)
    spoken.read_languages(draft, "caption", key)


def _read_headline(draft: Draft) -> None:
    """The headline, or else the title, unless that is only a file's name.

    Only the title comes in several languages; they are the headline's where both are one text.
    """
    title = tags.TITLE[0]
    if draft.choose("headline", tags.HEADLINE):
        titles = map(clean, tags.alternatives(draft.raw, title).values())
        if any(same(one, draft.text("headline")) for one in titles):
            spoken.read_languages(draft, "headline", title)
        else:
            spoken.say_unread_title(draft)
        return
    key = draft.choose("headline", tags.TITLE)
    text = draft.text("headline")
    if _FILE_NAME.fullmatch(text) or _CAMERA_TEXTS.fullmatch(text):
        del draft.partial["headline"]
        return
    spoken.read_languages(draft, "headline", key)


def _read_place_names(draft: Draft) -> None:
    """The name of a location as a whole stands for its smallest part where no part is told by itself."""
    for name, structure in (("sublocation", tags.MADE), ("shown_sublocation", tags.SHOWN)):
        if not draft.text(name):
            draft.put(name, tags.single(draft.raw, f"{structure}/LocationName", draft.language))


def _read_people(draft: Draft) -> None:
    detailed = tags.structure(draft.raw, "XMP-iptcExt:PersonInImageWDetails")
    named = [tags.single(one, "PersonName", draft.language) for one in detailed]
    draft.put_names("people", [*tags.texts(draft.raw, "XMP-iptcExt:PersonInImage"), *named])


def _read_codes(draft: Draft) -> None:
    """Leave out what no country code can be: a record could not be saved with it."""
    for name in ("country_code", "shown_country_code"):
        code = draft.text(name)
        if code and not re.fullmatch(r"[A-Za-z]{2,3}", code):
            del draft.partial[name]
            draft.say(
                "bad-code", f"“{short(code)}” is no country code of two or three letters; left out.", name
            )
    places = tags.structure(draft.raw, tags.SHOWN)
    if len(places) > 1:
        others = "; ".join(filter(None, (_place(draft, one) for one in places[1:6])))
        draft.say(
            "several-places",
            f"The file shows {len(places)} places; only the first was taken here. The others are kept in the "
            f"metadata as read: {short(others)}.",
            "shown_city",
        )


def _place(draft: Draft, one: Mapping[str, Any]) -> str:
    parts = ("LocationName", "Sublocation", "City", "ProvinceState", "CountryName")
    return ", ".join(filter(None, (clean(tags.single(one, part, draft.language)) for part in parts)))


def _read_descriptions(draft: Draft) -> None:
    found: list[Words] = []
    for kind, key in tags.DESCRIPTIONS.items():
        found += _alternatives(draft, kind, tags.alternatives(draft.raw, key))
    if found:
        draft.partial["descriptions"] = tuple(found)


def _alternatives(draft: Draft, kind: str, found: dict[str, str]) -> list[Words]:
    """One text a language; the default is in the caption's language, unless it repeats another."""
    own = draft.text("caption_language") or draft.language
    done: dict[str, str] = {}
    for written, text in found.items():
        tidy = clean(text)
        tongue = own if written == tags.DEFAULT else languages.normal(written) or own
        draft.check(in_language(kind, tongue), text, tongue)
        if written != tags.DEFAULT:
            done.setdefault(languages.normal(written) or own, tidy)
    default = clean(found.get(tags.DEFAULT, ""))
    if default and not any(same(default, text) for text in done.values()):
        if own in done:
            draft.say(
                "conflict",
                f"The file gives two {kind} texts for {own}: “{short(done[own])}” and “{short(default)}”. "
                "The first was taken.",
                in_language(kind, own),
            )
        done = {own: default} | done
    return [Words(kind, language, text) for language, text in done.items()]
