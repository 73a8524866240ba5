"""What a picture's own metadata says of it, as a partial draft and findings (IPTC Photo Metadata 2025.1).

XMP is believed first, then IIM, then EXIF; where they differ, a finding names both. Nothing is
corrected: what looks garbled, cut off or impossible is said, with a proposal where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive import languages, rights
from archive.catalogue.checks import clean
from archive.ingest.embedded import artwork, garbled, tags
from archive.ingest.embedded.draft import Draft, label, same, short
from archive.ingest.merge import Finding, Partial, Words

__all__ = ["Finding", "Partial", "Read", "Words", "garbled", "read"]

# What cameras write where a person should.
_CAMERA_TEXTS = re.compile(
    r"(?i)(?:(?:olympus|minolta|konica minolta|kodak|samsung) )?digital (?:still )?camera|sony dsc|dcim\\.*"
    r"|(?:dsc|img|dscn|dscf|pict)[_-]?\d+|binary comment|untitled|default"
)
_FILE_NAME = re.compile(r"(?i)[^/\\]{1,200}\.(?:jpe?g|tiff?|png|webp|gif|avif|heic|psd|nef|cr2|dng|arw)")
_CUT = 32  # bytes of a creator or credit in IIM, where newsroom software cuts without a word


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
    draft.choose_names("keywords", tags.KEYWORDS)
    _read_people(draft)
    _read_codes(draft)
    adopted = artwork.read_makers(draft)
    artwork.read_date(draft, adopted=adopted)
    _read_licensor(draft)
    _read_rights(draft)
    _read_descriptions(draft)
    _find_cuts(draft, origins)
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
    found = tags.alternatives(draft.raw, key)
    tagged = {one: clean(words) for one, words in found.items() if one != tags.DEFAULT}
    own = next((one for one, words in tagged.items() if words == text), None)
    draft.partial["caption_language"] = (languages.normal(own) if own else None) or draft.language
    others = sorted(one for one, words in tagged.items() if words != text)
    if others:
        draft.say(
            "other-languages",
            f"The caption is also there in {', '.join(others)}. A record holds one caption; the others "
            "are kept in the metadata as read.",
            "caption",
        )


def _read_headline(draft: Draft) -> None:
    """The headline, or else the title, unless that is only a file's name."""
    if draft.choose("headline", tags.HEADLINE):
        return
    draft.choose("headline", tags.TITLE)
    title = draft.text("headline")
    if _FILE_NAME.fullmatch(title) or _CAMERA_TEXTS.fullmatch(title):
        del draft.partial["headline"]


def _read_people(draft: Draft) -> None:
    detailed = tags.structure(draft.raw, "XMP-iptcExt:PersonInImageWDetails")
    named = [tags.single(one, "PersonName", draft.language) for one in detailed]
    draft.put_names("people", [*tags.texts(draft.raw, "XMP-iptcExt:PersonInImage"), *named])
    for one in draft.partial.get("people", ()):
        draft.check("people", str(one))


def _read_codes(draft: Draft) -> None:
    """Leave out what no country code can be: a record could not be saved with it."""
    for name in ("country_code", "shown_country_code"):
        code = draft.text(name)
        if code and not re.fullmatch(r"[A-Za-z]{2,3}", code):
            del draft.partial[name]
            draft.say(
                "bad-code", f"“{short(code)}” is no country code of two or three letters; left out.", name
            )
    places = tags.structure(draft.raw, "XMP-iptcExt:LocationShown")
    if len(places) > 1:
        draft.say("several-places", f"The file shows {len(places)} places; only the first was taken here.")


def _read_licensor(draft: Draft) -> None:
    """Name and address on the web of who licenses the picture (PLUS)."""
    for one in tags.structure(draft.raw, "XMP-plus:Licensor")[:1]:
        parts = (clean(tags.single(one, key, draft.language)) for key in ("LicensorName", "LicensorURL"))
        draft.put("licensor", ", ".join(filter(None, parts)))


def _read_rights(draft: Draft) -> None:
    """The one licence or statement that the file names; of several, none."""
    texts = (text for key in tags.RIGHTS for text in tags.alternatives(draft.raw, key).values())
    found = list(dict.fromkeys(one for text in texts for one in rights.named(text)))
    if len(found) == 1:
        draft.put("rights", found[0].uri)
    elif found:
        listed = ", ".join(one.short for one in found)
        draft.say("conflict", f"The file names several licences: {listed}. None was taken.", "rights")


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
        draft.check(kind, text, own if written == tags.DEFAULT else written)
        if written != tags.DEFAULT:
            done.setdefault(languages.normal(written) or own, tidy)
    default = clean(found.get(tags.DEFAULT, ""))
    if default and not any(same(default, text) for text in done.values()):
        if own in done:
            draft.say(
                "conflict",
                f"The file gives two {kind} texts for {own}: “{short(done[own])}” and “{short(default)}”. "
                "The first was taken.",
                "descriptions",
            )
        done = {own: default} | done
    return [Words(kind, language, text) for language, text in done.items()]


def _find_cuts(draft: Draft, origins: Mapping[str, str]) -> None:
    """Say which texts end where IIM ends them, and how another text of the file goes on."""
    for creator in draft.partial.get("creators", ()):
        text = str(creator)
        if _CUT in {len(text), len(text.encode()), len(text.encode("cp1252", "replace"))} or _is_split(
            draft, text
        ):
            _say_cut(draft, "creators", text, _CUT)
    for name, key in origins.items():
        limit = tags.IIM_BYTES.get(key)
        if limit and len(draft.text(name).encode()) >= limit:
            _say_cut(draft, name, draft.text(name), limit)


def _say_cut(draft: Draft, name: str, text: str, limit: int) -> None:
    whole = _continued(draft, text)
    proposal = f" Another text of the file goes on: “{short(whole)}”." if whole else ""
    draft.say(
        "cut",
        f"The {label(name)} “{short(text)}” may be cut off: older metadata (IIM) hold {limit} bytes "
        f"there.{proposal} It was kept as it stands.",
        name,
    )


def _is_split(draft: Draft, text: str) -> bool:
    """Whether the cut fell inside a sign of several bytes, so that the rest of the sign is gone too."""
    whole = _continued(draft, text) if len(text.encode()) in range(_CUT - 3, _CUT) else None
    return whole is not None and not whole[len(text) : len(text) + 1].isascii()


def _continued(draft: Draft, text: str) -> str | None:
    """How a cut text goes on in the caption or the instructions, up to the end of its sentence."""
    goes_on = re.compile(re.escape(text) + r"(?:[^.;:\n]|(?<=\b[A-Z])\.){1,80}")
    for name in ("caption", "instructions", "usage_terms"):
        if found := goes_on.search(draft.text(name)):
            whole = found[0].strip()
            return garbled.mended(whole, draft.language) or whole
    return None
