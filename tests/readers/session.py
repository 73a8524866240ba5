"""A real Orca reading a real Chromium, without a screen, a sound card or a desktop.

    with OrcaSession() as orca:
        orca.open("http://127.0.0.1:…/")
        orca.press("h")  # ["Search photographs heading level 1."]

A session has its own X server, message buses, home folder and browser profile, all gone when it ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from playwright.sync_api import Error, Page

from tests.accessibility.browser import OFFLINE, driver
from tests.accessibility.programs import CHROMIUM, find
from tests.readers.hearing import LOOK_EVERY, Hearing

HERE = Path(__file__).resolve().parent

BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher|/usr/lib/at-spi2-core/at-spi-bus-launcher"
PROGRAMS: Mapping[str, str] = CHROMIUM | {
    "orca": "orca",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus",
    "gdbus": "libglib2.0-bin",
    BUS_LAUNCHER: "at-spi2-core",
    "setpriv": "util-linux",
}

CHROMIUM_OPTIONS = [
    OFFLINE,
    "--force-renderer-accessibility",
    "--test-type",  # no bar above the page about being automated or unsandboxed: Orca would read it out
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
]

TURN = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 1000 })));
})"""

VALUE = "() => document.activeElement?.value ?? ''"

READY = "data:text/html,<!doctype html><html lang=en><title>Ready</title><h1>Ready</h1>"

# A message bus that starts no service of its own accord: what answers here, this session has started.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# Orca runs this file of its own accord when it starts.
CUSTOMIZATIONS = """import sys
sys.path.insert(0, {folder!r})
import speech_server
speech_server.settle()
"""


