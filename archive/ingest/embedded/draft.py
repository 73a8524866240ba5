"""The draft under reading: fields are put in, and whatever looks wrong is said, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive import languages
from archive.catalogue.checks import clean
from archive.catalogue.checks import limit as longest
from archive.catalogue.fields import LIMIT, MANY
from archive.ingest.embedded import garbled, tags
from archive.ingest.merge import Finding, Partial

_SHOWN = 120  # characters of a value that a message repeats
_NAMES = {
    "caption": "captions",
    "creators": "creators",
    "keywords": "lists of keywords",
    "edtf": "dates",
    "copyright_notice": "copyright notices",
    "credit_line": "credit lines",
}


@dataclass
class Draft:
    """What was read so far of one file: its metadata, the language to assume, fields and findings."""

    raw: Mapping[str, Any]
    language: str
    partial: Partial = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, message: str, about: str = "", proposal: str = "") -> None:
        """Add a finding, once; `proposal` is the whole value that its field may be meant to have."""
        finding = Finding(code, message, about, proposal)
        if finding not in self.findings:
            self.findings.append(finding)

    def text(self, name: str) -> str:
        """A field that holds one text, or ''."""
        value = self.partial.get(name, "")
        return value if isinstance(value, str) else ""

    def put(self, name: str, text: str) -> None:
        """Put one text in, tidied at its ends; a text too long for the record stays out, said so."""
        tidy = clean(text)
        limit = longest(name)
        if not tidy:
            return
        if len(tidy) > limit:
            self.say(
                "too-long",
                f"The file's {label(name)} has {len(tidy):,} characters, more than the {limit:,} that a "
                "record holds. It was left out here and is kept in the metadata as read.",
                name,
            )
            return
        self.partial[name] = tidy
        self.check(name, text)

    def put_names(self, name: str, names: Iterable[str]) -> None:
        """Put a list in: order kept, repeats and over-long names left out."""
        written = {tidy: name for name in names if (tidy := clean(name))}
        every = list(written)
        kept = [one for one in every if len(one) <= LIMIT // 100][:MANY]
        if len(kept) < len(every):
            self.say(
                "too-many",
                f"{len(every) - len(kept)} of the file's {label(name)} were left out: a record holds {MANY}, "
                f"of up to {LIMIT // 100:,} characters each. All are kept in the metadata as read.",
                name,
            )
        if kept:
            self.partial[name] = tuple(kept)
        self._check_names(name, [written[one] for one in kept])

    def _check_names(self, name: str, written: list[str]) -> None:
        """Say which names were garbled; what is proposed is the whole list with each of them mended."""
        meant = [garbled.mended(one, self.language) or one for one in written]
        for one in written:
            self.check(name, one, proposal=self.joined(meant))

    def joined(self, names: Iterable[str]) -> str:
        """Names as a proposal holds them; '' where one of them could not be told apart again."""
        tidy = [clean(one) for one in names]
        return "" if any(";" in one for one in tidy) else "; ".join(filter(None, tidy))

    def choose(self, name: str, keys: Iterable[str]) -> str:
        """Put in the first text that the keys have, name those that differ, and return its key or ''."""
        found = [(key, text) for key in keys if clean(text := tags.single(self.raw, key, self.language))]
        if not found:
            return ""
        self.put(name, found[0][1])
        self.compare(name, [(key, clean(text)) for key, text in found])
        return found[0][0]

    def choose_names(self, name: str, keys: Iterable[str]) -> str:
        """As `choose`, for lists."""
        found = [(key, texts) for key in keys if (texts := tags.texts(self.raw, key))]
        if not found:
            return ""
        self.put_names(name, found[0][1])
        self.compare(name, [(key, "; ".join(map(clean, texts))) for key, texts in found])
        return found[0][0]

    def compare(self, name: str, found: list[tuple[str, str]]) -> None:
        """Name the values that differ from the first, unless IIM merely had no room for the whole."""
        key, chosen = found[0]
        for other_key, other in found[1:]:
            if same(chosen, other) or is_mirror(other_key, other, chosen):
                continue
            self.say(
                "conflict",
                f"The file gives different {label(name, many=True)}: “{short(chosen)}” ({tags.family(key)}) "
                f"and “{short(other)}” ({tags.family(other_key)}). The first was taken.",
                name,
            )

    def check(self, name: str, text: str, language: str = "", *, proposal: str | None = None) -> None:
        """Say where a text was garbled on its way, with what it may have meant.

        `proposal` is the field's whole value as it may be meant, where that is more than this text.
        """
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if garbled.is_lost(text):
            self.say(
                "garbled",
                f"Signs of the {label(name)} were lost before the file came here (�). It was kept as it "
                "stands.",
                name,
            )
        better = garbled.mended(text, language or self.language)
        if better is None:
            return
        pairs = garbled.changes(text, better)
        listed = "; ".join(f"“{short(old)}” may mean “{short(new)}”" for old, new in pairs[:5])
        more = f", and {len(pairs) - 5} more" if len(pairs) > 5 else ""  # noqa: PLR2004 - as listed above
        self.say(
            "garbled",
            f"The {label(name)} looks garbled: {listed}{more}. It was kept as it stands.",
            name,
            clean(better) if proposal is None else proposal,
        )


def label(name: str, *, many: bool = False) -> str:
    """A field as people call it."""
    if many:
        return _NAMES.get(name, f"values for {label(name)}")
    name, _, language = name.partition("[")
    name = {"alt": "alt text", "long": "long description"}.get(name, name)
    if known := languages.find(language.rstrip("]")):
        return f"{label(name)} in {known.english}"
    return name.replace("edtf", "date").replace("_", " ").removesuffix("s" if name == "creators" else "\0")


def short(text: str) -> str:
    """A value as a message repeats it: on one line, not endless."""
    text = " ".join(clean(text).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def same(one: str, other: str) -> bool:
    """Whether two values say the same, white space apart."""
    return " ".join(one.split()) == " ".join(other.split())


def is_mirror(key: str, value: str, whole: str) -> bool:
    """Whether an IIM value is only the beginning of the whole, cut where IIM has no more room."""
    limit = tags.IIM_BYTES.get(key)
    widest = 4  # bytes of one sign in UTF-8
    cut = limit is not None and len(value.encode()) > limit - widest
    return cut and re.sub(r"\s", "", whole).startswith(re.sub(r"\s", "", value))
