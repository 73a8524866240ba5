"""Rules on language: the one that a text claims, and its spelling."""

from __future__ import annotations

from collections.abc import Iterator

from archive import languages
from archive.config import message
from archive.descriptions.lint.examples import alts, case
from archive.descriptions.lint.language import other_language
from archive.descriptions.lint.reading import SPOKEN, fold, listed, pieces, short
from archive.descriptions.lint.rules.generic import says_nothing
from archive.descriptions.lint.spelling import unknown_words
from archive.descriptions.lint.values import Finding, Rule, Subject, Wording


def _wrong_language(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "transcript", "caption"):
        field = "caption_language" if one.field == "caption" else one.field
        claimed = languages.find(one.language)
        if claimed is None:
            text = message(
                "This text does not say which language it is in, so a screen reader reads it with whatever "
                "voice is set. Choose its language."
            )
            yield Finding("wrong-language", "error", field, one.language, text, judged=one.text)
        elif other := other_language(one.text, one.language):
            text = message(
                "This text is marked as %(claimed)s but looks like %(other)s. Read with the wrong voice it "
                "cannot be understood. Choose the right language, or translate the text."
            )
            values = {"claimed": claimed.english, "other": other}
            yield Finding("wrong-language", "warning", field, one.language, text, values, judged=one.text)


def _spelling(subject: Subject) -> Iterator[Finding]:
    given = (
        subject.caption,
        subject.headline,
        subject.credit_line,
        subject.source,
        *subject.people,
        *subject.places,
        *subject.keywords,
        *subject.creators,
    )
    names = set(fold(" ".join(given)).split())
    for one in pieces(subject, "alt", "long", spoken=SPOKEN):
        if says_nothing(one.text, one.language):
            continue
        if unknown := unknown_words(one.text, one.language, names):
            text = message(
                "No dictionary knows %(words)s. A misspelt word is heard wrongly and never found. Correct "
                "it; if it is a name or a special word, put it into the caption or the keywords."
            )
            values = {"words": listed([short(word) for word in unknown])}
            yield Finding("spelling", "note", one.field, one.language, text, values, judged=one.text)


WRONG_LANGUAGE = Rule(
    code="wrong-language",
    levels=("error", "warning"),
    title=message("No language, or another language than the one marked"),
    why=message(
        "A screen reader chooses its voice by the language marked; the wrong voice is not understood."
    ),
    do=message("Choose the language that the text is in, or translate the text."),
    source="WCAG 2.2, 3.1.2",
    languages=(),
    fields=("alt", "long", "transcript", "caption_language"),
    examples=(
        *alts(
            "en",
            ("Two dogs sleep in the shade under a wooden table.",),
            (
                "Dos perros duermen a la sombra debajo de una mesa de madera.",
                "el perro duerme sobre una mesa",
                "Drei Kinder spielen am Strand mit einem Ball.",
            ),
        ),
        case(
            "en",
            "Two dogs sleep in the shade. (language: none)",
            passes=False,
            texts=(Wording("alt", "", "Two dogs sleep in the shade."),),
        ),
        *alts(
            "es",
            ("Dos perros duermen a la sombra debajo de una mesa de madera.",),
            (
                "Two dogs sleep in the shade under a wooden table.",
                "A woman walks on a wet street.",
                "Tres crianças jogam bola na praia.",
            ),
        ),
        case(
            "es",
            "Dos perros duermen a la sombra. (idioma: ninguno)",
            passes=False,
            texts=(Wording("alt", "", "Dos perros duermen a la sombra."),),
        ),
    ),
    check=_wrong_language,
)
SPELLING = Rule(
    code="spelling",
    levels=("note",),
    title=message("A word that no dictionary knows"),
    why=message("A misspelt word is heard wrongly and never found."),
    do=message("Correct it; put names and special words into the caption, the people or the keywords."),
    source="Editorial practice of this archive",
    languages=SPOKEN,
    fields=("alt", "long"),
    examples=(
        *alts(
            "en",
            ("A grey horse pulls a cart across a bridge.", "A boat named Wanderlyn lies at the quay."),
            ("A grey horse pulls a cart acros a brigde.",),
        ),
        *alts(
            "es",
            (
                "Un caballo gris tira de un carro sobre un puente.",
                "Un barco llamado Wanderlyn, en el muelle.",
            ),
            ("Un cavallo gris tira de un carro sobre un puentte.",),
        ),
    ),
    check=_spelling,
)
