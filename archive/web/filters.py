"""What templates may ask of values: words, paragraphs, languages, dates, sizes, addresses of our files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, url_for
from flask_babel import format_date, format_decimal, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from archive import dates, languages, rights
from archive.dates import Reason
from archive.media.values import widths_for
from archive.search.query import parse, to_text

if TYPE_CHECKING:
    from archive.catalogue.models import Photograph

MANY_WORDS = 40
HEADING_WORDS = 6
HEADING_LETTERS = 60  # for languages that write no spaces between words
# A sentence ends at . ! ? … and what closes a quotation, after a word that is neither an initial ("U.S.")
# nor a usual abbreviation, and before white space.
_SENTENCE_END = re.compile(r"(\w\w+)[.!?…][\"'”’»)\]]*(?=\s)")
_SHORTENED = re.compile(r"col|dra?|ed|gen|gov|jr|lt|mrs?|ms|no|prof|rev|sen|sgt|sra?|st|vs", re.IGNORECASE)


def said(message: object) -> str:
    """A sentence of the archive's own in the page's language, with its values where it has any.

    Per cent signs in it are harmless.
    """
    if isinstance(message, Reason):
        return str(_(message.sentence)).format(**message.values)
    text = str(message or "")
    return str(_(text)) if text else ""


def first_words(text: str, most: int = MANY_WORDS) -> str:
    """The first whole sentences of a text up to `most` words, or its first words, and “…” for the rest."""
    text = " ".join(text.split())
    if len(text.split(" ")) <= most:
        return text
    kept = ""
    for end in _SENTENCE_END.finditer(text):
        if len(text[: end.end()].split(" ")) > most:
            break
        if not _SHORTENED.fullmatch(end[1]):
            kept = text[: end.end()]
    if len(kept.split(" ")) > most // 4:
        return kept + " …"
    return " ".join(text.split(" ")[:most]).rstrip(",;:–—-") + " …"


def lines(text: str) -> list[str]:
    """A text's lines, as its writer broke them."""
    return [line.strip() for line in (text or "").splitlines()]


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs, as its writer parted them."""
    return [part.strip() for part in re.split(r"\n\s*\n", text or "") if part.strip()]


def heading(photograph: Photograph) -> str:
    """What a record is called: its headline, else its caption's first few words, else its number."""
    return photograph.headline or _beginning(photograph.caption) or photograph.accession


def _beginning(caption: str) -> str:
    words = caption.split()
    kept = " ".join(words[:HEADING_WORDS])[:HEADING_LETTERS].rstrip(" .,;:–—-")
    return kept + " …" if len(kept) < len(" ".join(words).rstrip(" .,;:–—-")) else kept


def record_title(photograph: Photograph) -> str:
    """heading(), told apart by the accession number where it is only the beginning of a caption."""
    called = heading(photograph)
    return f"{called} ({photograph.accession})" if photograph.caption and not photograph.headline else called


def caption_beside(photograph: Photograph) -> str:
    """A caption for a list, shortened; empty where the heading above it says all of it already."""
    said_already = heading(photograph).rstrip(".") == " ".join(photograph.caption.split()).rstrip(".")
    return "" if said_already else first_words(photograph.caption)


def heading_language(photograph: Photograph) -> str:
    """Language of what heading() and record_title() say, empty where it is only the accession number."""
    return photograph.caption_language if photograph.headline or photograph.caption else ""


def page_language() -> str:
    """The interface's language as BCP 47."""
    locale = get_locale()
    return str(locale).replace("_", "-") if locale else "en"


def direction(code: str) -> str:
    """`rtl` or `ltr` for a language; unknown ones are taken as left to right."""
    found = languages.find(code) if code else None
    return found.dir if found else "ltr"


def searched(name: str, field: str) -> str:
    """The query that finds these very words in a field, in its canonical form; a phrase holds no quotes."""
    return to_text(parse('{}:"{}"'.format(field, name.replace('"', " "))))


def lang_attrs(code: str) -> Markup:
    """Attributes `lang` and `dir` for a text, each only where it differs from the page's."""
    page = page_language()
    if not code or code == page or languages.find(code) is None:
        return Markup()
    attributes = Markup(' lang="{}"').format(code)
    if direction(code) != direction(page):
        attributes += Markup(' dir="{}"').format(direction(code))
    return attributes


