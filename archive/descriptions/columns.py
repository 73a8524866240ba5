r"""The columns of a table of records, and how text stands in their cells so that it comes back as it went.

A column is a field of the record (`caption`), a field or a description in a language (`caption[es]`,
`alt[en]`), the standing of a description (`alt[en] status`), or one of ACCESSION, VERSION, COLLECTION,
VISIBILITY and FILE.

Names stand in one cell, joined by "; ". A ";" or "\" inside a name is written "\;" or "\\".

An empty cell says nothing: what stands in the archive stays. A cell that holds one of EMPTYING alone
empties the field.

The rule of the apostrophe. A cell of CSV gets one apostrophe in front where its text begins with an
apostrophe, is one of EMPTYING, or would be run by a spreadsheet: it begins with =, +, -, @ (or their
wide and small forms), a tab or a line break, also after quotation marks, spaces or signs that nobody sees.
Coming in, an apostrophe in front of such a text is taken off, any other is kept. Because text that begins
with an apostrophe always gets one more, every text comes back exactly; and `'Allo` that somebody typed stays
as it is. In XLSX cells are of the type "text", which nothing runs; there the apostrophe marks EMPTYING alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from archive import languages
from archive.catalogue.fields import FIELDS
from archive.descriptions.models import KINDS

ACCESSION, VERSION, COLLECTION = "accession", "version", "collection"
VISIBILITY, FILE = "visibility", "file name"
FIRST, LAST = (ACCESSION, VERSION, COLLECTION), (VISIBILITY, FILE)
TRANSLATED = ("headline", "caption", "copyright_notice", "usage_terms")
STATUS = " status"
EMPTYING = ("∅", "[delete]")
# Columns that an export writes for people to read, and that a table does not change.
ONLY_READ = (VISIBILITY,)

_IN_LANGUAGE = re.compile(r"(?P<name>[a-z_]+)\[(?P<language>[A-Za-z0-9_-]+)\](?P<status> status)?\Z")
_UNSEEN = "\\s\\x00-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
_BEGINS = "=+\\-@\t\r\n\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u2212"
_RUN = re.compile(f"[{_UNSEEN}\"'`\\xab\\xbb\\u2018-\\u201f]*[{_BEGINS}]")
_VERSION = re.compile(
    r"v?(?P<version>[0-9]{1,9})(?:\.(?P<revision>[0-9]{1,9})(?:-(?P<check>[0-9a-f]{4}))?)?\Z", re.IGNORECASE
)


def column(heading: str) -> str:
    """The column that a heading of ours names, languages written as usual; '' where it is none of ours."""
    heading = " ".join(heading.split())
    plain = heading.casefold()
    if plain in {*FIRST, *LAST, *FIELDS}:
        return plain
    found = _IN_LANGUAGE.match(re.sub(r"(?i)\A[a-z_]+| status\Z", lambda m: m[0].lower(), heading))
    if found is None or found["name"] not in (*TRANSLATED, *KINDS):
        return ""
    code = languages.normal(found["language"])
    if code is None or languages.find(code) is None or (found["status"] and found["name"] not in KINDS):
        return ""
    return f"{found['name']}[{code}]{found['status'] or ''}"


def split(name: str) -> tuple[str, str]:
    """(`caption`, `es`) of `caption[es]`; the language is '' where the column has none."""
    found = _IN_LANGUAGE.match(name)
    return (found["name"], found["language"]) if found and not found["status"] else (name, "")


def is_text(name: str) -> bool:
    """Whether a column holds a description, which goes to review."""
    return split(name)[0] in KINDS


def join_names(names: Iterable[str]) -> str:
    """Names as one cell."""
    return "; ".join(name.replace("\\", "\\\\").replace(";", "\\;") for name in names)


def split_names(cell: str) -> tuple[str, ...]:
    """The names of a cell; a backslash before anything but ";" and itself is a backslash."""
    parts = re.findall(r"(?:\\[\\;]|[^;])+", cell)
    return tuple(name for part in parts if (name := re.sub(r"\\([\\;])", r"\1", part).strip()))


def empties(cell: str) -> bool:
    """Whether a cell says that its field is to be emptied."""
    return cell.strip() in EMPTYING


def _marked(text: str) -> bool:
    return text.lstrip("'").strip() in EMPTYING


def _needs(text: str) -> bool:
    return text.startswith("'") or _marked(text) or _RUN.match(text) is not None


def shield(text: str) -> str:
    """Text as a cell of CSV: an apostrophe in front where the rule above asks for one."""
    return f"'{text}" if text and _needs(text) else text


def bare(cell: str) -> str:
    """The text of a cell of CSV: the inverse of `shield`."""
    return cell[1:] if cell.startswith("'") and cell[1:] and _needs(cell[1:]) else cell


def mark(text: str) -> str:
    """Text as a cell of XLSX, where only what would empty a field needs the apostrophe."""
    return f"'{text}" if _marked(text) else text


def unmark(cell: str) -> str:
    """The text of a cell of XLSX: the inverse of `mark`."""
    return cell[1:] if cell.startswith("'") and _marked(cell) else cell


def version_cell(version: int, revision: int, accession: str = "") -> str:
    """A record's version as a cell; the letter keeps spreadsheets from taking it for a number or a day.

    At its end stand four signs made of the accession number: records of one batch share their versions,
    and a number that a spreadsheet took for an amount (1934.10 becomes 1934.1) may be another record's.
    """
    return f"v{version}.{revision}{f'-{_check(accession)}' if accession else ''}"


def _check(accession: str) -> str:
    return hashlib.sha256(accession.encode()).hexdigest()[:4]


def read_version(cell: str) -> tuple[int, int | None] | None:
    """(version, revision) of such a cell, the revision None where it is missing; None for other words."""
    found = _VERSION.match(cell.strip())
    if found is None:
        return None
    return int(found["version"]), int(found["revision"]) if found["revision"] else None


def belongs(cell: str, accession: str) -> bool:
    """Whether a version's cell may stand beside this accession number; older ones do beside every one."""
    found = _VERSION.match(cell.strip())
    check = found["check"] if found else None
    return not check or check.lower() == _check(accession)
