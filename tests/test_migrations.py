"""Migrations give the tables that the models describe, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from archive import accounts, history, jobs
from archive.catalogue import models as catalogue_models
from archive.db import Base, Database
from archive.descriptions import models as description_models
from archive.migrations import migrate

TABLES = (
    accounts.Account,
    history.Event,
    jobs.Job,
    catalogue_models.Photograph,
    description_models.Description,
)


def test_the_migrated_catalogue_equals_the_models(tmp_path: Path) -> None:
    database = Database(tmp_path / "archive.db")
    assert migrate(database)
    assert not migrate(database)
    with database.reading() as session:
        differences = compare_metadata(MigrationContext.configure(session.connection()), Base.metadata)
    assert differences == []
    assert {table.__tablename__ for table in TABLES} <= set(Base.metadata.tables)
    database.close()


def test_a_migration_that_fails_leaves_the_old_tables(tmp_path: Path) -> None:
    """As when the disk is full: the whole step is one transaction."""
    database = Database(tmp_path / "archive.db")
    with database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE photograph (id INTEGER)")
    with pytest.raises(OperationalError, match="already exists"):
        migrate(database)
    with database.reading() as session:
        names = (
            session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()
        )
    assert [name for (name,) in names] == ["photograph"]
    database.close()