def language_name(code: str) -> str:
    """A language's name in the page's language where Babel knows it, else in English, else its code."""
    locale = get_locale()
    known = locale.languages.get(code.split("-", maxsplit=1)[0]) if locale else None
    found = languages.find(code)
    return str(known or (found.english if found else code))


def date_words(photograph: Photograph) -> str:
    """When a photograph was made: the words as written, else what its EDTF says; empty where nobody knows."""
    return photograph.date_text if _worded(photograph) else edtf_words(photograph.edtf)


def date_language(photograph: Photograph) -> str:
    """Language of what date_words() says: the caption's where the words are as written, else the page's."""
    return photograph.caption_language if _worded(photograph) else ""


def _worded(photograph: Photograph) -> bool:
    """Whether a date has words of its own, and is not written as EDTF, which people are not shown."""
    return not photograph.edtf or photograph.date_text not in {"", photograph.edtf}


def edtf_words(edtf: str) -> str:
    """An EDTF date in the page's language."""
    try:
        return dates.in_words(edtf, page_language().split("-")[0])
    except dates.BadDate:
        return edtf


def day(text: str) -> str:
    """An ISO date or moment as the day in words: `2026-11-23T…` is “23 November 2026”."""
    try:
        when = date.fromisoformat((text or "")[:10])
    except ValueError:
        return text
    # Babel's English is American; dates of photographs are said day first, so all are.
    return str(format_date(when, "d MMMM y" if page_language().startswith("en") else "long"))


def file_size(size: int) -> str:
    """Bytes as people count them, in decimal units."""
    for unit, worth in ((_("MB"), 1_000_000), (_("kB"), 1_000)):
        if size >= worth:
            return f"{format_decimal(round(size / worth, 1 if size < 10 * worth else 0))} {unit}"
    return f"{size} {_('bytes')}"


def rights_label(uri: str) -> str:
    """The name of a licence or rights statement, the text itself where the table does not know it."""
    found = rights.find(uri) if uri else None
    return said(found.label) if found else uri


def widths(width: int) -> list[int]:
    """Widths of the derivatives that a picture of this width has: never larger than itself."""
    return list(widths_for(width))


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: “a, b and c”."""
    one = [str(name) for name in names]
    if len(one) < 2:  # noqa: PLR2004 - a single name needs no joining
        return "".join(one)
    return str(_("%(names)s and %(last)s", names=", ".join(one[:-1]), last=one[-1]))


def form_problems(form: Any, shown: Sequence[str]) -> list[tuple[str, str]]:
    """(field, sentence) of everything wrong with a WTForms form whose page shows these fields.

    What is wrong with the form as a whole, or with a field that the page does not show, goes to the first.
    """
    found = [(name, str(sentence)) for name, wrong in form.errors.items() for sentence in wrong]
    return list(dict.fromkeys((name if name in shown else shown[0], sentence) for name, sentence in found))


class Assets:
    """Our own static files: the list of style sheets, and addresses that change with their contents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._marks: dict[str, tuple[int, str]] = {}

    def address(self, name: str) -> str:
        """Address of a static file; browsers keep it for a year, so a changed file gets another one."""
        path = self.folder / name
        changed = path.stat().st_mtime_ns
        if self._marks.get(name, (0, ""))[0] != changed:
            self._marks[name] = (changed, hashlib.sha256(path.read_bytes()).hexdigest()[:10])
        return url_for("static", filename=name, v=self._marks[name][1])

    def sheets(self, *, desk: bool) -> list[str]:
        """Names of the style sheets, tokens first; those of the desk only where they are wanted."""
        names = [f"css/{path.name}" for path in sorted(self.folder.glob("css/*.css"))]
        wanted = [name for name in names if desk or not name.startswith("css/desk")]
        return sorted(wanted, key=lambda name: name != "css/tokens.css")


def init(app: Flask) -> None:
    """Give templates these filters and functions."""
    filters: dict[str, Any] = {
        one.__name__: one
        for one in (
            said, first_words, lines, paragraphs, heading, record_title, heading_language, caption_beside,
            direction, lang_attrs, language_name, searched, date_words, date_language, edtf_words, day,
            file_size, rights_label, widths, listed, form_problems,
        )
    }  # fmt: skip
    app.jinja_env.filters.update(filters)
    assets = Assets(Path(app.static_folder or ""))
    app.jinja_env.globals.update(
        asset=assets.address, sheets=assets.sheets, page_language=page_language, direction=direction
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
