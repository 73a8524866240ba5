"""Settings: one table of `ARCHIVE_*` variables, read once into one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VERSION = "0.1.0"
PROJECT = Path(__file__).resolve().parent.parent


def message(text: str) -> str:
    """Mark a sentence for the translators; the edge that shows it looks the translation up."""
    return text


@dataclass(frozen=True)
class Setting:
    """One row of the table: variable, default as text, what it does in plain words."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("ARCHIVE_HOME", "the project's folder", "Where `images/`, `index/` and the catalogue are kept."),
    Setting("ARCHIVE_DATABASE", "archive.db in ARCHIVE_HOME", "SQLite file of the catalogue."),
    Setting("ARCHIVE_HOST", "127.0.0.1", "Address that the server listens on."),
    Setting("ARCHIVE_PORT", "5000", "Port that the server listens on."),
    Setting("ARCHIVE_WORKERS", "2", "Server processes."),
    Setting("ARCHIVE_THREADS", "4", "Threads of each server process."),
    Setting(
        "ARCHIVE_REVIEW", "two-person", "`one-person` lets an archivist approve their own text; pages say so."
    ),
    Setting(
        "ARCHIVE_NAME", "Image-caption archive", "Name of the archive, shown in the header and in titles."
    ),
    Setting(
        "ARCHIVE_CONTACT",
        "",
        "How readers reach the archive (an e-mail or web address); shown in the footer.",
    ),
    Setting(
        "ARCHIVE_SECURE_COOKIES", "no", "`yes` where the archive is served over HTTPS: cookies stay on it."
    ),
    Setting(
        "ARCHIVE_PROXIES", "0", "How many proxies stand in front and are believed about addresses and HTTPS."
    ),
    Setting("ARCHIVE_MAX_PIXELS", "120000000", "Pictures with more pixels than this are refused."),
    Setting("ARCHIVE_MAX_BYTES", "209715200", "Files larger than this many bytes are refused."),
    Setting(
        "ARCHIVE_CHILD_MEMORY_MB", "1024", "Memory limit of a process that decodes pictures, in megabytes."
    ),
    Setting("ARCHIVE_CHILD_SECONDS", "60", "Time limit for decoding one picture, in seconds."),
    Setting("ARCHIVE_CHILDREN", "2", "Processes that decode pictures at the same time."),
    Setting(
        "ARCHIVE_EXIFTOOL",
        "exiftool",
        "Program that reads embedded metadata; empty for Pillow's own reading.",
    ),
    Setting(
        "ARCHIVE_SEARCH_ENGINE",
        "auto",
        "What searches: `whoosh`, `tantivy`, or `auto`, which is tantivy above 30,000 photographs.",
    ),
)


class BadSetting(ValueError):
    """A setting has a value that the archive cannot use; its text is the sentence to show."""


@dataclass(frozen=True)
class Settings:
    """What the archive was told at start; paths are absolute."""

    home: Path
    database: Path
    host: str = "127.0.0.1"
    port: int = 5000
    workers: int = 2
    threads: int = 4
    one_person: bool = False
    name: str = "Image-caption archive"
    contact: str = ""
    secure_cookies: bool = False
    proxies: int = 0
    max_pixels: int = 120_000_000
    max_bytes: int = 209_715_200
    child_memory_mb: int = 1024
    child_seconds: int = 60
    children: int = 2
    exiftool: str = "exiftool"
    search_engine: str = "auto"

    @property
    def images(self) -> Path:
        """Folder of originals and derivatives."""
        return self.home / "images"

    @property
    def index(self) -> Path:
        """Folder of the search index, disposable."""
        return self.home / "index"

    @property
    def secret_key(self) -> Path:
        """File that holds the key which signs cookies, mode 0600."""
        return self.home / "secret_key"


def _number(environment: Mapping[str, str], name: str, *, least: int = 1) -> int:
    text = environment.get(name, "") or next(s.default for s in SETTINGS if s.name == name)
    if not text.isdigit() or int(text) < least:
        raise BadSetting(f"{name} is “{text}”; it must be a whole number of at least {least}.")
    return int(text)


def _choice(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = environment.get(name, "") or choices[0]
    if text not in choices:
        raise BadSetting(f"{name} is “{text}”; it must be one of: {', '.join(choices)}.")
    return text


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read every `ARCHIVE_*` variable.

    Raises BadSetting with a plain sentence for a value that cannot be used, and for an `ARCHIVE_*`
    name that the table does not know, because a misspelt setting silently ignored is worse.
    """
    env = os.environ if environment is None else environment
    known = {setting.name for setting in SETTINGS}
    unknown = sorted(name for name in env if name.startswith("ARCHIVE_") and name not in known)
    if unknown:
        raise BadSetting(f"{unknown[0]} is not a setting of the archive; the README lists them all.")
    home = Path(env.get("ARCHIVE_HOME") or PROJECT).expanduser().resolve()
    return Settings(
        home=home,
        database=home / (env.get("ARCHIVE_DATABASE") or "archive.db"),
        host=env.get("ARCHIVE_HOST") or "127.0.0.1",
        port=_number(env, "ARCHIVE_PORT", least=0),
        workers=_number(env, "ARCHIVE_WORKERS"),
        threads=_number(env, "ARCHIVE_THREADS"),
        one_person=_choice(env, "ARCHIVE_REVIEW", ("two-person", "one-person")) == "one-person",
        name=env.get("ARCHIVE_NAME") or "Image-caption archive",
        contact=env.get("ARCHIVE_CONTACT", ""),
        secure_cookies=_choice(env, "ARCHIVE_SECURE_COOKIES", ("no", "yes")) == "yes",
        proxies=_number(env, "ARCHIVE_PROXIES", least=0),
        max_pixels=_number(env, "ARCHIVE_MAX_PIXELS"),
        max_bytes=_number(env, "ARCHIVE_MAX_BYTES"),
        child_memory_mb=_number(env, "ARCHIVE_CHILD_MEMORY_MB", least=256),
        child_seconds=_number(env, "ARCHIVE_CHILD_SECONDS"),
        children=_number(env, "ARCHIVE_CHILDREN"),
        exiftool=env.get("ARCHIVE_EXIFTOOL", "exiftool"),
        search_engine=_choice(env, "ARCHIVE_SEARCH_ENGINE", ("auto", "whoosh", "tantivy")),
    )
