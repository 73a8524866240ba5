"""Describing at 10,000 photographs: save, check and open the next; desk, queue and report; `archive lint`.

One describer works down the list of what is asked for most through the real server, as a browser with
scripts does: the page is read, the text is sent for a check as it is typed, then "save and next" is sent,
which saves and checks again, and the photograph that it leads to is opened. Milliseconds are those that the
client waits, over the loopback interface. The peer is the record's page for readers, asked for by the same
client in turn with the rounds, so that both see the same machine.
"""

import http.cookiejar
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from sqlalchemy import func, select

from archive import accounts
from archive.config import Settings
from archive.descriptions import findings
from archive.descriptions.models import Description
from archive.history import OPERATOR
from archive.parts import build
from bench import machine
from bench.pages import COUNT, DOES, HOW, WHAT, WHO, fill

ROUNDS = int(os.environ.get("BENCH_DESCRIBED", "60"))
WARM = 5
NAME, PASSWORD = "bench-describer", "tram-lantern-quiet-orchard"
PAGES = {
    "desk": "/desk",
    "queue (demand)": "/desk/queues/demand?lang=en",
    "lint report, all": "/desk/lint",
    "lint report, one": "/desk/lint/story-1",
    "coverage": "/desk/coverage",
}


@dataclass
class Form(HTMLParser):
    """What a browser would send of the form with this id; `seen` is wherever it stands."""

    page: str
    wanted: str
    values: dict[str, str] = field(default_factory=dict)
    action: str = ""
    check: str = ""

    def __post_init__(self) -> None:
        """Read the page."""
        super().__init__()
        self._inside = self.wanted == ""
        self._area = self._select = ""
        self.feed(self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what controls hold."""
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = has.get("id", "") == self.wanted
            if self._inside:
                self.action, self.check = has["action"], has.get("data-check", "")
        elif not self._inside:
            return
        elif tag == "input" and "name" in has:
            ticked = has.get("type") not in {"checkbox", "radio"} or "checked" in has
            self.values |= {has["name"]: has.get("value", "")} if ticked else {}
        elif tag == "textarea":
            self._area = has["name"]
            self.values[self._area] = ""
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and "selected" in has:
            self.values[self._select] = has.get("value", "")

    def handle_data(self, data: str) -> None:
        """Take what an area of text holds."""
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or an area."""
        self._inside = self._inside and (tag != "form" or self.wanted == "")
        self._area = "" if tag == "textarea" else self._area


class Browser:
    """One person's browser: cookies, and redirects followed."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """(path that answered, its text) of a page, or of a form sent there."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        address = urllib.parse.urljoin(self.base, path)
        request = urllib.request.Request(address, data, {"Referer": address})
        with self._open(request) as answer:
            parts = urllib.parse.urlsplit(answer.url)
            return f"{parts.path}?{parts.query}", answer.read().decode()

    def sign_in(self) -> None:
        """Sign in as the describer."""
        _path, page = self.ask("/sign-in?next=/desk")
        token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
        path, _page = self.ask(
            "/sign-in?next=/desk", {"csrf_token": token, "username": NAME, "password": PASSWORD}
        )
        if not path.startswith("/desk"):
            sys.exit("The describer could not sign in; the figures would mean nothing.")


def timed(act: Callable[[], tuple[str, str]], times: list[float]) -> tuple[str, str]:
    """What it answers, and its milliseconds on the list."""
    begun = time.perf_counter()
    answer = act()
    times.append((time.perf_counter() - begun) * 1000)
    return answer


def words(chance: random.Random) -> str:
    """An alt text that no rule has anything against, different each time."""
    first, second = chance.sample(WHO, 2)
    return (
        f"One {first} in a dark coat {chance.choice(DOES)} {chance.choice(HOW)} near a "
        f"{chance.choice(WHAT)} while a {second} with number {chance.randrange(10**6)} on the sleeve looks."
    )


@dataclass
class Round:
    """Milliseconds of each part of the rounds."""

    check: list[float] = field(default_factory=list)
    save_and_next: list[float] = field(default_factory=list)
    record: list[float] = field(default_factory=list)
    again: int = 0  # rounds in which a finding had to be looked at before going on


def describe(browser: Browser, rounds: int, chance: random.Random) -> Round:
    """Describe so many photographs, one after another."""
    done = Round()
    queue = urllib.parse.urlencode({"queue": "demand", "lang": "en"})
    _path, desk = browser.ask("/desk/queues/demand?lang=en")
    start = desk.split("/describe?", 1)[0].rsplit('"', 1)[1]
    path, page = browser.ask(f"{start}/describe?{queue}")
    for _ in range(rounds):
        timed(lambda: browser.ask(path.split("/describe", 1)[0]), done.record)  # noqa: B023 - called at once
        form = Form(page, "words")
        values = form.values | {"alt": words(chance), "then": "next"}
        _at, told = timed(lambda: browser.ask(form.check, values), done.check)  # noqa: B023 - as above
        values["seen"] = Form(told, "").values.get("seen", "")
        was, spent = path, [0.0]
        path, page = timed(lambda: browser.ask(form.action, values), spent)  # noqa: B023 - as above
        if path.split("?", 1)[0] == was.split("?", 1)[0]:  # a finding is to be looked at: on it is then
            done.again += 1
            again = Form(page, "words").values | {"then": "next"}
            path, page = timed(lambda: browser.ask(form.action, again), spent)  # noqa: B023 - as above
        if path.split("?", 1)[0] == was.split("?", 1)[0]:
            sys.exit(f"{was} was not left by “save and next”; the figures would mean nothing.")
        done.save_and_next.append(sum(spent))
    return done


def row(name: str, times: list[float], note: str = "") -> None:
    """Print one line."""
    middle, slow = machine.median(times), machine.at(times, 0.95)
    print(f"  {name:32} p50 {middle:7.1f} ms   p95 {slow:7.1f} ms{note}")


def prepare(home: Path) -> None:
    """Ten thousand records, their kept findings, and somebody who describes."""
    fill(home)
    parts = build(Settings(home=home, database=home / "archive.db"))
    begun = time.perf_counter()
    if not findings.tend(parts.db):
        sys.exit("The kept findings could not be brought up to date.")
    print(f"  kept findings of {COUNT} made in {time.perf_counter() - begun:.1f} s")
    with parts.db.writing() as session:
        accounts.add(session, OPERATOR, NAME, ("describer",), password=PASSWORD)
    parts.close()


def measure(base: str) -> None:
    """Print what one describer waits for."""
    browser, chance = Browser(base), random.Random(11)
    browser.sign_in()
    for path in PAGES.values():
        browser.ask(path)  # every process has opened what it keeps
    describe(browser, WARM, chance)
    done = describe(browser, ROUNDS, chance)
    ratio = machine.median([ours / peer for ours, peer in zip(done.save_and_next, done.record, strict=True)])
    row("save, check, open the next", done.save_and_next, f"   {ratio:.1f} × the record page (p95 aim: 150)")
    row("check while typing", done.check)
    row("record page (peer)", done.record)
    if done.again:
        print(f"  in {done.again} of {ROUNDS} rounds a finding had to be looked at and the form sent twice")
    for name, path in PAGES.items():
        times: list[float] = []
        for _ in range(max(ROUNDS // 3, 5)):
            timed(lambda: browser.ask(path), times)  # noqa: B023 - called at once
        row(name, times)


def check_saved(home: Path) -> None:
    """End the run where a round left no text behind."""
    parts = build(Settings(home=home, database=home / "archive.db"))
    with parts.db.reading() as session:
        waiting = select(func.count()).where(Description.status == "in-review", Description.author == NAME)
        saved = session.scalar(waiting)
    parts.close()
    if saved != ROUNDS + WARM:
        sys.exit(f"{saved} texts were saved in {ROUNDS + WARM} rounds; the figures mean nothing.")


def lint(home: Path) -> None:
    """Print how long the command takes for everything, and beside it how long the search index takes."""
    environment = os.environ | {"ARCHIVE_HOME": str(home)}
    seconds = {}
    commands = {"archive lint": ("lint", "--json"), "index rebuild": ("index", "rebuild")}
    for name, words_of_it in commands.items():
        command = [sys.executable, "-m", "archive", *words_of_it]
        begun = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        seconds[name] = time.perf_counter() - begun
    ratio = seconds["archive lint"] / seconds["index rebuild"]
    print(
        f"  archive lint of {COUNT}: {seconds['archive lint']:.1f} s (aim: at most 20 s), "
        f"{ratio:.2f} × building the search index of the same records ({seconds['index rebuild']:.1f} s)"
    )


def main() -> None:
    """Print the table."""
    print(f"Describing at {COUNT} photographs, {ROUNDS} rounds of one describer; {machine.line()}")
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        environment = os.environ | {"ARCHIVE_HOME": name, "ARCHIVE_PORT": "0"}
        command = [sys.executable, "-m", "archive", "serve"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None  # noqa: S101 - a pipe was asked for
            measure(server.stdout.readline().strip().replace("localhost", "127.0.0.1"))
        finally:
            server.terminate()
            server.wait()
        check_saved(Path(name))
        lint(Path(name))


if __name__ == "__main__":
    main()
