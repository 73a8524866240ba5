"""What blind people hear where a form was stopped: what is wrong, and reading goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from playwright.sync_api import Browser

from tests.journeys.archive import Archive
from tests.journeys.test_heard_describing import signed_in
from tests.readers.session import OrcaSession

# path, the field before the button, what is wrong, as it is told
FORMS = {
    "a collection": ("/desk/collections", "#slug", "Give the collection a title."),
    "an import": ("/desk/import", "#title", "Choose at least one file."),
}


@contextmanager
def without_scripts(orca: OrcaSession) -> Iterator[None]:
    """No script of ours arrives; the harness needs the browser's own."""
    orca.page.context.route("**/*.js*", lambda one: one.abort())
    try:
        yield
    finally:
        orca.page.context.unroute("**/*.js*")


def send(archive: Archive, orca: OrcaSession, name: str) -> list[str]:
    """Send the form as it stands, by Return in a field; returns what is said of the page that comes."""
    path, field, _ = FORMS[name]
    orca.open(archive.address + path)
    orca.page.evaluate("for (const form of document.forms) form.noValidate = true")
    orca.page.focus(field)
    orca.press("shift+Tab", "Tab")
    return orca.follow("Return")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize("name", FORMS)
def test_reading_begins_at_what_stopped_the_form(
    archive: Archive,
    chromium: Browser,
    orca: OrcaSession,
    name: str,
    scripts: bool,  # noqa: FBT001 - a case
) -> None:
    with signed_in(archive, chromium, orca, "archivist"), nullcontext() if scripts else without_scripts(orca):
        said = send(archive, orca, name)
        assert "There is a problem." in said, said
        assert f"{FORMS[name][2]} link." in orca.press("Down")
