"""Rules on texts that are missing: no alt text, no long description, no transcript, nobody's acceptance."""

from __future__ import annotations

from collections.abc import Iterator

from archive.config import message
from archive.descriptions.lint.examples import alt, case, long, record
from archive.descriptions.lint.reading import has
from archive.descriptions.lint.values import Example, Finding, Rule, Subject, Wording, together

_COMPLEX = {
    "chart": message("chart"),
    "map": message("map"),
    "document": message("document"),
    "front-page": message("front page"),
    "contact-sheet": message("contact sheet"),
}


def _empty(subject: Subject) -> Iterator[Finding]:
    if not has(subject, "alt"):
        text = message(
            "There is no alt text in any language, so people who cannot see the picture are told nothing. "
            "Write in a sentence or two what is seen."
        )
        yield Finding("empty", "stop", "alt", subject.caption_language or "en", text)


def _long_without_alt(subject: Subject) -> Iterator[Finding]:
    if has(subject, "alt"):
        return
    for one in subject.texts:
        if one.kind == "long" and one.text.strip():
            text = message(
                "There is a long description but no alt text. The short text is the way in: people hear it "
                "first and decide whether to read on. Write a sentence or two that sum the picture up."
            )
            yield Finding("long-without-alt", "error", "alt", one.language, text, judged=one.text)


def _needs_long(subject: Subject) -> Iterator[Finding]:
    if subject.kind in _COMPLEX and not has(subject, "long"):
        text = message(
            "This is a %(kind)s, which holds more than a phrase can say, and there is no long description. "
            "Write one: first what it is about, then its parts in order, with the figures that matter."
        )
        language = subject.caption_language or "en"
        values = {"kind": _COMPLEX[subject.kind]}
        yield Finding("needs-long", "warning", "long", language, text, values, judged=subject.kind)


def _needs_transcript(subject: Subject) -> Iterator[Finding]:
    if subject.visible_words == "yes" and not has(subject, "transcript"):
        text = message(
            "The record says that words can be read in the picture, and none are transcribed: whoever cannot "
            "see the picture loses them. Copy them into the transcript, letter by letter, in reading order."
        )
        written = (one.text for one in subject.texts if one.kind == "transcript")
        judged = together(subject.visible_words, *written)
        language = subject.caption_language or "en"
        yield Finding("needs-transcript", "warning", "transcript", language, text, judged=judged)


def _suggestion(subject: Subject) -> Iterator[Finding]:
    for one in subject.texts:
        if not one.accepted and one.text.strip():
            text = message(
                "This text came from a file or was suggested by a machine, and nobody has compared it with "
                "the picture. Read it beside the picture, correct it, and accept it or write your own."
            )
            yield Finding("suggestion", "stop", one.kind, one.language, text, judged=one.text)


def _with(language: str, *more: Wording) -> tuple[Wording, ...]:
    return (*record(language).texts, *more)


def _bare_long(language: str, text: str) -> Example:
    return case(language, text, passes=False, texts=(Wording("long", language, text),))


def _kept(language: str, text: str, *, accepted: bool) -> Example:
    told = {
        True: "",
        False: " (from the file, not yet accepted)" if language == "en" else " (del archivo, sin aceptar)",
    }
    words = Wording("alt", language, text, "file", accepted)
    return case(language, text + told[accepted], passes=accepted, texts=(words,))


_CHART = {
    "en": "Bars rise from 12,000 visitors in 1950 to 40,000 in 1960.\n\nEach bar stands for one year.",
    "es": "Las barras suben de 12 000 visitantes en 1950 a 40 000 en 1960.\n\nCada barra es un año.",
}

