"""Every page group, in one list."""

from __future__ import annotations

from flask import Blueprint

from archive.web import (
    asking,
    bulk,
    collections,
    components,
    coverage,
    describe,
    desk,
    downloads,
    duplicates,
    edit,
    exports,
    findings,
    health,
    help,  # noqa: A004 - the page is called so
    home,
    images,
    intake,
    offers,
    record,
    review,
    revisions,
    search,
    shelves,
    staff,
    tables,
    worklists,
)


def all_pages() -> list[Blueprint]:
    """The blueprints, one a module."""
    modules = (
        home, search, record, collections, help, components, images, downloads, health,
        desk, worklists, edit, describe, review, offers, duplicates, revisions, bulk, intake, shelves, staff,
        asking, findings, coverage, exports, tables,
    )  # fmt: skip
    return [module.pages for module in modules]
