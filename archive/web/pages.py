"""Every page group, in one list."""

from __future__ import annotations

from flask import Blueprint

from archive.web import (
    asking,
    browse,
    bulk,
    collections,
    components,
    coverage,
    dating,
    describe,
    desk,
    downloads,
    duplicates,
    edit,
    embedded,
    exports,
    findings,
    health,
    help,  # noqa: A004 - the page is called so
    home,
    images,
    intake,
    intake_items,
    intake_rules,
    offers,
    play,
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
        home, search, browse, record, play, collections, help, components, images, downloads, health,
        desk, worklists, edit, dating, describe, review, offers, duplicates, revisions, bulk, intake, shelves,
        staff,
        intake_items, intake_rules, embedded, asking, findings, coverage, exports, tables,
    )  # fmt: skip
    return [module.pages for module in modules]
