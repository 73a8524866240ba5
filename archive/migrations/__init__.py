"""Migrations: an empty or older catalogue is brought to this version's tables.

Alembic is loaded where there is something to do; most commands find everything in place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from archive.db import Database

if TYPE_CHECKING:
    from alembic.config import Config


def newest() -> str:
    """The revision that this version's files lead to; a file's name begins with its revision."""
    return max(path.name.partition("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))


def _standing(session: Session) -> str | None:
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    revision: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> bool:
    """Bring the catalogue to the newest tables in one write transaction; True where something changed."""
    with database.reading() as session:
        if _standing(session) == newest():
            return False
    from alembic import command

    config = _config()
    with database.writing() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
    return True
