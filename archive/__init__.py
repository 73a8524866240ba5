"""The image-caption archive: press photographs that can be read without seeing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from archive.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application; without settings they are read from `ARCHIVE_*` variables."""
    # Imported here so that the process which decodes pictures never loads a web framework.
    from archive import parts
    from archive.config import read_settings
    from archive.web.app import build

    return build(parts.build(settings or read_settings()))
