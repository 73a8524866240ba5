"""Pictures of the real thing for the README: `python -m tests.screenshots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.accessibility.browser import headless
from tests.journeys.archive import Archive
from tests.journeys.conftest import prepared
from tests.server import running

PAGES = {
    "home": "/",
    "search": "/photographs?q=boat",
    "record": "/photographs/2000.50.12",
    "edit": "/photographs/2000.50.12/edit",
    "describe": "/photographs/84.XM.142.2/describe",
}
STAFF = ("edit", "describe")
HEIGHT = 1100


def main(folder: Path) -> None:
    """Take them: 1280 pixels wide, light, the first screen and a bit."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        passwords = prepared(home)
        with running(home) as address, headless() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": HEIGHT}, color_scheme="light")
            archive = Archive(address, passwords, home, "", "")
            for shown, path in PAGES.items():
                if shown in STAFF:
                    archive.sign_in(page, "archivist")
                page.goto(address + path)
                page.screenshot(path=folder / f"{shown}.png", animations="disabled", caret="hide")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
