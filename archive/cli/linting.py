"""The command that checks descriptions and captions: `archive lint`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import click

from archive.catalogue import collections
from archive.catalogue.models import Photograph
from archive.cli.base import fail, opened, print_json
from archive.descriptions import findings
from archive.descriptions.lint import LEVELS
from archive.descriptions.linting import Checked
from archive.parts import Parts

Seen = list[tuple[str, str, list[Checked]]]  # accession number, what the record is called, findings


class Bar(Protocol):
    """Something that is told how many more photographs are done."""

    def update(self, n_steps: int) -> None:
        """So many more."""


@click.command("lint")
@click.option("--collection", default="", metavar="SLUG", help="Check this collection alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def lint(collection: str, *, as_json: bool) -> None:
    """Check every caption and description against the rules of /help/describing.

    Looks at each photograph that is neither withdrawn nor merged into another, drafts too, as it is now.
    Findings that somebody answered with a reason are listed apart. The exit status is 0 whatever is
    found; 1 where the collection does not exist or the archive cannot be used.
    """
    with opened() as parts:
        seen = _seen(parts, collection)
    if as_json:
        print_json(_json(seen))
    else:
        _tell(seen)


def _seen(parts: Parts, slug: str) -> Seen:
    conditions = findings.stands()
    with parts.db.reading() as session:
        if slug:
            home = collections.find(session, slug)
            if home is None:
                fail(f"There is no collection {slug}.")
                return []
            conditions = findings.among(home)
        total = findings.count(session, *conditions)
    findings.sound_marks(parts.db)
    seen: Seen = []
    with _bar(total) as bar:
        for batch in findings.afresh(parts.db, *conditions):
            seen += [(one.accession, _called(one), found) for one, found in batch]
            bar.update(len(batch))
    return seen


def _called(photograph: Photograph) -> str:
    return photograph.headline or photograph.caption[:60]


@contextmanager
def _bar(total: int) -> Iterator[Bar]:
    """A progress bar where standard error is a terminal, nothing elsewhere."""
    quiet = not sys.stderr.isatty()
    with click.progressbar(length=total, label="Checking", file=sys.stderr, hidden=quiet) as bar:
        yield bar


def _json(seen: Seen) -> dict[str, Any]:
    told: dict[str, Any] = {"findings": [], "overridden": [], "checked": len(seen)}
    for accession, _name, found in seen:
        for one in found:
            finding = one.finding
            row = {
                "accession": accession,
                "code": finding.code,
                "level": finding.level,
                "field": finding.field,
                "language": finding.language,
                "message": finding.sentence,
            }
            if one.answer:
                told["overridden"].append(row | {"reason": one.answer, "by": one.by})
            else:
                told["findings"].append(row)
    return told


def _gravity(found: Sequence[Checked]) -> int:
    """How grave the gravest finding is that nobody has answered; -1 where all are answered."""
    return max((LEVELS.index(one.finding.level) for one in found if not one.answer), default=-1)


def _tell(seen: Seen) -> None:
    levels: Counter[str] = Counter()
    answered = 0
    for accession, name, found in sorted(seen, key=lambda row: (-_gravity(row[2]), row[0])):
        if not found:
            continue
        click.echo(f"{accession}  {name}".rstrip())
        for one in found:
            finding = one.finding
            place = f"{finding.field} in {finding.language}" if finding.language else finding.field
            click.echo(f"  {finding.level}  {place}: {finding.sentence} ({finding.code})")
            if one.answer:
                answered += 1
                click.echo(f"      left as it is by {one.by}: {one.answer}")
            else:
                levels[finding.level] += 1
    counts = ", ".join(f"{level}: {levels[level]}" for level in reversed(LEVELS))
    click.echo(f"Photographs checked: {len(seen)}. Findings: {counts}; answered with a reason: {answered}.")
