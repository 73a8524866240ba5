"""What every command works with: the parts, one sentence for a trouble, JSON, an index caught up."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from archive import db
from archive.config import BadSetting, read_settings
from archive.media.store import StoreFull
from archive.parts import Parts, build

TROUBLE = 1
QUERY = click.argument("words", metavar="[QUERY]", default="")


@contextmanager
def opened() -> Iterator[Parts]:
    """The archive's parts for one command; troubles end it with one sentence."""
    try:
        parts = build(read_settings())
    except BadSetting as error:
        raise click.UsageError(str(error)) from error
    except (OSError, db.Busy, db.Full, db.Broken) as error:
        fail(f"The archive's folder cannot be used: {_cause(error)}. Check who may write there.")
    try:
        yield parts
    except (db.Full, StoreFull):
        fail("The disk is full. What was finished is kept; make room, then run the command again.")
    except db.Busy:
        fail("The catalogue was busy for too long. Nothing more was changed; try again in a moment.")
    finally:
        parts.close()


def _cause(error: Exception) -> str:
    return (str(getattr(error, "orig", "") or error) or type(error).__name__).rstrip(".")


def fail(sentence: str) -> NoReturn:
    """End the command with a sentence."""
    click.echo(sentence, err=True)
    sys.exit(TROUBLE)


def into(name: str, metavar: str, where: click.Path, told: str) -> Callable[[Callable[..., None]], Any]:
    """The option `--to` of an export, given to the command as `name`."""
    return click.option("--to", name, required=True, metavar=metavar, type=where, help=told)


@contextmanager
def bar(total: int, label: str) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal that is told how many more are done; nothing where the words go elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return

    def told(done: int | None) -> str:
        return f"{done:,} of {total:,}" if done is not None else ""

    with click.progressbar(length=total, label=label, file=sys.stderr, item_show_func=told) as shown:
        yield lambda more: shown.update(more, shown.pos + more)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def settle(parts: Parts) -> None:
    """Let search catch up with what was done, or say that the server's worker will."""
    from archive.worker import settle

    if not settle(parts):
        click.echo(
            "What came in is kept; search will find it when the server's worker has caught up.", err=True
        )
