"""What is told of a caption sheet as a whole: its collection, language, and what a person should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.catalogue import collections
from archive.catalogue.checks import clean
from archive.db import Database
from archive.ingest.merge import Finding
from archive.ingest.outcome import Options, Outcome
from archive.ingest.pairs import slug_for
from archive.ingest.sheets import Sheet

UNTITLED = "no-title"


def titled(sheet: Sheet, name: str) -> Sheet:
    """The sheet with a title: one that has none is called after its file."""
    if sheet.title:
        return sheet
    title = clean(Path(name).stem) or "Untitled"
    finding = Finding(UNTITLED, f"The sheet has no title, so its file's name was taken: “{title}”.")
    return replace(sheet, title=title, findings=(*sheet.findings, finding))


def about(
    database: Database, name: str, sheet: Sheet, options: Options, earlier: Sequence[Outcome]
) -> Outcome:
    """The sheet's own outcome; `earlier` are those of sheets in the same import."""
    slug = slug_for(sheet, options)
    with database.reading() as session:
        there = collections.find(session, slug)
    before = next((one.detail for one in earlier if one.detail.get("collection") == slug), None)
    found = [finding.message for finding in sheet.findings]
    if there is not None:
        found += _differing(sheet, options, {"title": there.title, "summary": there.summary})
    elif before is not None:
        found += _differing(sheet, options, before)
    detail = {
        "title": options.title or sheet.title,
        "summary": sheet.summary,
        "collection": slug,
        "collection_is_new": there is None,
        "language": sheet.language or "en",
        "encoding": sheet.encoding,
        "photographs": sum(bool(line.partial.get("caption")) for line in sheet.lines),
        "findings": found,
    }
    return Outcome(name, "read", detail=detail)


def _differing(sheet: Sheet, options: Options, there: dict[str, Any]) -> list[str]:
    """A sentence where the sheet words the collection otherwise than it stands."""
    named = options.title or ("" if any(one.code == UNTITLED for one in sheet.findings) else sheet.title)
    wanted = {"title": named, "summary": sheet.summary}
    other = [name for name, words in wanted.items() if words and clean(words) != there[name]]
    if not other:
        return []
    what = " and ".join(other) + (" differs" if len(other) == 1 else " differ")
    collection = f"the existing collection “{there['title']}”"
    return [f"This goes into {collection}, whose {what} from the sheet's; that was not changed."]