class OrcaSession:
    """Orca and Chromium together; a context manager.

    `page` is the Playwright page that Orca reads, for what a server or a script would do to it; `home` is the
    folder of logs and profile, gone when the session ends. Keys go through `press`: Playwright's never pass
    Orca. Raises RuntimeError, with what the program wrote, when one of them does not start.
    """

    page: Page
    home: Path

    def __init__(self, *, size: tuple[int, int] = (1280, 900)) -> None:
        self._size = size
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack:
            self.home = Path(self._stack.enter_context(_temporary()))
            self._env = _environment(self.home)
            self._start_display()
            self._start_buses()
            self._start_orca()
            self._start_chromium()
            self._enter_page()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, url: str) -> list[str]:
        """Go to a page; return what Orca says of its own accord when it has loaded."""
        self._hearing.forget()
        loaded = self.page.goto(url)
        self.page.bring_to_front()
        if loaded is not None:  # a place within the page that is already open loads nothing
            self._hearing.wait_for_start("Finished loading", timeout=10)
        return self._hearing.until_quiet(self._turn, steady=2)

    def press(self, *keys: str) -> list[str]:
        """Press keys one after another, by their X names ("h", "Tab", "shift+Tab", "KP_Add").

        Return all that Orca says to them, in order; what it said before a key is dropped. Raises
        AssertionError when a key never reaches Orca.
        """
        said: list[str] = []
        for key in keys:
            self._hearing.forget()
            self._run("xdotool", "key", "--clearmodifiers", key)
            self._hearing.wait_for_key(key)
            said += self._hearing.until_quiet(self._turn)
        return said

    def follow(self, key: str) -> list[str]:
        """Press a key that leads to another page; return what Orca says until that has been loaded and read.

        What it says of the loading itself, and in what order, depends on timing. Raises Playwright's
        TimeoutError when no page is loaded.
        """
        self._hearing.forget()
        with self.page.expect_navigation():
            self._run("xdotool", "key", "--clearmodifiers", key)
        self._hearing.wait_for_key(key)
        return self._hearing.until_quiet(self._turn, steady=2)

    def type(self, text: str) -> None:
        """Type letters, digits and signs of ASCII into the field that has the focus, until they stand there.

        What Orca says meanwhile is left to be heard. Raises AssertionError when they do not arrive.
        """
        self._run("xdotool", "type", "--clearmodifiers", "--delay", "20", text)
        end = time.monotonic() + 15
        while text not in (stands := self.page.evaluate(VALUE)):
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} was typed, but what stands in the field is {stands!r}.")
            time.sleep(LOOK_EVERY)

    def expect(self, text: str, *, timeout: float = 15) -> None:
        """Wait up to `timeout` seconds until Orca says exactly this; the steadiest check, made for status.

        Whatever was said since the last call counts. Raises AssertionError with what was said instead.
        """
        self._hearing.wait_for(text, timeout=timeout)

    def hears(self, start: str, *, timeout: float = 15) -> bool:
        """Whether Orca says something that begins so within `timeout` seconds; it is left to be heard.

        For what Chromium ends differently from run to run: it calls some places clickable or not by timing.
        """
        return self._hearing.wait_for_start(start, timeout=timeout)

    def rest(self) -> list[str]:
        """Return all that Orca has said since the last call, once it and Chromium have come to rest."""
        return self._hearing.until_quiet(self._turn)

    def _turn(self) -> None:
        """Let Chromium draw twice and run out of work, or finish loading where a key has led."""
        try:
            self.page.evaluate(TURN)
        except Error:  # the page this was asked of has gone
            self.page.wait_for_load_state()

    def _start_display(self) -> None:
        read, write = os.pipe()
        screen = f"{self._size[0]}x{self._size[1]}x24"
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
        with os.fdopen(read, encoding="ascii") as answer:
            self._spawn(*command, pass_fds=(write,))
            os.close(write)
            self._env["DISPLAY"] = ":" + self._promised("Xvfb", answer.readline)

    def _start_buses(self) -> None:
        config = self.home / "bus.conf"
        config.write_text(BUS.format(folder=self._env["XDG_RUNTIME_DIR"]), encoding="utf-8")
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
        bus = self._spawn(*command, stdout=subprocess.PIPE)
        address = bus.stdout
        assert address is not None
        self._stack.callback(address.close)
        self._env["DBUS_SESSION_BUS_ADDRESS"] = self._promised(
            "dbus-daemon", lambda: address.readline().decode()
        )
        self._spawn(find(BUS_LAUNCHER) or "", "--launch-immediately")
        self._run("gdbus", "wait", "--session", "--timeout=20", "org.a11y.Bus")
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            to = ["--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"]
            method = ["--method", "org.freedesktop.DBus.Properties.Set"]
            self._run("gdbus", "call", "--session", *to, *method, "org.a11y.Status", switch, "<true>")

    def _start_orca(self) -> None:
        folder = Path(self._env["XDG_DATA_HOME"]) / "orca"
        folder.mkdir(parents=True)
        custom = CUSTOMIZATIONS.format(folder=str(HERE))
        (folder / "orca-customizations.py").write_text(custom, encoding="utf-8")
        self._hearing = Hearing(Path(self._env["ARCHIVE_SPEECH_LOG"]))
        orca = find("orca") or ""
        python = Path(orca).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()
        self._spawn(*python, str(HERE / "launch.py"), orca, name="orca")
        try:
            self._hearing.wait_for("Screen reader on.", timeout=30)
        except AssertionError as silence:
            raise RuntimeError(self._excuse("orca")) from silence

    def _start_chromium(self) -> None:
        playwright = self._stack.enter_context(driver())
        context = playwright.chromium.launch_persistent_context(
            self.home / "profile",
            headless=False,
            executable_path=shutil.which("chromium"),
            args=CHROMIUM_OPTIONS,
            ignore_default_args=["--enable-automation"],
            env=dict(self._env),
            no_viewport=True,
            locale="en",
        )
        self._stack.callback(context.close)
        self.page = context.pages[0]

    def _enter_page(self) -> None:
        """Bring focus from the address bar, where Chromium starts, into a page.

        Orca reads only where focus is. The first page may open before focus has left the bar; the next reads.
        """
        self._hearing.until_quiet(self._turn)
        for _ in range(5):
            if "Ready heading level 1." in self.open(READY):
                return
        raise RuntimeError("Orca read none of the first pages in Chromium; its focus stayed outside them.")

    def _spawn(
        self, *command: str, name: str = "", stdout: int | None = None, pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a program that ends with the session, and with this process even if that is killed."""
        log = self._stack.enter_context(self._log_of(name or command[0]).open("wb"))
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=log if stdout is None else stdout,
            stderr=log,
            pass_fds=pass_fds,
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        return process

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _promised(self, name: str, ask: Callable[[], str]) -> str:
        answer = ask().strip()
        if not answer:
            raise RuntimeError(self._excuse(name))
        return answer

    def _log_of(self, program: str) -> Path:
        return self.home / f"{Path(program).name}.log"

    def _excuse(self, name: str) -> str:
        wrote = self._log_of(name).read_text(encoding="utf-8", errors="replace").strip()
        return f"{name} did not start; it wrote: {wrote or 'nothing'}"


def _temporary() -> tempfile.TemporaryDirectory[str]:
    # In /tmp, because the path of a socket has at most 107 bytes; what a dying
    # program writes late is no failure.
    return tempfile.TemporaryDirectory(prefix="orca-", dir="/tmp", ignore_cleanup_errors=True)


def _environment(home: Path) -> dict[str, str]:
    run = home / "run"
    run.mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(run),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GSETTINGS_BACKEND": "memory",
        "GNOME_ACCESSIBILITY": "1",
        "ACCESSIBILITY_ENABLED": "1",
        "ARCHIVE_SPEECH_LOG": str(home / "speech.jsonl"),
        "PYTHONUNBUFFERED": "1",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and whatever it has started in its group: asked first, made to after three seconds."""
    for sign, patience in ((signal.SIGTERM, 3), (signal.SIGKILL, 5)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return
