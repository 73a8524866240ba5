"""Rules on texts that repeat another: the caption, the credit, the alt text, a neighbour."""

from __future__ import annotations

from collections.abc import Iterator

from archive.config import message
from archive.descriptions.lint import facts
from archive.descriptions.lint.attribution import attribution
from archive.descriptions.lint.examples import alt, alts, long
from archive.descriptions.lint.reading import base, fold, near, pieces, sentences, short, unquoted
from archive.descriptions.lint.values import Finding, Rule, Subject, together

_FEW = 3  # words; a shorter alt text may well stand in the long description by chance
_SENTENCE_WORDS = 4  # words of a caption's sentence from which repeating it is no chance


def _same_as(subject: Subject) -> Iterator[Finding]:
    caption, headline, credit = fold(subject.caption), fold(subject.headline), fold(subject.credit_line)
    for one in pieces(subject, "alt", "long"):
        mine = fold(one.text)
        if not mine:
            continue
        if mine == caption:
            other = subject.caption
            text = message(
                "This text is the caption again, so it is heard twice, and a caption is no description. Say "
                "what can be seen; the caption tells who, when and why."
            )
        elif mine == headline and one.field == "alt":
            other = subject.headline
            text = message("The alt text is the headline again, so it is heard twice. Say what can be seen.")
        elif mine == credit and one.field == "alt":
            other = subject.credit_line
            text = message(
                "The alt text is the credit line, which says who made the picture. Say what can be seen."
            )
        elif _copies(mine, subject):
            text = message(
                "This text is nearly the caption again, so the same words are heard twice. Say what can be "
                "seen and leave names, dates and reasons to the caption."
            )
            judged = together(one.text, subject.caption, subject.headline)
            yield Finding("same-as-caption", "warning", one.field, one.language, text, judged=judged)
            continue
        else:
            continue
        yield Finding(
            "same-as-caption", "error", one.field, one.language, text, judged=together(one.text, other)
        )


def _copies(mine: str, subject: Subject) -> bool:
    """Whether a folded text nearly equals the caption, its sentences, or the headline."""
    if near(mine, fold(subject.caption)) or near(mine, fold(subject.headline)):
        return True
    plain = facts.without_credit(subject.caption)
    whole = fold(plain)
    if mine == whole or near(mine, whole):
        return True
    enough = mine.count(" ") + 1 >= _SENTENCE_WORDS
    return enough and f" {mine} " in f" {whole} " and any(mine == fold(one) for one in sentences(plain))


