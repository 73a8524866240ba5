"""Migrations give the tables that the models describe, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from archive import accounts, history, jobs
from archive.catalogue import models as catalogue_models
from archive.db import Base, Database
from archive.descriptions import models as description_models
from archive.migrations import _config, migrate, newest

TABLES = (
    accounts.Account,
    history.Event,
    jobs.Job,
    catalogue_models.Photograph,
    description_models.Description,
)

TEXTS = (("alt", "approved", "file"), ("long", "in-review", "person"), ("transcript", "in-review", "file"))


def insert(session: Session, table: str, **given: object) -> None:
    """Add a row as the first release would have; what is not given is empty."""
    connection = session.connection()
    columns = connection.exec_driver_sql(f"PRAGMA table_info({table})").mappings().all()
    needed = [column for column in columns if column["notnull"] and column["name"] != "id"]
    empty = {one["name"]: 0 if one["type"] in {"INTEGER", "BOOLEAN"} else "" for one in needed}
    row = empty | given
    named = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.exec_driver_sql(f"INSERT INTO {table} ({named}) VALUES ({marks})", tuple(row.values()))


def test_the_migrated_catalogue_equals_the_models(tmp_path: Path) -> None:
    database = Database(tmp_path / "archive.db")
    assert migrate(database)
    assert not migrate(database)
    with database.reading() as session:
        differences = compare_metadata(MigrationContext.configure(session.connection()), Base.metadata)
    assert differences == []
    assert {table.__tablename__ for table in TABLES} <= set(Base.metadata.tables)
    database.close()


def test_a_catalogue_in_order_is_known_without_the_tool_that_changes_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "archive.db")
    migrate(database)
    database.close()
    assert newest() == ScriptDirectory.from_config(_config()).get_current_head()
    code = (
        "import sys\nfrom pathlib import Path\nfrom archive.db import Database\n"
        "from archive.migrations import migrate\n"
        "print(migrate(Database(Path(sys.argv[1]))), 'alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "archive.db")]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_older_texts_are_told_what_they_are_now(tmp_path: Path) -> None:
    """An archive of the first release, with a text of each standing and origin."""
    database = Database(tmp_path / "archive.db")
    config = _config()
    with database.writing() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0001")
        insert(session, "photograph", id=1, accession="A-1")
        about = {"subject": "photograph", "subject_id": 1, "verb": "photograph.register"}
        insert(session, "event", at="2026-01-01T00:00:00Z", **about)
        for kind, status, origin in TEXTS:
            words = {"kind": kind, "status": status, "origin": origin, "language": "en", "text": "Words."}
            insert(session, "description", photograph_id=1, changed="2026-02-01T00:00:00Z", **words)
    assert migrate(database)
    with database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT kind, status, since FROM description ORDER BY id")
        texts = [tuple(row) for row in rows]
        known = session.connection().exec_driver_sql("SELECT registered FROM photograph").scalar_one()
        events = list(history.of(session, "photograph", 1))
    assert texts == [
        ("alt", "approved", "2026-02-01T00:00:00Z"),
        ("long", "in-review", ""),
        ("transcript", "draft", ""),
    ]
    assert known == "2026-01-01T00:00:00Z"
    assert [event.verb for event in events] == ["photograph.register", "description.draft"]
    assert events[1].before is not None
    assert events[1].after is not None
    assert events[1].before["transcript[en]"]["status"] == "in-review"
    assert events[1].after["transcript[en]"] | {"status": "in-review"} == events[1].before["transcript[en]"]
    with database.writing() as session:
        config.attributes["connection"] = session.connection()
        with pytest.raises(NotImplementedError, match="no way back"):
            command.downgrade(config, "0001")
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
