"""The command line: the same verbs as the pages, acting as `operator`.

Exit status: 0 done ("already there" is done), 1 something was refused (the rest is in), 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn, cast

import click

from archive import accounts, db, languages
from archive.catalogue import collections, photographs
from archive.config import PROJECT, VERSION, BadSetting, read_settings
from archive.descriptions import texts
from archive.history import OPERATOR, ROLES
from archive.ingest import sample
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run, bring_in
from archive.ingest.telling import receipt_lines
from archive.interop import record
from archive.media.store import StoreFull
from archive.parts import Parts, build
from archive.search import keeper, query
from archive.search.index import Hit, Request, Sort, Status, Unavailable

TROUBLE = 1


@contextmanager
def opened() -> Iterator[Parts]:
    """The archive's parts for one command; troubles end it with one sentence."""
    try:
        parts = build(read_settings())
    except BadSetting as error:
        raise click.UsageError(str(error)) from error
    except (OSError, db.Busy, db.Full, db.Broken) as error:
        _fail(f"The archive's folder cannot be used: {_cause(error)}. Check who may write there.")
    try:
        yield parts
    except (db.Full, StoreFull):
        _fail("The disk is full. What was finished is kept; make room, then run the command again.")
    except db.Busy:
        _fail("The catalogue was busy for too long. Nothing more was changed; try again in a moment.")
    finally:
        parts.close()