def _credit_in_alt(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt"):
        words = attribution(unquoted(one.text), subject.credit_line, subject.places)
        if words and fold(one.text) != fold(subject.credit_line):
            text = message(
                "“%(words)s” tells who made or gave the picture. That has its own place, the credit line, "
                "and interrupts the description; take it out here."
            )
            yield Finding(
                "credit-in-alt",
                "warning",
                "alt",
                one.language,
                text,
                {"words": short(words)},
                together(one.text, subject.credit_line),
            )


def _repeated_long(subject: Subject) -> Iterator[Finding]:
    alt_texts = [(base(one.language), one.text) for one in pieces(subject, "alt")]
    for one in pieces(subject, "long"):
        mine = [alt for language, alt in alt_texts if language == base(one.language)]
        if any(_repeats(fold(alt), one.text) for alt in mine):
            text = message(
                "The long description repeats the alt text, which has just been heard. Go on from there: "
                "add what the alt text had no room for."
            )
            yield Finding(
                "repeated-long", "warning", "long", one.language, text, judged=together(*mine, one.text)
            )


def _repeats(alt_text: str, text: str) -> bool:
    if alt_text.count(" ") + 1 < _FEW:
        return False
    if f" {alt_text} " in f" {fold(text)} ":
        return True
    return near(alt_text, fold(next(iter(sentences(text)), "")))


def _same_as_neighbour(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt"):
        if fold(one.text) and (one.language, fold(one.text)) in subject.neighbours:
            text = message(
                "Another photograph of this collection has the same alt text, so the two cannot be told "
                "apart. Say what is different here: the moment, the side, who is there."
            )
            yield Finding("same-as-neighbour", "warning", "alt", one.language, text, judged=one.text)


_TWINS = {
    "en": "A tram waits at the stop, its doors open.",
    "es": "Un tranvía espera en la parada con las puertas abiertas.",
}

SAME_AS_CAPTION = Rule(
    code="same-as-caption",
    levels=("error", "warning"),
    title=message("The same as the caption, the headline or the credit"),
    why=message("The same words are heard twice, and a caption is no description."),
    do=message("Say what can be seen; leave names, dates and reasons to the caption."),
    source="W3C WAI, alt decision tree; Coyote's own guidelines",
    languages=(),
    fields=("alt", "long"),
    examples=(
        *alts(
            "en",
            ("People with baskets crowd round stalls under an iron roof.",),
            (
                "The central market of Lima, Peru, opens for the season on 4 May 1962.",
                "The central market of Lima opens for the season on 4 May 1962.",
            ),
        ),
        *alts(
            "es",
            ("Gente con cestas se agolpa entre puestos bajo un techo de hierro.",),
            (
                "El mercado central de Lima, Perú, abre la temporada el 4 de mayo de 1962.",
                "El mercado central de Lima abre la temporada el 4 de mayo de 1962.",
            ),
        ),
    ),
    check=_same_as,
)
CREDIT_IN_ALT = Rule(
    code="credit-in-alt",
    levels=("warning",),
    title=message("The credit stands in the alt text"),
    why=message("Who made or gave the picture has its own place and interrupts the description."),
    do=message("Take the credit out; it is shown and handed out with the picture anyway."),
    source="W3C WAI, tips and tricks for images",
    languages=(),
    fields=("alt",),
    examples=(
        *alts(
            "en",
            (
                "Workers lower a bell from a tower by ropes.",
                "Hikers reach the summit via a steep path.",
                "Cyclists enter the town via Station Road.",
            ),
            (
                "Workers lower a bell from a tower. Rosa Díaz / City Archive",
                "Workers lower a bell from a tower, courtesy of the city.",
                "Workers lower a bell from a tower (via City Archive)",
                "Workers lower a bell. Courtesy of EFE.",
                "A bell, via Flickr, hangs from a tower.",
            ),
        ),
        *alts(
            "es",
            (
                "Varias personas bajan una campana de una torre con cuerdas.",
                "Un tren avanza por la vía.",
                "La Vía Láctea sobre un desierto.",
            ),
            (
                "Varias personas bajan una campana. Rosa Díaz / Archivo Municipal",
                "Varias personas bajan una campana, cortesía de la ciudad.",
                "Varias personas bajan una campana (vía Archivo Municipal)",
                "Varias personas bajan una campana. Cortesía de EFE.",
                "Varias personas bajan una campana. Vía Reuters.",
            ),
        ),
    ),
    check=_credit_in_alt,
)
REPEATED_LONG = Rule(
    code="repeated-long",
    levels=("warning",),
    title=message("The long description repeats the alt text"),
    why=message("The alt text has just been heard."),
    do=message("Go on from the alt text: add what it had no room for, in order."),
    source="Coyote's own guidelines",
    languages=(),
    fields=("long",),
    examples=(
        long(
            "en",
            "The stall is made of planks under a striped awning.\n\nBehind it hangs a scale.",
            passes=True,
        ),
        long(
            "en",
            "A vendor in an apron holds out an orange beside crates of fruit. Behind hangs a scale.",
            passes=False,
        ),
        long(
            "es", "El puesto es de tablas, bajo un toldo a rayas.\n\nDetrás cuelga una balanza.", passes=True
        ),
        long(
            "es",
            "Alguien con delantal ofrece una naranja junto a unas cajas de fruta. Detrás hay una balanza.",
            passes=False,
        ),
    ),
    check=_repeated_long,
)
SAME_AS_NEIGHBOUR = Rule(
    code="same-as-neighbour",
    levels=("warning",),
    title=message("Another photograph of the collection has the same alt text"),
    why=message("Photographs with the same text cannot be told apart."),
    do=message("Say what is different here: the moment, the side, who is there."),
    source="github/accessibility-scanner-alt-text-plugin",
    languages=(),
    fields=("alt",),
    examples=tuple(
        alt(language, text, passes=passes, neighbours=frozenset({(language, fold(_TWINS[language]))}))
        for language, text, passes in (
            ("en", "A tram turns the corner, its last passengers on the step.", True),
            ("en", _TWINS["en"], False),
            ("es", "Un tranvía dobla la esquina con pasajeros en el estribo.", True),
            ("es", _TWINS["es"], False),
        )
    ),
    check=_same_as_neighbour,
)
