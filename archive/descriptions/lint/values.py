"""What the rules look at, what they find, and what a rule is: plain frozen values."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

LEVELS = ("note", "warning", "error", "stop")
# Fields that a finding may name, in the order in which a person meets them on the describing page.
FIELDS = (
    "alt",
    "long",
    "transcript",
    "content_advisory",
    "headline",
    "caption",
    "caption_language",
    "people",
    "creators",
    "credit_line",
    "copyright_notice",
    "rights",
)


@dataclass(frozen=True)
class Wording:
    """A description: `kind` is alt, long or transcript; not `accepted` while no person has taken it over."""

    kind: str
    language: str
    text: str
    origin: str = "person"
    accepted: bool = True


@dataclass(frozen=True)
class Subject:
    """One photograph as plain values; `people`, `places` and so on are names as written.

    `neighbours` holds (language, fold(text)) of the alt texts of other photographs of the
    collection. `downloading` is true while files are made ready to hand out.
    """

    accession: str = ""
    kind: str = "photograph"
    visible_words: str = "unknown"
    headline: str = ""
    caption: str = ""
    caption_language: str = ""
    credit_line: str = ""
    source: str = ""
    copyright_notice: str = ""
    rights: str = ""
    content_advisory: str = ""
    date_text: str = ""
    edtf: str = ""
    creators: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    texts: tuple[Wording, ...] = ()
    neighbours: frozenset[tuple[str, str]] = frozenset()
    downloading: bool = False


@dataclass(frozen=True)
class Finding:
    """One fault or question: where it is, how grave, and a message with its `%(name)s` values.

    `judged` holds every text and value that the rule looked at to make it, one to a line: whoever
    answers the finding answers for these. Two findings are equal whatever was judged.
    """

    code: str
    level: str
    field: str
    language: str
    message: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    judged: str = dataclasses.field(default="", compare=False)

    @property
    def sentence(self) -> str:
        """The message in English with its values filled in."""
        return self.message % self.values


def together(*values: str) -> str:
    """Texts and values as `Finding.judged` holds them, empty ones kept so that filling one is a change."""
    return "\n".join(values)


@dataclass(frozen=True)
class Example:
    """A text that keeps or breaks a rule: `text` as the help page shows it, `subject` as it is checked."""

    language: str
    passes: bool
    text: str
    subject: Subject


@dataclass(frozen=True)
class Rule:
    """One row of the table. `languages` is () for every language; texts are marked for translation.

    `check` yields findings with this rule's code and one of its levels, and never raises.
    """

    code: str
    levels: tuple[str, ...]
    title: str
    why: str
    do: str
    source: str
    languages: tuple[str, ...]
    fields: tuple[str, ...]
    examples: tuple[Example, ...]
    check: Callable[[Subject], Iterable[Finding]]
