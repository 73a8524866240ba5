"""Rows that name a picture of the same hand-in: both become one photograph, as with a sheet's line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue.models import Photograph
from archive.descriptions import columns, rows
from archive.descriptions.columns import ACCESSION, FILE
from archive.ingest.lines import Filed
from archive.ingest.outcome import Options
from archive.ingest.pairs import Names, Pair, not_taken, taken_for
from archive.ingest.sheets import Line, Sheet
from archive.ingest.sources import Source
from archive.ingest.tables import headings, making
from archive.ingest.tables.givens import Given, chosen, givens, language_of, new_of, open_table
from archive.ingest.tables.making import New
from archive.ingest.tables.reading import BadTable

_NAMED = 10  # files of one row that are told by name


@dataclass(frozen=True)
class Joined:
    """Which rows go with which pictures, by the picture's path.

    `names` knows the pictures that were handed in, `rows` the paired rows, `claims` how many rows name a
    picture, `paired` what comes with a picture, `filed` knows the pictures that are here already.
    """

    names: Names = field(default_factory=lambda: Names(()))
    rows: Mapping[Path, New] = field(default_factory=dict)
    claims: Mapping[Path, int] = field(default_factory=dict)
    paired: Mapping[Path, Pair] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    filed: Filed = field(default_factory=Filed)

    def why(self, given: Given) -> str:
        """What to know of the files of a new row that stands alone; '' where it names none, or has it."""
        told = (self._missing(given), _others(self.names, given))
        return " ".join(filter(None, told))

    def _missing(self, given: Given) -> str:
        names = columns.split_names(given.cells.get(FILE, ""))
        if not names or given.cells.get(ACCESSION):
            return ""
        found = self.names.find(names[0])
        if not found:
            others = not_taken(self.names.other_endings(names[0]))
            return f"Row {given.number} names {names[0]}, which was not handed in with it{others}."
        if len(found) > 1:
            why = f"and {len(found)} files are called so. None was taken"
        else:
            why = "and so do other rows. None was given it"
        named = f"Row {given.number} names {names[0]}, {why}: the row is a record of its own."
        return named if len(found) > 1 or self.claims.get(found[0].path, 0) > 1 else ""


def join(
    session: Session,
    options: Options,
    tabled: Sequence[Source],
    pictured: Sequence[Source],
    apart: Collection[str] = (),
) -> Joined:
    """Find the pictures that new rows name; a name that several rows give pairs nothing.

    Where neither a picture handed in nor a record's file has the name, the only picture of another ending is
    taken for it, unless a person keeps that picture `apart`.
    """
    names, filed = Names(pictured, apart), Filed()
    claims, first, guesses = _claims(session, options, names, filed, tabled)
    news: dict[Path, New] = {}
    paired: dict[Path, Pair] = {}
    for path, (source, given) in first.items():
        new = new_of(f"{source.name} row {given.number}", given)
        pair = _pair(session, options, source.name, given, new) if claims[path] == 1 else None
        if pair is not None:
            more = _others(names, given)
            news[path] = replace(new, why=more)
            paired[path] = pair.saying("files-more", more) if more else pair
            if guess := guesses.get(path):
                paired[path] = paired[path].guessing(guess)
    return Joined(names, news, claims, paired, frozenset(new.name for new in news.values()), filed)


def _claims(
    session: Session, options: Options, names: Names, filed: Filed, tabled: Sequence[Source]
) -> tuple[dict[Path, int], dict[Path, tuple[Source, Given]], dict[Path, str]]:
    """For each picture: how many rows name it, the first of them, and what is asked where that is a guess."""
    claims: dict[Path, int] = {}
    first: dict[Path, tuple[Source, Given]] = {}
    guessed: dict[Path, list[tuple[Source, Given, str]]] = {}
    for source in tabled if names else ():
        for given in _naming(session, options, source):
            name = columns.split_names(given.cells[FILE])[0]
            found, guess = names.find(name), names.guess(name)
            if len(found) == 1:
                claims[found[0].path] = claims.get(found[0].path, 0) + 1
                first.setdefault(found[0].path, (source, given))
            elif guess and filed.find(session, name, new_of("", given).slug(options)) is None:
                words = taken_for(f"Row {given.number} of {source.name}", name, guess)
                guessed.setdefault(guess.path, []).append((source, given, words))
    only = {path: rows[0] for path, rows in guessed.items() if path not in claims and len(rows) == 1}
    claims |= dict.fromkeys(only, 1)
    first |= {path: (source, given) for path, (source, given, _words) in only.items()}
    return claims, first, {path: words for path, (_source, _given, words) in only.items()}


def _others(names: Names, given: Given) -> str:
    """What becomes of the files that a new row names after its first; '' where it names no more."""
    first, *others = columns.split_names(given.cells.get(FILE, "")) or ("",)
    if not others or given.cells.get(ACCESSION):
        return ""
    told = [
        f"“{name}” {'comes in by itself' if names.find(name) else 'was not handed in with it'}"
        for name in others[:_NAMED]
    ]
    if len(others) > _NAMED:
        told.append(f"and {len(others) - _NAMED} more")
    return (
        f"Row {given.number} names more than one file, and a row takes only the first, “{first}”. "
        f"{'; '.join(told)}. Add a back on its record's page, or name its file like “1934.7 verso.jpg”."
    )


def _naming(session: Session, options: Options, source: Source) -> Iterator[Given]:
    """Rows without an accession number that name a file; a table that cannot be read has none."""
    try:
        table = open_table(source)
    except (BadTable, OSError):
        return
    known = headings.read(table.titles, language_of(session, options), chosen(session, options))
    if FILE not in known.taken:
        return
    found = (one for one in givens(table, known) if not one.trouble and not one.cells.get(ACCESSION))
    named = (one for one in found if columns.split_names(one.cells.get(FILE, "")))
    while page := list(islice(named, rows.PAGE)):
        yield from page


def here(
    session: Session, options: Options, joined: Joined, given: Given, new: New
) -> tuple[Pair, Photograph] | New:
    """A new row as what comes with a picture that is in the archive, not in the hand-in, and its record.

    The row itself where there is none; with a word on it where only the file's name is the same: cameras
    count anew, so a name of the whole archive does not outweigh another caption.
    """
    named = columns.split_names(given.cells.get(FILE, ""))
    if not named or given.cells.get(ACCESSION) or joined.names.find(named[0]):
        return new
    slug = new.slug(options)
    there = joined.filed.find(session, named[0], slug)
    pair = _pair(session, options, new.name, given, new) if there else None
    if there is None or pair is None:
        return new
    caption = pair.line.partial.get("caption")
    if not slug and caption and there.caption and caption != there.caption:
        words = (
            f"Row {given.number} names {named[0]}, as the picture of {there.accession} is called, and has "
            "another caption: it is a record of its own, without a picture. If both are the same photograph, "
            f"write {there.accession} into the row's accession cell instead of adding it."
        )
        return replace(new, why=" ".join(filter(None, (words, _others(joined.names, given)))))
    words = (
        f"Row {given.number} names {named[0]}, the picture of {there.accession}, and goes with that record. "
        "Where the two differ, the record was left as it is."
    )
    more = _others(joined.names, given)
    pair = pair.saying("files-more", more) if more else pair
    return pair.saying("file-here", words), there


def _pair(session: Session, options: Options, name: str, given: Given, new: New) -> Pair | None:
    """The row as what comes with its picture; None where it could not be a record."""
    reason, _drafted = making.judged(session, new, options)
    if reason:
        return None
    partial, findings, language = making.told(session, new, options)
    slug = new.slug(options)
    title = options.title or slug.replace("-", " ").capitalize()
    return Pair(
        name,
        Sheet(title, "", language, (), ()),
        Line(given.number, partial, given.occurrence, new.identity, tuple(findings), given.cells[FILE]),
        slug,
        source="table",
        label=new.name,
        origin=new.key(slug),
    )
