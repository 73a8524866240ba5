"""Every page group, in one list."""

from __future__ import annotations

from flask import Blueprint

from archive.web import (
    bulk,
    collections,
    components,
    describe,
    desk,
    edit,
    health,
    help,  # noqa: A004 - the page is called so
    home,
    images,
    intake,
    record,
    revisions,
    search,
    shelves,
    staff,
)


def all_pages() -> list[Blueprint]:
    """The blueprints, one a module."""
    modules = (
        home, search, record, collections, help, components, images, health,
        desk, edit, describe, revisions, bulk, intake, shelves, staff,
    )  # fmt: skip
    return [module.pages for module in modules]
