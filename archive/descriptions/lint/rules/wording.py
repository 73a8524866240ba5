"""Rules on words: who is named, who people are said to be, dated terms, warnings, opinions."""

from __future__ import annotations

from collections.abc import Iterator

from archive.config import message
from archive.descriptions.lint import termwords
from archive.descriptions.lint.examples import alts, caption
from archive.descriptions.lint.names import person_names
from archive.descriptions.lint.reading import SPOKEN, base, fold, listed, pieces, short, unquoted, word_set
from archive.descriptions.lint.terms import Term
from archive.descriptions.lint.values import Finding, Rule, Subject, together

_PARTICLES = word_set("de del la las los da das do dos di van von der den bin ibn al y")


def _unsupported_name(subject: Subject) -> Iterator[Finding]:
    # Names of places, ships or works that the record gives are no persons of whom somebody must be sure.
    given = (subject.caption, subject.headline, *subject.people, *subject.places, *subject.keywords)
    supported = set(fold(" ".join(given)).split())
    for one in pieces(subject, "alt", spoken=SPOKEN):
        credit = fold(subject.credit_line)
        if credit and f" {credit} " in f" {fold(one.text)} ":
            supported |= set(credit.split())  # credit-in-alt says already that it does not belong here
        names = person_names(one.text, base(one.language))
        unknown = [name for name in names if not _parts(name) <= supported]
        if unknown:
            text = message(
                "The alt text names %(names)s, but neither the caption nor the people shown do. A person is "
                "named only where the record supports it: add the name there with its source, or say what is "
                "seen, such as “a person in a raincoat”."
            )
            values = {"names": listed(unknown)}
            judged = together(one.text, subject.caption, *subject.people)
            yield Finding("unsupported-name", "warning", "alt", one.language, text, values, judged)


def _parts(name: str) -> set[str]:
    return {part for part in fold(name).split() if part not in _PARTICLES and len(part) > 1}


