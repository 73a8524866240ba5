"""Who made the picture and when, where the file shows an artwork: museums name themselves as creator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from archive import dates
from archive.catalogue.checks import clean
from archive.config import message
from archive.ingest.embedded import tags
from archive.ingest.embedded.draft import Draft, short
from archive.ingest.embedded.names import is_organisation

_SEGMENTS = 3  # a description in the manner of museums has at least title, maker and date
_MOST_SEGMENTS = 40
_STAMP = re.compile(r"(\d{4})(?:[:-](\d\d)(?:[:-](\d\d))?)?(?:[ T].*)?")


@dataclass(frozen=True)
class Told:
    """A date as some part of the file tells it: words as written ('' for a stamp), EDTF, from where."""

    text: str
    edtf: str
    origin: str


def read_makers(draft: Draft) -> bool:
    """Put the creators in; returns whether the artwork's maker was taken as creator.

    The maker is taken only where the file names no creator, or only organisations that it also
    names as source; otherwise both are kept apart and a finding asks.
    """
    draft.choose_names("creators", tags.CREATOR)
    artworks = tags.structure(draft.raw, tags.ARTWORK)
    if not artworks:
        return False
    makers = tags.texts(artworks[0], "AOCreator")
    draft.put("artwork_maker", "; ".join(map(clean, makers)))
    if len(artworks) > 1:
        draft.say(
            "several-artworks", f"The file shows {len(artworks)} artworks; only the first was taken here."
        )
        return False
    if not makers:
        return False
    creators = [str(one) for one in draft.partial.get("creators", ())]
    sources = (draft.text("source"), tags.single(artworks[0], "AOSource", draft.language))
    if not all(is_organisation(one) and _is_source(one, sources) for one in creators):
        if set(creators) != set(map(clean, makers)):
            draft.say(
                "artwork-maker",
                f"“{short('; '.join(creators))}” is named as creator and “{draft.text('artwork_maker')}” as "
                "maker of the artwork shown. Both were kept apart; check who made this picture.",
                "creators",
            )
        return False
    _adopt(draft, makers, creators)
    return True


def _is_source(name: str, sources: tuple[str, ...]) -> bool:
    return any(name.casefold() in one.casefold() for one in sources)


def _adopt(draft: Draft, makers: list[str], creators: list[str]) -> None:
    draft.put_names("creators", makers)
    named = (
        f"“{short('; '.join(creators))}”, named as creator, is the source"
        if creators
        else "No creator is named"
    )
    draft.say(
        "artwork-maker",
        f"{named}; “{draft.text('artwork_maker')}”, maker of the artwork shown, was taken as creator.",
        "creators",
    )
    if creators and not draft.text("credit_line") and draft.text("source"):
        draft.put("credit_line", draft.text("source"))
        draft.say(
            "credit-from-source",
            f"The file has no credit line; its source, “{short(draft.text('source'))}”, was taken for it.",
            "credit_line",
        )


def read_date(draft: Draft, *, adopted: bool) -> None:
    """Put the date of creation in, from the best part of the file that tells one, conflicts named.

    The order is the date of creation, the artwork's own date where its maker is the creator, the
    day of exposure (never for an artwork: it is the reproduction's), a date in a museum's description.
    What the coverage says of a time comes first where it is the same date, only less sure, or stands alone.
    """
    worked = _artwork_dates(draft, believed=adopted) if tags.structure(draft.raw, tags.ARTWORK) else []
    stamps = [stamp for key in tags.DATE if (stamp := _stamp(draft, key))]
    told = list(stamps)
    described = _described(draft) if adopted or not tags.structure(draft.raw, tags.ARTWORK) else []
    if adopted:
        told += [*worked, *described]
    else:
        exposed = next((stamp for key in tags.EXPOSURE if (stamp := _stamp(draft, key))), None)
        told += [*([exposed] if exposed else []), *described]
    told = _with_coverage(draft, told, stamped=len(stamps))
    if not told:
        return
    chosen = told[0]
    words = next((one.text for one in told if one.edtf == chosen.edtf and one.text), "")
    draft.put("edtf", chosen.edtf)
    draft.put("date_text", words)
    for other in told[1:]:
        if not _agree(chosen.edtf, other.edtf):
            draft.say(
                "conflict",
                f"The file gives different dates: “{chosen.text or chosen.edtf}” ({chosen.origin}) and "
                f"“{other.text or other.edtf}” ({other.origin}). The first was taken.",
                "edtf",
            )


def _with_coverage(draft: Draft, told: list[Told], *, stamped: int) -> list[Told]:
    """What the file tells, with its coverage, where that is a date; the first so many are its own stamps."""
    covered = coverage(clean(tags.single(draft.raw, tags.COVERAGE, draft.language)), draft.language)
    if covered is None:
        return told
    if not stamped and (not told or not _STAMP.fullmatch(covered.edtf)):
        return [covered, *told]
    if _agree(covered.edtf, told[0].edtf):
        return [covered, *told] if len(covered.edtf) > len(told[0].edtf) else told
    return told if _within(told[0].edtf, covered.edtf) else [*told, covered]


def coverage(text: str, language: str) -> Told | None:
    """A coverage that is a date in EDTF or in the words of any language known here."""
    for code in dict.fromkeys((language, *dates.TONGUES)):
        try:
            reading = dates.read(text, code)
        except dates.BadDate:
            continue
        return Told("" if reading.edtf == text else text, reading.edtf, "XMP") if reading.edtf else None
    return None


def _within(one: str, other: str) -> bool:
    """Whether all days that a date may mean are among those of another, which only says more widely when."""
    inner, outer = dates.parse_edtf(one), dates.parse_edtf(other)
    first = (outer.earliest or "") <= (inner.earliest or "")
    return first and (not outer.latest or bool(inner.latest and inner.latest <= outer.latest))


def _agree(one: str, other: str) -> bool:
    """Whether two dates are one, told more or less precisely."""
    one, other = one.rstrip("~?%"), other.rstrip("~?%")
    return one.startswith(other) or other.startswith(one)


def _stamp(draft: Draft, key: str) -> Told | None:
    text = clean(tags.single(draft.raw, key, draft.language))
    if not re.search(r"\d", text):
        return None  # EXIF writes blanks for a clock that was never set
    try:
        edtf = edtf_of(text)
        if key in tags.EXPOSURE and edtf > (date.today() + timedelta(days=1)).isoformat():
            raise dates.BadDate(message("That day has not come yet."))  # noqa: TRY301 - refused like every other
    except dates.BadDate as refused:
        draft.say(
            "bad-date",
            f"The file's date “{short(text)}” ({tags.family(key)}) was not taken. {refused.reason}",
            "edtf",
        )
        return None
    return Told("", edtf, tags.family(key))


def edtf_of(stamp: str) -> str:
    """EDTF of a stamp such as '2004:06:21 23:37:53'; '00' for month or day says that it is unknown.

    Raises BadDate.
    """
    found = _STAMP.fullmatch(stamp)
    if not found or found[1] == "0000":
        raise dates.BadDate(message("It is no date."))
    parts = [found[1]]
    for part in (found[2], found[3]):
        if not part or part == "00":
            break
        parts.append(part)
    return dates.parse_edtf("-".join(parts)).edtf


def _artwork_dates(draft: Draft, *, believed: bool) -> list[Told]:
    """The artwork's own dates, the exact one and the one in words; the record keeps the first as told.

    Only where they are `believed` of the photograph too is one that is not understood worth a finding.
    """
    told = []
    artwork = tags.structure(draft.raw, tags.ARTWORK)[0]
    for key in ("AODateCreated", "AOCircaDateCreated"):
        text = clean(tags.single(artwork, key, draft.language))
        if not text:
            continue
        try:
            found = [Told("", edtf_of(text), "artwork")]
        except dates.BadDate:
            found = _words(draft, text, "artwork") if believed else []
        if not draft.text("artwork_date"):
            draft.put("artwork_date", found[0].edtf if found and not found[0].text else text)
        told += found
    return told


def _words(draft: Draft, text: str, origin: str) -> list[Told]:
    try:
        reading = dates.read(text, draft.language)
    except dates.BadDate as refused:
        draft.say("bad-date", f"The {origin}'s date was not taken. {refused.reason}", "edtf")
        return []
    return [Told(text, reading.edtf, origin)] if reading.edtf else []


def _described(draft: Draft) -> list[Told]:
    """The date in a description such as 'Title; Maker; about 1935 - 1940; Gelatin silver print'.

    Only a segment that wholly reads as a date counts, never the first, which is the title.
    """
    segments = [part.strip() for part in draft.text("caption").split(";")]
    if not _SEGMENTS <= len(segments) <= _MOST_SEGMENTS:
        return []
    told = []
    for segment in segments[1:]:
        try:
            reading = dates.read_phrase(segment, draft.language)
        except dates.BadDate as refused:
            draft.say("bad-date", f"A date in the description was not taken. {refused.reason}", "edtf")
            continue
        if reading and reading.edtf:
            told.append(Told(segment, reading.edtf, "description"))
    if len({one.edtf for one in told}) > 1:
        listed = ", ".join(f"“{one.text}”" for one in told)
        draft.say("several-dates", f"The description names several dates: {listed}. None was taken.", "edtf")
        return []
    return told[:1]
