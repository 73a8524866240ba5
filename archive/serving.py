"""The server: gunicorn in this process, one worker process kept running beside it."""

from __future__ import annotations

import gc
import threading
from typing import Any

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from archive import db
from archive.config import Settings
from archive.descriptions import lint
from archive.worker import start_beside

log = structlog.get_logger()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings instead of a configuration file."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        options = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": self.settings.threads,
            "timeout": 120,
            "graceful_timeout": 10,
            "limit_request_line": 8190,  # a long query in another script, letter by letter in percent signs
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "when_ready": self._ready,
            "post_worker_init": _warm,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def _ready(self, server: Any) -> None:
        if said := db.warning():
            log.warning(said)
        start_beside(self.settings)
        host = "localhost" if self.settings.host in {"127.0.0.1", "::1"} else self.settings.host
        port = server.LISTENERS[0].sock.getsockname()[1]
        print(f"http://{host}:{port}", flush=True)  # noqa: T201 - the address is the command's answer

    def load(self) -> Any:
        """Build the application in each server process."""
        return import_app("archive:create_app()")  # by name: this module stays below the pages


def _warm(_process: Any) -> None:
    """Load dictionaries and language model beside the first answers, so that nobody waits for them.

    What is loaded by then stays for the life of the process. Python's collector is told so: looking through
    it again and again held up a page in thirteen for 140 ms.
    """

    def check() -> None:
        for language, words in (
            ("en", "Un perro duerme bajo una mesa"),
            ("es", "A dog sleeps below a table"),
        ):
            lint.check(lint.Subject(texts=(lint.Wording("alt", language, words),)))
        gc.collect()
        gc.freeze()

    threading.Thread(target=check, name="warm", daemon=True).start()


def run(settings: Settings) -> None:
    """Serve until stopped."""
    Server(settings).run()
