"""The archive's index: the generation that counts, opened by the engine that wrote it, and the next one.

A folder of an index holds generations (see `generations`), each of one engine. What serves is replaced by
writing a whole new generation beside it, bringing that up to date, and one rename: search is never off.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

from archive.search import generations
from archive.search.document import Document
from archive.search.engine import Engine, Opened
from archive.search.fields import Audience
from archive.search.index import Change, Found, Request, Status, Unavailable, Whole, digest_of
from archive.search.policy import Policy

Answer = TypeVar("Answer")


class Holder:
    """An index in a folder; one object serves all threads of a process. It is an `index.Index`."""

    def __init__(self, folder: Path, engines: Mapping[str, Engine], policy: Policy) -> None:
        """Use this folder; nothing is opened before it is asked for."""
        self._folder = folder
        self._engines = engines
        self._policy = policy
        self._lock = threading.Lock()
        self._held: tuple[Path, Opened] | None = None

    def find(self, request: Request) -> Found:
        """Answer a request from the newest state on disk."""
        return self._ask(lambda opened: opened.find(request))

    def whole(self, request: Request) -> Whole:
        """Ids of everything that a request finds, in its order."""
        return self._ask(lambda opened: opened.whole(request))

    def words(self, prefix: str, audience: Audience) -> list[str]:
        """The words beginning so."""
        return self._ask(lambda opened: opened.words(prefix, audience))

    def seen(self) -> int:
        """The place in history up to which the index knows the catalogue."""
        return self._ask(lambda opened: opened.seen())

    def count(self) -> int:
        """How many photographs are indexed."""
        return self._ask(lambda opened: opened.count())

    def apply(self, changes: Iterable[Change], upto: int) -> None:
        """Write changed photographs and the cursor."""
        self._current()[1].apply(changes, upto)

    def digest(self) -> str:
        """`digest_of` what is indexed."""
        return self._ask(lambda opened: digest_of(opened.pairs()))

    def status(self) -> Status:
        """How the index stands."""
        generation, opened = self._current()
        return Status(
            engine=generations.engine(generation),
            documents=opened.count(),
            seen=opened.seen(),
            digest=digest_of(opened.pairs()),
            bytes=generations.size(generation),
            generation=generations.number(generation),
        )

    def healthy(self) -> bool:
        """Whether the index on disk can be opened and read; it is read anew for this."""
        try:
            generation = generations.current(self._folder)
            opened = self._engine(generation).open(generation)
            opened.check()
        except Unavailable:
            return False
        opened.close()
        return True

    def wanted(self) -> str | None:
        """The engine that should serve instead of the one that does; None where all is well."""
        generation, opened = self._current()
        serving = generations.engine(generation)
        fitting = self._policy(opened.count(), serving)
        return None if fitting == serving else fitting

    def due(self) -> bool:
        """Whether another engine fits the archive better by now, or what serves is worn."""
        return self.wanted() is not None or self._ask(lambda opened: opened.worn())

    def draft(self, photographs: int, engine: str | None = None) -> "_Draft":
        """A new generation for about so many photographs, by this engine or the one that fits them."""
        return _Draft(self._folder, self._engines[engine or self._policy(photographs, "")])

    def close(self) -> None:
        """Let go of what a writer holds; the next question opens it again."""
        with self._lock:
            held, self._held = self._held, None
        if held:
            held[1].close()

    def _ask(self, question: Callable[[Opened], Answer]) -> Answer:
        """An answer of the generation that counts, also where that was replaced under the hand."""
        while True:
            generation = generations.current(self._folder)
            try:
                return question(self._current()[1])
            except Unavailable:
                if generations.current(self._folder) == generation:
                    raise

    def _current(self) -> tuple[Path, Opened]:
        generation = generations.current(self._folder)
        held = self._held
        if held and held[0] == generation:
            return held
        with self._lock:
            if self._held is None or self._held[0] != generation:
                before = self._held
                self._held = (generation, self._engine(generation).open(generation))
                if before:
                    before[1].close()
            return self._held

    def _engine(self, generation: Path) -> Engine:
        try:
            return self._engines[generations.engine(generation)]
        except KeyError:
            reason = "The search index was made by another version; it has to be built again."
            raise Unavailable(reason) from None


class _Draft:
    """A generation beside the one that counts; it is an `index.Draft`."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder = folder
        self._engine = engine
        self._generation: Path | None = None
        self._opened: Opened | None = None
        self._in_force = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened:
            self._opened.close()
        if self._generation and not self._in_force and not self._counts():
            shutil.rmtree(self._generation, ignore_errors=True)

    def fill(self, documents: Iterable[Document], upto: int) -> None:
        """Write each photograph once; Unavailable if that cannot be done."""
        try:
            self._generation = generations.begin(self._folder, self._engine.name)
            self._engine.create(self._generation, documents, upto)
        except OSError as error:
            raise Unavailable(f"The new search index could not be written: {error}.") from error
        self._opened = self._engine.open(self._generation)

    def seen(self) -> int:
        """The place in history up to which it knows the catalogue."""
        return self._filled().seen()

    def apply(self, changes: Iterable[Change], upto: int) -> None:
        """Write changed photographs and the cursor."""
        self._filled().apply(changes, upto)

    def put_in_force(self) -> None:
        """Let it count from now on, and remove all others."""
        self._filled().close()  # what a writer still has in hand is on disk after this
        if self._generation is None:
            raise Unavailable("There is no new search index yet.")
        try:
            generations.make_current(self._generation)
        except OSError as error:
            raise Unavailable(f"The new search index could not be put in force: {error}.") from error
        self._in_force = True

    def _filled(self) -> Opened:
        if self._opened is None:
            raise Unavailable("There is no new search index yet.")
        return self._opened

    def _counts(self) -> bool:
        """Whether it is in force although the attempt to make it so ended in an error."""
        with suppress(Unavailable):
            return generations.current(self._folder) == self._generation
        return False
