"""Commands that take photographs and their words out: `archive export …`."""

from __future__ import annotations

import click


@click.group("export")
def export() -> None:
    """Take photographs and their words out of the archive."""
