from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004 - the library's name

from tests.readers.session import OrcaSession

DOT = base64.b64decode("R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")

PAGE = """<!doctype html>
<html lang="en"><title>Harness</title>
<h1>Ferries of the harbour</h1>
<p role="status" id="status"></p>
<img src="dot.gif" alt="A small ferry leaves the quay" width="200" height="150">
<h2>Timetable</h2>
<p><a href="#timetable">Read the timetable</a></p>
</html>"""

FORM = """<!doctype html>
<html lang="en"><title>Form</title>
<form action="good.html"><label for="ferry">Ferry</label> <input id="ferry" name="ferry"></form>
</html>"""

# The negative control: the same page with its words taken away must be heard as such.
BARE = PAGE.replace(' alt="A small ferry leaves the quay"', "").replace("h2>", "div>")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("site")
    (folder / "dot.gif").write_bytes(DOT)
    (folder / "good.html").write_text(PAGE, encoding="utf-8")
    (folder / "form.html").write_text(FORM, encoding="utf-8")
    (folder / "bare.html").write_text(BARE, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_opening_a_page_is_announced(orca: OrcaSession, site: str) -> None:
    heard = orca.open(f"{site}/good.html")
    assert "Finished loading Harness." in heard
    assert heard[-1] == "Ferries of the harbour heading level 1.", heard


def test_keys_move_by_heading_picture_and_link(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/good.html")
    assert orca.press("2") == ["Timetable heading level 2."]
    assert orca.press("Tab") == ["Read the timetable link."]
    assert orca.press("shift+g") == ["A small ferry leaves the quay image."]


def test_several_keys_are_heard_in_order(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/good.html")
    assert orca.press("g", "2") == ["A small ferry leaves the quay image.", "Timetable heading level 2."]


def test_what_is_typed_stands_in_the_field_and_a_key_leads_on(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/form.html")
    assert orca.press("Tab")[0].endswith("entry.")
    orca.type("Old Gull 2")
    assert orca.page.input_value("#ferry") == "Old Gull 2"
    orca.follow("Return")
    assert orca.page.url == f"{site}/good.html?ferry=Old+Gull+2"
    assert orca.press("ctrl+Home", "2")[-1] == "Timetable heading level 2."


def test_a_key_that_leads_nowhere_is_told(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/good.html")
    orca.page.set_default_navigation_timeout(1000)
    try:
        with pytest.raises(TimeoutError, match="navigation"):
            orca.follow("Down")
    finally:
        orca.page.set_default_navigation_timeout(30_000)
    orca.press("Up")  # what was said to the key is let go of


def test_a_status_message_is_heard_without_a_key(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/good.html")
    orca.page.evaluate("document.getElementById('status').textContent = '3 ferries found'")
    orca.expect("3 ferries found")
    with pytest.raises(AssertionError, match="did not say"):
        orca.expect("3 ferries found", timeout=0.5)  # said once is heard once


def test_what_is_not_said_is_not_heard(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/good.html")
    orca.page.evaluate("document.getElementById('status').textContent = '3 ferries found'")
    with pytest.raises(AssertionError, match=r"did not say '4 ferries found'.*'3 ferries found'"):
        orca.expect("4 ferries found", timeout=2)


def test_what_a_call_has_returned_is_not_heard_again(orca: OrcaSession, site: str) -> None:
    assert "Finished loading Harness." in orca.open(f"{site}/good.html")
    with pytest.raises(AssertionError, match="did not say"):
        orca.expect("Finished loading Harness.", timeout=0.5)


def test_a_picture_without_words_is_heard_as_such(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/bare.html")
    (heard,) = orca.press("g")
    assert "Unlabeled image" in heard
    assert "ferry" not in heard


def test_a_heading_that_is_none_is_not_found(orca: OrcaSession, site: str) -> None:
    orca.open(f"{site}/bare.html")
    assert orca.press("2") == ["No more headings at level 2."]


def test_all_it_started_is_ended_even_on_failure_and_no_other_orca(orca: OrcaSession, site: str) -> None:
    home = Path()

    def fail_inside() -> None:
        nonlocal home
        with OrcaSession() as session:
            home = session.home
            assert len(processes_of(home)) >= 6  # display, two buses, launcher, registry, Orca, Chromium
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert processes_of(home) == []
    assert not home.exists()
    assert "Finished loading Harness." in orca.open(f"{site}/good.html")


def test_a_program_that_does_not_start_is_named(reader_programs: None) -> None:
    session = OrcaSession(size=(0, 0))
    with pytest.raises(RuntimeError, match=r"Xvfb did not start; it wrote: .*"), session:
        pass
    assert processes_of(session.home) == []
    assert not session.home.exists()


def processes_of(home: Path) -> list[str]:
    """Command lines of all living processes whose home folder this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"HOME={home}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found