EMPTY = Rule(
    code="empty",
    levels=("stop",),
    title=message("No alt text"),
    why=message("Where there is no alt text, a screen reader says nothing useful about the picture."),
    do=message("Write one or two sentences that say what is seen."),
    source="WCAG 2.2, 1.1.1; W3C WAI, alt decision tree",
    languages=(),
    fields=("alt",),
    examples=(
        alt("en", "Two children carry a ladder across a wet street.", passes=True),
        case("en", "(nothing written)", passes=False, texts=()),
        alt("es", "Dos personas cargan una escalera por una calle mojada.", passes=True),
        case("es", "(nada escrito)", passes=False, texts=()),
    ),
    check=_empty,
)
LONG_WITHOUT_ALT = Rule(
    code="long-without-alt",
    levels=("error",),
    title=message("A long description without an alt text"),
    why=message("The alt text is heard first; without it nobody is led to the long description."),
    do=message("Write an alt text that sums the picture up."),
    source="W3C WAI, complex images",
    languages=(),
    fields=("alt",),
    examples=(
        long("en", "The hall is long and low.\n\nAt the left, crates stand in rows.", passes=True),
        _bare_long("en", "The hall is long and low.\n\nAt the left, crates stand in rows."),
        long("es", "La nave es larga y baja.\n\nA la izquierda hay filas de cajas.", passes=True),
        _bare_long("es", "La nave es larga y baja.\n\nA la izquierda hay filas de cajas."),
    ),
    check=_long_without_alt,
)
NEEDS_LONG = Rule(
    code="needs-long",
    levels=("warning",),
    title=message("A chart, map, document, front page or contact sheet without a long description"),
    why=message("Such a picture carries more than a phrase can say."),
    do=message("Write a long description: the subject first, then the parts in order."),
    source="W3C WAI, complex images",
    languages=(),
    fields=("long",),
    examples=(
        case(
            "en",
            _CHART["en"],
            passes=True,
            kind="chart",
            texts=_with("en", Wording("long", "en", _CHART["en"])),
        ),
        case("en", "(a chart with an alt text only)", passes=False, kind="chart"),
        case(
            "es",
            _CHART["es"],
            passes=True,
            kind="chart",
            texts=_with("es", Wording("long", "es", _CHART["es"])),
        ),
        case("es", "(un gráfico que solo tiene texto alternativo)", passes=False, kind="chart"),
    ),
    check=_needs_long,
)
NEEDS_TRANSCRIPT = Rule(
    code="needs-transcript",
    levels=("warning",),
    title=message("Words can be read in the picture, and none are transcribed"),
    why=message("Words in a picture are lost to everybody who cannot see it."),
    do=message("Copy the words into the transcript, letter by letter, in reading order."),
    source="W3C WAI, alt decision tree",
    languages=(),
    fields=("transcript",),
    examples=(
        case(
            "en",
            "FRESH FRUIT",
            passes=True,
            visible_words="yes",
            texts=_with("en", Wording("transcript", "en", "FRESH FRUIT")),
        ),
        case("en", "(words visible: yes; no transcript)", passes=False, visible_words="yes"),
        case(
            "es",
            "FRUTA FRESCA",
            passes=True,
            visible_words="yes",
            texts=_with("es", Wording("transcript", "es", "FRUTA FRESCA")),
        ),
        case("es", "(palabras visibles: sí; sin transcripción)", passes=False, visible_words="yes"),
    ),
    check=_needs_transcript,
)
SUGGESTION = Rule(
    code="suggestion",
    levels=("stop",),
    title=message("A text from a file or a machine that no person has accepted"),
    why=message("Nobody has compared it with the picture, so nobody can vouch for it."),
    do=message("Read it beside the picture, correct it, and accept it or write your own."),
    source="ATAG 2.0, B.2.3.2",
    languages=(),
    fields=("alt", "long", "transcript"),
    examples=(
        _kept("en", "Three boats lie on a beach at low tide.", accepted=True),
        _kept("en", "Three boats lie on a beach at low tide.", accepted=False),
        _kept("es", "Tres barcas en una playa con la marea baja.", accepted=True),
        _kept("es", "Tres barcas en una playa con la marea baja.", accepted=False),
    ),
    check=_suggestion,
)
