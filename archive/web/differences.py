"""Differences as pages tell them: paragraphs of marks that are seen, and words for those who hear them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from archive.descriptions.difference import Piece, difference, is_word, kept, words
from archive.web.filters import listed

LIKE = 0.34  # below this share of kept letters two versions are told one after the other
MOST_SIGNS = 5
AROUND = 12  # words of unchanged text that are shown on each side of a change
_BREAK = re.compile(r"\n\s*\n")
SIGNS = {
    "\n\n": _l("a paragraph break"),
    "\n": _l("a line break"),
    " ": _l("a space"),
    ".": _l("a full stop"),
    ",": _l("a comma"),
    ";": _l("a semicolon"),
    ":": _l("a colon"),
    "?": _l("a question mark"),
    "!": _l("an exclamation mark"),
    "-": _l("a hyphen"),
    "–": _l("a dash"),
    "—": _l("a dash"),
    "…": _l("an ellipsis"),
    "(": _l("an opening parenthesis"),
    ")": _l("a closing parenthesis"),
    "'": _l("an apostrophe"),
    "’": _l("an apostrophe or closing quotation mark"),
    "‘": _l("an opening quotation mark"),
    '"': _l("a quotation mark"),
    "“": _l("an opening quotation mark"),
    "”": _l("a closing quotation mark"),
    "/": _l("a slash"),
}


@dataclass(frozen=True)
class Mark:
    """A stretch of a paragraph: same, removed, added, or a gap where unchanged words are left out.

    `seen` is the text, of a gap what is said of it; `heard` stands for signs that a screen reader passes
    over in silence; `note` says what nobody hears. `ends` where unchanged text goes on after a change.
    """

    kind: str
    seen: str
    heard: str = ""
    note: str = ""
    ends: bool = False


@dataclass(frozen=True)
class Telling:
    """Two versions as a page tells them: a sentence, and paragraphs of marks, none where all is different."""

    summary: str
    paragraphs: tuple[tuple[Mark, ...], ...]


def telling(before: str, after: str) -> Telling:
    """What changed between two versions, in the page's language."""
    pieces = difference(before, after)
    if all(piece.kind == "same" for piece in pieces):
        return Telling(_("Nothing is different."), ())
    if kept(pieces) < LIKE:
        return Telling(_("Most of it is different, so both versions stand here whole."), ())
    return Telling(
        _summary(pieces), tuple(tuple(_ended(one)) for one in _paragraphs(_shortened(_spaced(pieces))))
    )


def _summary(pieces: Sequence[Piece]) -> str:
    """How much came and went, as a sentence."""
    counts = {
        kind: sum(is_word(token) for piece in pieces if piece.kind == kind for token in words(piece.text))
        for kind in ("removed", "added")
    }
    came = ngettext("%(num)s word added", "%(num)s words added", counts["added"])
    went = ngettext("%(num)s word removed", "%(num)s words removed", counts["removed"])
    if counts["added"] and counts["removed"]:
        if _folded(pieces, "removed") == _folded(pieces, "added"):
            return str(_("Only capital letters, signs or spaces changed."))
        return f"{went}, {came}."
    if counts["added"] or counts["removed"]:
        return f"{came if counts['added'] else went}."
    return str(_("Only signs or spaces changed."))


def _folded(pieces: Iterable[Piece], kind: str) -> list[str]:
    """The words of one kind of piece, whatever their case."""
    tokens = (token for piece in pieces if piece.kind == kind for token in words(piece.text))
    return [token.casefold() for token in tokens if is_word(token)]


def _spaced(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the spaces around changed words left unmarked; a line under a space says nothing."""
    found: list[Piece] = []
    owed = ""
    for piece in pieces:
        if piece.kind == "same":
            found.append(Piece("same", owed + piece.text))
            owed = ""
        elif not is_word(piece.text):
            found.append(piece)
        else:
            last = next((n for n in range(len(found) - 1, -1, -1) if found[n].kind == "same"), None)
            if piece.text.startswith(" ") and last is not None:
                found[last] = Piece("same", found[last].text.rstrip(" ") + " ")
            owed = " " if piece.text.endswith(" ") else owed
            found.append(Piece(piece.kind, piece.text.strip(" ")))
    return found


def _shortened(pieces: Sequence[Piece]) -> Iterator[Mark]:
    """The pieces, with long stretches that stayed cut down to what stands around the changes."""
    for number, piece in enumerate(pieces):
        if piece.kind != "same":
            yield from _changed(pieces, number)
            continue
        tokens = words(piece.text)
        places = [place for place, token in enumerate(tokens) if is_word(token)]
        first = AROUND if number else 0
        last = len(places) - (AROUND if number < len(pieces) - 1 else 0)
        if last - first < AROUND:
            yield Mark("same", piece.text)
            continue
        yield Mark("same", "".join(tokens[: places[first]]) if number else "")
        yield Mark("gap", ngettext("%(num)s unchanged word", "%(num)s unchanged words", last - first))
        yield Mark("same", "".join(tokens[places[last] :]) if last < len(places) else "")


def _changed(pieces: Sequence[Piece], number: int) -> Iterator[Mark]:
    """A change as it is seen and, where it holds no words, as it is heard."""
    piece = pieces[number]
    if not is_word(piece.text):
        yield Mark(piece.kind, _visible(piece.text), _signs(piece.text))
        return
    before = pieces[number - 1] if number else piece
    note = ""
    if before.kind == "removed" and piece.kind == "added" and before.text.casefold() == piece.text.casefold():
        note = _("capital letters differ")
    yield Mark(piece.kind, piece.text, note=note)


def _visible(signs: str) -> str:
    """Signs that can be seen, in the place of a paragraph's end, a line's end or spaces alone."""
    if signs.strip():
        return signs
    return "¶" if _BREAK.search(signs) else "↵" if "\n" in signs else "␣"


def _signs(signs: str) -> str:
    """Signs by their names."""
    if not signs.strip():
        alone = "\n\n" if _BREAK.search(signs) else "\n" if "\n" in signs else " "
        return str(SIGNS[alone])
    names = (
        str(SIGNS.get(sign) or unicodedata.name(sign, "").lower() or _("a sign without a name"))
        for sign in signs
        if not sign.isspace()
    )
    return listed(list(dict.fromkeys(names))[:MOST_SIGNS])


def _paragraphs(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """The marks parted where paragraphs end; a change that ends one parts the text there too."""
    paragraph: list[Mark] = []
    for mark in marks:
        parts = _BREAK.split(mark.seen)
        for number, part in enumerate(parts):
            if number and paragraph:
                yield paragraph
                paragraph = []
            if part.strip(" ") or mark.heard or (part and paragraph):
                paragraph.append(replace(mark, seen=part, note=mark.note if number == len(parts) - 1 else ""))
        if mark.kind == "added" and mark.seen == "¶":
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _ended(paragraph: Sequence[Mark]) -> Iterator[Mark]:
    """The marks of a paragraph; the last of several changes in a row says that it ends there."""
    for number, mark in enumerate(paragraph):
        follows = paragraph[number + 1].kind if number + 1 < len(paragraph) else ""
        changed = mark.kind in {"removed", "added"}
        yield replace(mark, ends=changed and follows in {"same", "gap"})


def init(pages: Blueprint) -> None:
    """Give templates `telling`, which components/difference.html asks."""
    pages.add_app_template_global(telling, "telling")
