"""Commands that run the archive: `archive serve`, `archive work`."""

from __future__ import annotations

import sys

import click

from archive.cli.base import opened
from archive.config import read_settings


@click.command("serve")
def serve() -> None:
    """Serve the archive with gunicorn, and one worker process beside it."""
    from archive.serving import run

    with opened() as parts:  # an archive that cannot be opened is said here, not by every server process
        settings = parts.settings
    run(settings)


@click.command("work")
@click.option("--parent", type=int, help="End when this process is gone.")
def work(parent: int | None) -> None:
    """Index and do jobs until stopped; the server starts this by itself."""
    from archive import worker

    sys.exit(worker.work(read_settings(), parent))
