"""Migrations: an empty or older catalogue is brought to this version's tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from archive.db import Database


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> bool:
    """Bring the catalogue to the newest tables in one write transaction; True where something changed."""
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with database.reading() as session:
        if MigrationContext.configure(session.connection()).get_current_revision() == newest:
            return False
    with database.writing() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
    return True