def _identity(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", spoken=SPOKEN):
        found = [hit for hit in termwords.hits("identity", one.language, one.text) if not hit.in_name]
        if found:
            text = message(
                "This text says of people: %(words)s. Is it relevant here, can it be seen or is it "
                "documented, and would it be said of everybody? If so, keep it; if not, “person” or "
                "“people” is enough."
            )
            values = {"words": listed([hit.words.lower() for hit in found])}
            yield Finding("identity", "note", one.field, one.language, text, values, judged=one.text)


def _dated_term(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "headline", "caption", spoken=SPOKEN):
        terms: dict[Term, str] = {}
        for hit in termwords.hits("dated", one.language, unquoted(one.text)):
            if not hit.in_name:
                terms.setdefault(hit.term, short(hit.words))
        if terms:
            text = message(
                "These words are dated or can hurt; behind each stands what to write instead. %(terms)s. "
                "Where a word is part of a title or a quotation, put it into quotation marks."
            )
            told = "; ".join(f"“{words}”: {term.instead}" for term, words in terms.items())
            values = {"terms": told}
            yield Finding("dated-term", "warning", one.field, one.language, text, values, judged=one.text)


def _advisory(subject: Subject) -> Iterator[Finding]:
    if subject.content_advisory.strip():
        return
    words, looked, language = [], [], ""
    for one in pieces(subject, "caption", "alt", "long", spoken=SPOKEN):
        looked.append(one.text)
        found = [hit for hit in termwords.hits("advisory", one.language, one.text) if not hit.in_name]
        words += [hit.words.lower() for hit in found]
        language = language or (one.language if found else "")
    if words:
        text = message(
            "The texts speak of %(words)s, and the record has no content advisory. Say in the advisory in "
            "plain words what the picture shows, so that people can prepare themselves; nothing is hidden "
            "by it."
        )
        values = {"words": listed(words)}
        yield Finding("advisory", "warning", "content_advisory", language, text, values, together(*looked))


def _subjective(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", spoken=SPOKEN):
        found = termwords.hits("subjective", one.language, unquoted(one.text))
        if found:
            text = message(
                "%(words)s: this judges or guesses. Say what is seen that makes you think so, such as a "
                "raised fist or tears, and let the listener judge."
            )
            values = {"words": listed([hit.words for hit in found])}
            yield Finding("subjective", "note", one.field, one.language, text, values, judged=one.text)


UNSUPPORTED_NAME = Rule(
    code="unsupported-name",
    levels=("warning",),
    title=message("A person is named whom the record does not name"),
    why=message("A wrong name does harm, and nobody can check a name that the record does not support."),
    do=message("Add the name to the caption or the people shown, with its source, or describe the person."),
    source="AP practice on identification",
    languages=SPOKEN,
    fields=("alt",),
    examples=(
        *alts(
            "en",
            (
                "Elena Ortiz lifts a crate of oranges.",
                "A cyclist crosses the Golden Gate Bridge.",
                "People queue at a McDonald’s.",
            ),
            (),
            people=("Elena Ortiz",),
        ),
        *alts(
            "en",
            (),
            (
                "Elena Ortiz lifts a crate of oranges.",
                "A guard salutes General Ortiz.",
                "O’Connor and McDonald shake hands.",
            ),
        ),
        *alts(
            "es",
            ("Elena Ortiz levanta una caja de naranjas.", "Alguien pasea en bici por el Parque Kennedy."),
            (),
            people=("Elena Ortiz",),
        ),
        *alts(
            "es",
            (),
            (
                "Elena Ortiz levanta una caja de naranjas.",
                "Un guardia saluda al general Ortiz.",
                "El presidente Castillo saluda desde un balcón.",
            ),
        ),
    ),
    check=_unsupported_name,
)
IDENTITY = Rule(
    code="identity",
    levels=("note",),
    title=message("Words for race, gender, age, disability or nationality"),
    why=message("Said of some people and not of others, or guessed from looks, such words mislead."),
    do=message("Ask: is it relevant, visible, verified? If not, write “person”; be the same to everybody."),
    source="Coyote's own guidelines; NNELS, image description of skin tone, gender and age",
    languages=SPOKEN,
    fields=("alt", "long"),
    examples=(
        *alts(
            "en", ("A person in overalls repairs a bicycle.",), ("A woman in overalls repairs a bicycle.",)
        ),
        *alts(
            "es",
            ("Una persona con mono repara una bicicleta.",),
            ("Una mujer con mono repara una bicicleta.",),
        ),
    ),
    check=_identity,
)
DATED_TERM = Rule(
    code="dated-term",
    levels=("warning",),
    title=message("A dated or harmful term outside quotation marks"),
    why=message("Our own words should not repeat the harm of old ones."),
    do=message("Use the wording that is offered; put titles and quotations into quotation marks."),
    source="University of Texas Libraries, strategies for harmful images; each term of the lists has its own",
    languages=SPOKEN,
    fields=("alt", "long", "headline", "caption"),
    examples=(
        *alts(
            "en",
            (
                "A wheelchair user waits at a kerb.",
                "A crippled ship is towed in.",
                "A sign on the door reads “Home for the Handicapped”.",
            ),
            ("A handicapped person waits at a kerb.", "Crippled beggars sit by a church."),
        ),
        *alts(
            "es",
            (
                "Una persona en silla de ruedas espera en la acera.",
                "Un letrero dice «Asilo de minusválidos».",
            ),
            ("Una persona minusválida espera en la acera.", "Mendigos lisiados junto a una iglesia."),
        ),
    ),
    check=_dated_term,
)
ADVISORY = Rule(
    code="advisory",
    levels=("warning",),
    title=message("Violence, death, injury, custody or nudity, and no content advisory"),
    why=message("People should be able to prepare themselves; nothing is hidden from them."),
    do=message("Say in the content advisory in plain words what the picture shows."),
    source="National Museum of African American History and Culture, content warnings policy",
    languages=SPOKEN,
    fields=("content_advisory",),
    examples=(
        caption("en", "Mourners pass the church of Lima, Peru, in May 1962.", passes=True),
        caption(
            "en",
            "Corpses lie by the road near Lima, Peru, in May 1962.",
            passes=True,
            content_advisory="Shows dead people.",
        ),
        caption("en", "Corpses lie by the road near Lima, Peru, in May 1962.", passes=False),
        *alts(
            "en",
            ("A pot hangs over an open fire.",),
            ("A police officer beats a protester.", "Soldiers fire at a crowd.", "Bodies lie under sheets."),
        ),
        *alts(
            "es",
            ("Alguien golpea a la puerta de una casa.",),
            ("Un policía golpea a un manifestante.", "Dos militares muertos yacen junto a un camión."),
        ),
        caption("es", "Vecinos pasan ante la iglesia de Lima, Perú, en mayo de 1962.", passes=True),
        caption(
            "es",
            "Varios cadáveres yacen junto al camino, cerca de Lima, Perú, en mayo de 1962.",
            passes=True,
            content_advisory="Se ven personas muertas.",
        ),
        caption(
            "es",
            "Varios cadáveres yacen junto al camino, cerca de Lima, Perú, en mayo de 1962.",
            passes=False,
        ),
    ),
    check=_advisory,
)
SUBJECTIVE = Rule(
    code="subjective",
    levels=("note",),
    title=message("Words that judge or guess"),
    why=message("A description says what is seen; listeners judge for themselves, as others do by looking."),
    do=message("Say what is seen that makes you think so."),
    source="LEMDO, how to write alternative text; Victorian Collections, making your collection accessible",
    languages=SPOKEN,
    fields=("alt", "long"),
    examples=(
        *alts(
            "en",
            ("A dancer leans back, arms spread, mouth open.",),
            ("A beautiful dancer leans back, arms spread.",),
        ),
        *alts(
            "es",
            ("Alguien baila con los brazos abiertos y la cabeza echada atrás.",),
            ("Un hermoso baile: alguien gira con los brazos abiertos.",),
        ),
    ),
    check=_subjective,
)