def _cause(error: Exception) -> str:
    return (str(getattr(error, "orig", "") or error) or type(error).__name__).rstrip(".")


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(TROUBLE)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Press photographs that can be read without seeing them."""


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--collection", default="", metavar="SLUG", help="Collection that everything goes to.")
@click.option(
    "--language", default="", metavar="CODE", help="Language of the captions; without it the text tells."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--publish",
    is_flag=True,
    help="Publish what nothing stops, drafts that are here already too; the rest is listed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def import_(
    paths: tuple[Path, ...], collection: str, language: str, *, dry_run: bool, publish: bool, as_json: bool
) -> None:
    """Bring in pictures, folders and caption sheets."""
    if collection and not collections.SLUG.fullmatch(collection):
        raise click.UsageError("A collection's short name has letters a to z, digits and hyphens.")
    if language and languages.find(language) is None:
        raise click.UsageError(
            f"“{language}” is not a language that the archive knows; write a code such as es."
        )
    language = languages.normal(language) or ""
    options = Options(collection=collection, language=language, publish=publish, dry_run=dry_run)
    with opened() as parts:
        count = 0

        def told(outcome: Outcome) -> None:
            nonlocal count
            count += outcome.what not in {"read", "skipped"}
            if sys.stderr.isatty():
                click.echo(f"\r{count} done", nl=False, err=True)

        receipt = bring_in(Run(parts.tools, OPERATOR, options, told=told), paths)
        if sys.stderr.isatty():
            click.echo("", err=True)
        _settle(parts)
    if as_json:
        _print_json(receipt.to_json())
    else:
        for line in receipt_lines(receipt, dry_run=dry_run):
            click.echo(line)
    sys.exit(TROUBLE if receipt.of("refused") else 0)


def _settle(parts: Parts) -> None:
    from archive.worker import settle

    if not settle(parts):
        click.echo(
            "What came in is kept; search will find it when the server's worker has caught up.", err=True
        )


def _result(one: texts.Described, hit: Hit) -> dict[str, Any]:
    return {
        "accession": one.photograph.accession,
        "headline": one.photograph.headline,
        "caption": one.photograph.caption,
        "alt": one.alt.text if one.alt else "",
        "found_in": list(hit.found_in),
    }


@main.command("search")
@click.argument("words")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--offset", default=0, type=click.IntRange(0))
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "oldest", "newest"]))
@click.option("--as-reader", is_flag=True, help="Search what readers see: published records, approved texts.")
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON.")
def search(words: str, limit: int, offset: int, sort: str, *, as_reader: bool, as_json: bool) -> None:
    """Find photographs; an empty query browses everything."""
    asked = query.parse(words)
    with opened() as parts:
        _settle(parts)
        request = Request(
            query=asked,
            audience="reader" if as_reader else "staff",
            facets={},
            sort=cast("Sort", sort),
            offset=offset,
            limit=limit,
        )
        try:
            found = parts.index.find(request)
        except Unavailable:
            _fail("Search is being rebuilt; try again in a moment.")
            return
        with parts.db.reading() as session:
            rows = photographs.by_ids(session, [hit.id for hit in found.hits])
            known = {one.photograph.id: one for one in texts.described(session, rows)}
    results = [_result(known[hit.id], hit) for hit in found.hits if hit.id in known]
    if as_json:
        facets = {name: [asdict(value) for value in values] for name, values in found.facets.items()}
        _print_json({"total": found.total, "results": results, "facets": facets})
        return
    for problem in asked.problems:
        click.echo(query.explain(problem))
    click.echo(f"{found.total} photographs")
    for row in results:
        click.echo(f"  {row['accession']}  {row['headline'] or row['caption'][:60]}")
        click.echo(f"      {row['alt'] or 'not yet described'}")


@main.command("show")
@click.argument("accession")
@click.option("--as-reader", is_flag=True, help="Show what readers see.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def show(accession: str, *, as_reader: bool, as_json: bool) -> None:
    """Show one record."""
    with opened() as parts, parts.db.reading() as session:
        found = photographs.find(session, accession)
        if found is not None and found.merged_into_id is not None:
            found = photographs.by_ids(session, [found.merged_into_id])[0]
        if found is None or (as_reader and not photographs.public(found)):
            _fail(f"There is no photograph {accession}.")
            return
        shape = record.to_json(session, found, reader=as_reader)
    if as_json:
        _print_json(shape)
        return
    for name, value in shape.items():
        if value:
            click.echo(
                f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            )


@main.group("index")
def index() -> None:
    """The search index: rebuilt from the catalogue whenever you like."""


@index.command("rebuild")
def rebuild() -> None:
    """Build a new index from the catalogue and put it in force."""
    from archive.search.generations import writer_lock
    from archive.search.index import Busy

    with opened() as parts:
        try:
            with writer_lock(parts.settings.home):
                keeper.rebuild(parts.db, parts.index)
        except Busy:
            if not keeper.have_rebuilt(parts.settings.index):
                _fail(
                    "The server's worker was asked to rebuild the index and is still at it after ten minutes."
                )
        click.echo(f"Rebuilt: {parts.index.status().documents} photographs.")


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(*, as_json: bool) -> None:
    """Say how the index is: engine, size, how far behind, whether it equals the catalogue."""
    from archive import history

    with opened() as parts:
        with parts.db.reading() as session:
            head = history.head(session)
        trouble = ""
        try:
            state = parts.index.status()
            equal = keeper.exact(parts.db, parts.index)
        except Unavailable as error:
            state, equal, trouble = Status("whoosh", 0, 0, "", 0, 0), False, str(error)
        facts = asdict(state) | {"behind": head - state.seen, "equal": equal, "trouble": trouble}
    if as_json:
        _print_json(facts)
        return
    if trouble:
        click.echo(f"{trouble} `archive index rebuild` builds it; so does the server by itself.")
    for name, value in facts.items():
        if name != "trouble":
            click.echo(f"{name}: {value}")


@main.group("account")
def account() -> None:
    """Accounts of people who sign in."""


@account.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeat for several roles.")
@click.option("--if-missing", is_flag=True, help="Do nothing where there is an account of this name.")
def account_add(name: str, roles: tuple[str, ...], *, if_missing: bool) -> None:
    """Open an account; its password is made here and printed once."""
    with opened() as parts:
        password = accounts.new_password()
        try:
            with parts.db.writing() as session:
                if if_missing and accounts.find(session, name) is not None:
                    return
                accounts.add(session, OPERATOR, name, roles or ROLES[:1], password=password)
        except accounts.BadAccount as error:
            _fail(str(error))
        click.echo(
            f"Account {name}, password {password}  (shown once; `archive account password` makes a new one)"
        )


@account.command("password")
@click.argument("name")
def account_password(name: str) -> None:
    """Give an account a new password, printed once; its sessions end."""
    with opened() as parts:
        password = accounts.new_password()
        try:
            with parts.db.writing() as session:
                accounts.set_password(session, OPERATOR, name, password)
        except accounts.BadAccount as error:
            _fail(str(error))
        click.echo(f"Account {name}, password {password}")


@main.command("sample")
def load_sample() -> None:
    """Load the sample that ships with the project, if the archive is empty."""
    with opened() as parts:
        with parts.db.reading() as session:
            if not sample.empty(session):
                return
        count = sample.load(parts.tools, PROJECT / "images" / "sample")
        _settle(parts)
        click.echo(f"Loaded the sample: {count} photographs.")


@main.command("serve")
def serve() -> None:
    """Serve the archive with gunicorn, and one worker process beside it."""
    from archive.serving import run

    with opened() as parts:  # an archive that cannot be opened is said here, not by every server process
        settings = parts.settings
    run(settings)


@main.command("work")
@click.option("--parent", type=int, help="End when this process is gone.")
def work(parent: int | None) -> None:
    """Index and do jobs until stopped; the server starts this by itself."""
    from archive import worker

    sys.exit(worker.work(read_settings(), parent))
